import stringWidth from 'string-width';
import { cells } from '../report/cells.ts';
import type { Colour, Style } from '../report/style.ts';
import { visible } from '../report/visible.ts';

/** A piece of a line with its colours. Made only by `span`, so that nothing unsafe reaches the screen. */
export interface Span {
  readonly text: string;
  readonly colours: readonly Colour[];
}

/** One line of the screen, at most as wide as the pane that it is made for. */
export type Row = readonly Span[];

/** A piece of a line. Control characters in it are shown, never sent to the terminal. */
export function span(text: string, ...colours: Colour[]): Span {
  return { text: visible(text), colours };
}

/** How many terminal cells a line takes: Chinese characters take two. */
export function rowWidth(row: Row): number {
  return row.reduce((width, { text }) => width + stringWidth(text), 0);
}

/** The line cut to `width` cells, with an ellipsis where something was cut. */
export function fit(row: Row, width: number, ellipsis: string): Row {
  if (rowWidth(row) <= width) return row;
  const kept: Span[] = [];
  let left = width - stringWidth(ellipsis);
  if (left < 0) return [span(cells(ellipsis, width))];
  for (const piece of row) {
    const text = cells(piece.text, left);
    kept.push({ ...piece, text: text + (text === piece.text ? '' : ellipsis) });
    if (text !== piece.text) return kept;
    left -= stringWidth(text);
  }
  return kept;
}

/** A line with something at its right end, which is left out where the left side would lose more than half of the line. */
export function twoSides(left: Row, right: Row, width: number, ellipsis: string): Row {
  const room = width - rowWidth(right) - 1;
  if (right.length === 0 || room < Math.min(rowWidth(left), width / 2)) return fit(left, width, ellipsis);
  const fitted = fit(left, room, ellipsis);
  return [...fitted, span(' '.repeat(width - rowWidth(fitted) - rowWidth(right))), ...right];
}

/** The line as text for the terminal, with colours where the style has them. */
export function painted(row: Row, style: Style): string {
  return row
    .map(({ text, colours }) => colours.reduce((painting, colour) => style.paint(colour, painting), text))
    .join('');
}
