/** How the screen is divided, in cells and lines. A width of 0 means that the pane is not there. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Whether lines are drawn between head, body and foot: not on a screen where each line counts. */
  readonly ruled: boolean;
  readonly list: number;
  readonly detail: number;
  readonly body: number;
}

/** From how many columns on the list and the detail stand side by side. */
const WIDE = 100;

/** Beyond this the eye does not find the next line, nor what stands at the right end of one. */
const MAX_DETAIL = 120;

/** From how many lines on there is room for the lines between the parts. */
const TALL = 16;

/** Between the list and the detail: a space, a line, a space. */
export const GAP = 3;

/**
 * Divides the screen: side by side from 100 columns on, else the list, or the opened check in its
 * place. The parts together are never higher than the terminal.
 */
export function layoutOf(columns: number, lines: number, headerLines: number, open: boolean): Layout {
  const width = Math.max(4, columns);
  const height = Math.max(1, lines);
  const ruled = height >= TALL;
  const body = Math.max(0, height - headerLines - 1 - (ruled ? 2 : 0));
  const list = open ? 0 : width >= WIDE ? Math.min(56, Math.floor(width * 0.42)) : width;
  const detail = Math.min(MAX_DETAIL, open ? width : list < width ? width - list - GAP : 0);
  return { width, height, ruled, list, detail, body };
}
