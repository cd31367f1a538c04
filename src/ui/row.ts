import stringWidth from 'string-width';
import { cells } from '../report/cells.ts';
import type { Colour, Style } from '../report/style.ts';
import { visible } from '../report/visible.ts';

/** A piece of a line with its colours. Made only by `span`, so that nothing unsafe reaches the screen. */
export interface Span {
  readonly text: string;
  readonly colours: readonly Colour[];
  /** On the first line of a command that can be copied: the whole of it, as it was written. */
  readonly shell?: string;
}

/** One line of the screen, at most as wide as the pane that it is made for. */
export type Row = readonly Span[];

/** A piece of a line. Control characters in it are shown, never sent to the terminal. */
export function span(text: string, ...colours: Colour[]): Span {
  return { text: visible(text), colours };
}

/** The beginning of a command: a mark where the chosen one gets its pointer. */
export function commandMark(shell: string, width: number): Span {
  return { ...span(' '.repeat(width)), shell };
}

/** The commands of some lines that can be copied, each with the line where it begins. */
export function commandsIn(rows: readonly Row[]): { readonly line: number; readonly shell: string }[] {
  return rows.flatMap((row, line) => row.flatMap(({ shell }) => (shell === undefined ? [] : [{ line, shell }])));
}

/** The lines with a pointer at the chosen command. */
export function withChosen(rows: readonly Row[], chosen: number, pointer: string): Row[] {
  const line = commandsIn(rows)[chosen]?.line;
  return rows.map((row, index) =>
    index === line
      ? row.map((piece) =>
          piece.shell === undefined
            ? piece
            : { ...piece, text: `${pointer} `.padStart(piece.text.length), colours: ['cyan', 'bold'] as const },
        )
      : row,
  );
}

/** How many terminal cells a line takes: Chinese characters take two. */
export function rowWidth(row: Row): number {
  return row.reduce((width, { text }) => width + stringWidth(text), 0);
}

/** The line filled up with blanks to `width` cells. */
export function filled(row: Row, width: number): Row {
  return [...row, span(' '.repeat(Math.max(0, width - rowWidth(row))))];
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
  const room = width - rowWidth(right) - 2;
  if (right.length === 0 || room < Math.min(rowWidth(left), width / 2)) return fit(left, width, ellipsis);
  const fitted = fit(left, room, ellipsis);
  return [...fitted, span(' '.repeat(width - rowWidth(fitted) - rowWidth(right))), ...right];
}

/** The line as text for the terminal, with colours where the style has them. */
export function painted(row: Row, style: Style): string {
  return row
    .map(({ text, colours }) => colours.reduce((painting, colour) => style.paint(colour, painting), style.plain(text)))
    .join('');
}
