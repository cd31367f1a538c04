/** Values by placeholder name. */
export type Values = { readonly [name: string]: string };

const PLACEHOLDER = /\{([a-z][A-Za-z]*)\}/g;

/** The names of the placeholders in a text, in order, each once. */
export function placeholdersIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map((match) => match[1]!))];
}

/**
 * The text with its placeholders filled, each value put through `shown`. Null where a value is
 * missing or empty, or where `shown` has none: half a command is worse than none.
 */
export function fill(text: string, values: Values, shown: (value: string) => string | null): string | null {
  const filled = new Map<string, string>();
  for (const name of placeholdersIn(text)) {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    const word = value === undefined || value === '' ? null : shown(value);
    if (word === null) return null;
    filled.set(name, word);
  }
  return text.replace(PLACEHOLDER, (_, name: string) => filled.get(name)!);
}

/** The text with those placeholders filled whose values are known; the others stay as the guide has them. */
export function fillKnown(text: string, values: Values, shown: (value: string) => string | null): string {
  return text.replace(PLACEHOLDER, (placeholder) => fill(placeholder, values, shown) ?? placeholder);
}

/**
 * The first placeholder of a shell text that stands inside quotes, a comment or a here-document, where the
 * quotes around its value would be part of the value or would end the others; null where there is none.
 */
export function quotedPlaceholder(shell: string): string | null {
  if (shell.includes('<<')) return placeholdersIn(shell)[0] ?? null;
  let quote = '';
  for (let at = 0; at < shell.length; at += 1) {
    const character = shell[at]!;
    if (quote === '#') {
      if (character === '\n') quote = '';
    } else if (character === '\\' && quote !== "'") at += 1;
    else if (quote === '' && `'"\``.includes(character)) quote = character;
    else if (quote === '' && character === '#' && /^$|\s/.test(shell[at - 1] ?? '')) quote = '#';
    else if (character === quote) quote = '';
    if (quote === '' || character !== '{') continue;
    const inside = /^\{([a-z][A-Za-z]*)\}/.exec(shell.slice(at));
    if (inside) return inside[1]!;
  }
  return null;
}
