/** A text of the catalogue, ready to be looked for. */
export interface Pattern {
  /** Its longest literal piece: a line without it does not match. */
  readonly needle: string;
  /** All of it; null where the needle is all there is. */
  readonly whole: RegExp | null;
}

/** Compiles a text in which `…` stands for anything in the same line. A path may stand in quotes, as fmt prints it. */
export function patternOf(text: string): Pattern {
  const pieces = text.split('…');
  const needle = pieces.reduce((longest, piece) => (piece.length > longest.length ? piece : longest), '');
  if (pieces.length === 1) return { needle, whole: null };
  return { needle, whole: new RegExp(pieces.map((piece) => escaped(piece)).join('[^\\n]*?')) };
}

export function matches({ needle, whole }: Pattern, line: string): boolean {
  return line.includes(needle) && (whole === null || whole.test(line));
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
