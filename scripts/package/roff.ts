/*
 * Text as manual pages have it (groff_man(7)): what it says and no more. A line that begins with a dot or
 * a quote would be a request, a backslash an escape, and a bare dash is a hyphen, which nobody can paste.
 */

export function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/gm, '\\&$1');
}

/** A macro with its arguments, each as one. */
export function macro(name: string, ...words: readonly string[]): string {
  return [`.${name}`, ...words.map((word) => `"${roff(word).replaceAll('"', '\\(dq')}"`)].join(' ');
}

/** A paragraph under a tag: an option and what it does. */
export function tagged(tag: string, text: string): string[] {
  return ['.TP', `.B ${roff(tag)}`, roff(text)];
}
