import { visible } from '../visible.ts';

/*
 * XML 1.0 by hand: two functions are all that a JUnit report needs, and what they must never let through
 * is tested with xmllint over any string.
 */

const ENTITIES: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/**
 * Text for content. Controls are shown, which XML 1.0 cannot hold, not even as references (production
 * Char); line ends stay. Two characters that are none become U+FFFD, as half a surrogate pair does.
 */
export function xmlText(text: string): string {
  const shown = text.toWellFormed().split('\n').map(visible).join('\n');
  return shown.replace(/[\ufffe\uffff]/g, '\ufffd').replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** An element; its children are XML already. Attributes that are undefined are left out. */
export function element(
  name: string,
  attributes: { readonly [name: string]: string | number | undefined },
  ...children: readonly string[]
): string {
  const given = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${xmlText(visible(String(value)))}"`],
  );
  return children.length === 0
    ? `<${name}${given.join('')}/>`
    : `<${name}${given.join('')}>${children.join('')}</${name}>`;
}
