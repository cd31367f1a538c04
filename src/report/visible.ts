// C0, DEL, C1, and the characters that reorder or hide text on a terminal (bidirectional controls,
// zero-width, line and paragraph separators).

const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/**
 * Text from outside, made safe for a terminal: nothing in it can move a cursor, change a colour or
 * reorder a line. Such characters are shown as `\x1b` or `\u202e`, line breaks and tabs as `\n`, `\t`.
 */
export function visible(text: string): string {
  return text.replace(UNSAFE, (character) => {
    const named = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[character];
    if (named) return named;
    const hex = character.charCodeAt(0).toString(16);
    return hex.length <= 2 ? `\\x${hex.padStart(2, '0')}` : `\\u${hex.padStart(4, '0')}`;
  });
}
