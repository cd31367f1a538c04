import type { View } from './browsing.ts';
import type { Look } from './look.ts';
import { fit, span, type Row } from './row.ts';

/** A key in the footer, and what it does now. */
export interface KeyHint {
  readonly key: string;
  readonly does: string;
  /** Which stay where there is no room for all: those with the lowest number. */
  readonly rank: number;
}

/** The lines of a list, and which of them is the selected item's first. */
export interface List {
  readonly rows: readonly Row[];
  readonly selected: number;
}

/** What a view has to show, in lines of the width that there is; the frame says where. */
export interface Scene {
  /** The verdict, or how far it is, then what it is about. */
  readonly header: (width: number) => readonly Row[];
  /** `alone`: nothing stands beside it. */
  readonly list: (width: number, alone: boolean) => List;
  /** All of what is selected, or of what is open: the pane shows a part of it. */
  readonly pane: (pane: View['pane'], width: number) => readonly Row[];
  readonly hints: readonly KeyHint[];
  /** Whether there is a list yet. */
  readonly divided: boolean;
  /** What a screen reader says while things change so fast that it would never end; null when they stand still. */
  readonly hush: string | null;
}

/** The scene of a state. */
export type SceneOf<S> = (state: S, look: Look) => Scene;

/** Some lines of a list: a title, or with a key what can be selected. */
export interface ListPart {
  readonly key: string | null;
  readonly rows: readonly Row[];
}

/** What is selected stands out: that of it which has no colour of its own is bold. */
function strong(row: Row): Row {
  return row.map((piece) => (piece.colours.length === 0 ? { ...piece, colours: ['bold'] as const } : piece));
}

/** A list with a pointer at what is selected. The rows of what can be selected are made two cells narrower. */
export function pointedList(parts: readonly ListPart[], selected: string | null, width: number, look: Look): List {
  const rows: Row[] = [];
  let first = 0;
  for (const part of parts) {
    const here = part.key !== null && part.key === selected;
    if (here) first = rows.length;
    for (const [nth, row] of part.rows.entries()) {
      const pointer = here && nth === 0 ? span(`${look.glyphs.pointer} `, 'cyan', 'bold') : span('  ');
      const line = part.key === null ? row : [pointer, ...(here && nth === 0 ? strong(row) : row)];
      rows.push(fit(line, width, look.glyphs.ellipsis));
    }
  }
  return { rows, selected: first };
}
