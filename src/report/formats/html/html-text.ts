import { visible } from '../../visible.ts';
import { guideProse } from '../guide-prose.ts';

const ENTITIES: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for content and for quoted attributes; line breaks and what could reorder a line are shown. */
export function htmlText(text: string): string {
  return visible(text.toWellFormed()).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** Lines of code or of a command, as they are. */
export function htmlLines(lines: readonly string[]): string {
  return lines.map(htmlText).join('\n');
}

/** The guide's prose with its code. */
export function htmlProse(text: string): string {
  return guideProse(text, htmlText, (code) => `<code>${htmlText(code)}</code>`);
}
