import type { Row } from './row.ts';
import { span } from './row.ts';

/** Lines that a pane of `height` rows shows of a longer text, and how many are hidden above and below. */
export interface Viewport {
  readonly rows: readonly Row[];
  readonly above: number;
  readonly below: number;
}

/**
 * The part of `rows` from `top` on that fits. Where something is hidden, the first or last line gives
 * way to a line that says how much, so that nobody takes a part for the whole.
 */
export function viewport(
  rows: readonly Row[],
  top: number,
  height: number,
  more: (up: boolean, n: number) => string,
): Viewport {
  const first = Math.max(0, Math.min(top, rows.length - height));
  const shown = rows.slice(first, first + Math.max(0, height));
  const marks = height >= 4;
  const above = marks && first > 0 ? first + 1 : first;
  const hidden = rows.length - first - shown.length;
  const below = marks && hidden > 0 ? hidden + 1 : hidden;
  const marked = shown.map((row, index) => {
    if (marks && first > 0 && index === 0) return [span(more(true, above), 'gray')];
    if (marks && hidden > 0 && index === shown.length - 1) return [span(more(false, below), 'gray')];
    return row;
  });
  return { rows: marked, above, below };
}

/** Where a list begins so that the selected line is in the middle, as far as the ends allow. */
export function centred(selected: number, length: number, height: number): number {
  return Math.max(0, Math.min(selected - Math.floor(height / 2), length - height));
}
