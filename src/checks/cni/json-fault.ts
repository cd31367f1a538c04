const SPACE = /[ \t\n\r]*/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** Where a text stops being JSON: 1-based line and column in characters, and what stands there (empty: the end). */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
  readonly found: string;
}

function matched(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

/** Where the string that begins at `at` ends, or the place in it that no JSON string has, as `fault`. */
function stringEnd(text: string, at: number): { readonly end: number } | { readonly fault: number } {
  let here = at + 1;
  for (;;) {
    here = matched(PLAIN, text, here);
    if (text[here] === '"') return { end: here + 1 };
    const after = text[here] === '\\' ? matched(ESCAPE, text, here) : -1;
    if (after === -1) return { fault: here };
    here = after;
  }
}

type Expected = 'value' | 'item' | 'key' | 'first-key' | 'colon' | 'comma' | 'nothing';

/**
 * The index at which a text stops being JSON (RFC 8259), or null where it is JSON. JSON.parse tells no
 * place for most of its errors. Nothing recurses: a file may be nested as deep as it is long.
 */
export function jsonFaultIndex(text: string): number | null {
  const open: string[] = [];
  let at = 0;
  let expected = 'value' as Expected;
  const settled = (): Expected => (open.length === 0 ? 'nothing' : 'comma');
  for (;;) {
    at = matched(SPACE, text, at);
    const character = text[at];
    if (character === undefined) return expected === 'nothing' ? null : at;
    const closes = character === (open.at(-1) === '{' ? '}' : ']') && open.length > 0;
    if (closes && (expected === 'comma' || expected === 'item' || expected === 'first-key')) {
      open.pop();
      at += 1;
      expected = settled();
    } else if (expected === 'comma' && character === ',') {
      at += 1;
      expected = open.at(-1) === '{' ? 'key' : 'value';
    } else if (expected === 'colon' && character === ':') {
      at += 1;
      expected = 'value';
    } else if ((expected === 'value' || expected === 'item') && (character === '{' || character === '[')) {
      open.push(character);
      at += 1;
      expected = character === '{' ? 'first-key' : 'item';
    } else if (character === '"' && ['value', 'item', 'key', 'first-key'].includes(expected)) {
      const string = stringEnd(text, at);
      if ('fault' in string) return string.fault;
      at = string.end;
      expected = expected === 'key' || expected === 'first-key' ? 'colon' : settled();
    } else {
      const end = expected === 'value' || expected === 'item' ? matched(SCALAR, text, at) : -1;
      if (end === -1) return at;
      at = end;
      expected = settled();
    }
  }
}

/** The same as a place for people. A control character is shown by its number. */
export function jsonFault(text: string): JsonFault | null {
  const index = jsonFaultIndex(text);
  if (index === null) return null;
  const before = text.slice(0, index).split('\n');
  const character = String.fromCodePoint(...[text.codePointAt(index)].filter((point) => point !== undefined));
  const hidden = /[\p{C}\p{Z}]/u.test(character);
  return {
    line: before.length,
    column: Array.from(before.at(-1)!).length + 1,
    found: hidden ? `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}` : character,
  };
}
