import type { Browsing, Room } from './browsing.ts';
import { footerRow } from './footer-row.ts';
import { GAP, layoutOf } from './layout.ts';
import type { Look } from './look.ts';
import { commandsIn, filled, span, withChosen, type Row } from './row.ts';
import type { Scene } from './scene.ts';
import { centred, viewport } from './viewport.ts';
import { hiddenWords } from './words.ts';

/** One picture of the screen, line by line, and the room that key presses are made in. */
export interface Frame {
  readonly rows: readonly Row[];
  readonly room: Room;
}

/**
 * The screen of a state: head, then the list and what is selected beside it, or what is open in their
 * place, then the keys. It has exactly as many lines as the terminal, none of them wider than it.
 */
export function frameOf(state: Browsing, scene: Scene, columns: number, lines: number, look: Look): Frame {
  const { views, lang } = state;
  const { divided } = scene;
  const { glyphs } = look;
  const view = views.at(-1);
  const header = scene.header(columns);
  const { width, height, body, ruled, ...widths } = layoutOf(columns, lines, header.length, view !== undefined);
  const more = (opens: boolean) => (up: boolean, n: number) =>
    `${up ? glyphs.up : glyphs.down} ${hiddenWords(n, opens && !up, lang)}`;
  // Before there is anything to divide there are no lines: the first frame comes the sooner.
  const rule: Row[] = ruled ? [divided ? [span(glyphs.horizontal.repeat(width), 'gray')] : []] : [];

  // A detail that has no room beside the list counts all the same: its first command is there to be copied.
  const all = scene.pane(view?.pane ?? 'detail', widths.detail || width);
  const detail = viewport(withChosen(all, state.command, glyphs.pointer), view?.offset ?? 0, body, more(!view)).rows;
  const list = widths.list > 0 ? scene.list(widths.list, widths.detail === 0) : { rows: [], selected: 0 };
  const top = centred(list.selected, list.rows.length, body);
  const shown = viewport(list.rows, top, body, more(false)).rows;
  const line = span(` ${glyphs.vertical} `.slice(0, GAP), 'gray');
  const middle = Array.from({ length: body }, (_, at): Row => {
    if (!divided || widths.list === 0) return detail[at] ?? [];
    return widths.detail === 0
      ? (shown[at] ?? [])
      : [...filled(shown[at] ?? [], widths.list), line, ...(detail[at] ?? [])];
  });
  return {
    rows: [...header, ...rule, ...middle, ...rule, footerRow(state, scene.hints, width, look)].slice(0, height),
    room: { page: Math.max(1, body - 2), lastOffset: Math.max(0, all.length - body), commands: commandsIn(all) },
  };
}
