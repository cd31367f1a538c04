/** The guide's prose, whose only mark-up is `code`: its pieces through two writers, each of which escapes what it is given. */
export function guideProse(text: string, plain: (text: string) => string, code: (text: string) => string): string {
  return text
    .split(/`([^`]+)`/)
    .map((piece, index) => (index % 2 === 1 ? code(piece) : plain(piece)))
    .join('');
}
