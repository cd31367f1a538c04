import { wrap } from '../wrap.ts';
import type { TextOptions } from './text-options.ts';

type OfTerminal = Pick<TextOptions, 'columns'>;

/** No prose is wider than this, in terminal cells: it is read. */
const MAX = 100;

/** Narrower than this nothing is made: a terminal breaks the lines then. */
const MIN = 40;

/** A terminal that tells no size (0, as under some serial lines and expect) has the one that all are made for. */
const UNTOLD = 80;

/** How wide any line may be: as the terminal where it is read on one, else without an end. */
export function lineWidth({ columns = Infinity }: OfTerminal): number {
  return Math.max(MIN, columns === 0 ? UNTOLD : columns);
}

/** How wide prose is: no wider than the terminal. */
export function proseWidth(options: OfTerminal): number {
  return Math.min(MAX, lineWidth(options));
}

/**
 * A text as one line, so that it can be searched for; on a terminal in as many as it takes, each after
 * `indent`, as the terminal itself would break words.
 */
export function linesOf(text: string, indent: string, options: OfTerminal): string[] {
  const width = lineWidth(options);
  const lines = width === Infinity ? [text] : wrap(text, width - indent.length);
  return lines.map((line) => indent + line);
}
