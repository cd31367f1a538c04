import type { Examination } from '../engine/examination.ts';
import type { RunEvent } from '../engine/run.ts';
import type { Lang } from '../lang.ts';
import { reportOf } from '../report/report.ts';
import type { Report } from '../report/schema.ts';
import { firstOf, idsOf, itemsOf, keptSelection, type Item } from './items.ts';
import type { Command, Move } from './keys.ts';
import { examinationOf, NOTHING_SEEN, seenAgain, seenAll, seenEvent, type Known, type Seen } from './seen.ts';

/** Which checks a run is for. Each run has a number, so that asking for the same again is a new run. */
export interface Wanted {
  readonly run: number;
  readonly ids: 'all' | readonly string[];
}

/** Everything that the screen shows, whatever its size. */
export interface State {
  readonly seen: Seen;
  readonly wanted: Wanted;
  readonly lang: Lang;
  /** The directory of `--root`, or null. */
  readonly root: string | null;
  /** The report of what is there so far, in the reader's language; null before the configuration was read. */
  readonly report: Report | null;
  readonly items: readonly Item[];
  readonly selected: string | null;
  /** Whether the reader has chosen the selection: until then it follows the first cause. */
  readonly chosen: boolean;
  readonly toggled: ReadonlySet<string>;
  /** Whether the selected check has the whole screen. */
  readonly open: boolean;
  /** The first line of the opened check that is shown. */
  readonly offset: number;
  /** The screen's clock, ms: it stands still while nothing runs. */
  readonly now: number;
  /** The key or signal that ends it, or null. */
  readonly leaving: string | null;
}

/** The room that a movement is made in: lines of a page, and the last offset of the opened check. */
export interface Room {
  readonly page: number;
  readonly lastOffset: number;
}

export type Action =
  | { readonly type: 'known'; readonly known: Known }
  | { readonly type: 'event'; readonly event: RunEvent; readonly at: number }
  | { readonly type: 'done'; readonly examination: Examination }
  | { readonly type: 'tick'; readonly at: number }
  | { readonly type: 'leave'; readonly by: string }
  | { readonly type: 'command'; readonly command: Command; readonly room: Room };

export function initialState(lang: Lang, root: string | null): State {
  return {
    seen: NOTHING_SEEN,
    wanted: { run: 0, ids: 'all' },
    lang,
    root,
    report: null,
    items: [],
    selected: null,
    chosen: false,
    toggled: new Set(),
    open: false,
    offset: 0,
    now: 0,
    leaving: null,
  };
}

/** What is selected, or null while the list is empty. */
export function selectedItem({ items, selected }: State): Item | null {
  return items.find(({ key }) => key === selected) ?? null;
}

function moved(from: number, move: Move, page: number, last: number): number {
  const to = { up: from - 1, down: from + 1, pageUp: from - page, pageDown: from + page, home: 0, end: last }[move];
  return Math.max(0, Math.min(to, last));
}

function obeyed(state: State, command: Command, { page, lastOffset }: Room): State {
  const { seen, wanted, open, items } = state;
  const item = selectedItem(state);
  switch (command) {
    case 'leave':
      return { ...state, leaving: 'q' };
    case 'language':
      return { ...state, lang: state.lang === 'zh' ? 'en' : 'zh' };
    case 'back':
      return { ...state, open: false };
    case 'enter': {
      if (item?.kind !== 'group') return item ? { ...state, open: !open, offset: 0, chosen: true } : state;
      const toggled = new Set(state.toggled);
      if (!toggled.delete(item.group)) toggled.add(item.group);
      return { ...state, toggled, chosen: true };
    }
    case 'again':
    case 'allAgain': {
      if (seen.phase !== 'done' || !item) return state;
      const ids = command === 'allAgain' ? 'all' : idsOf(item);
      return { ...state, wanted: { run: wanted.run + 1, ids }, seen: seenAgain(seen), chosen: true };
    }
    default: {
      if (open) return { ...state, offset: moved(Math.min(state.offset, lastOffset), command, page, lastOffset) };
      const at = items.findIndex(({ key }) => key === state.selected);
      const to = items[moved(at, command, page, items.length - 1)];
      return to ? { ...state, selected: to.key, chosen: true, offset: 0 } : state;
    }
  }
}

function stepped(state: State, action: Action): State {
  switch (action.type) {
    case 'known':
      return { ...state, seen: { ...state.seen, phase: 'running', known: action.known } };
    case 'event':
      return { ...state, seen: seenEvent(state.seen, action.event, action.at), now: Math.max(state.now, action.at) };
    case 'done':
      return { ...state, seen: seenAll(state.seen, action.examination) };
    case 'tick':
      return { ...state, now: Math.max(state.now, action.at) };
    case 'leave':
      return { ...state, leaving: action.by };
    case 'command':
      return obeyed(state, action.command, action.room);
  }
}

/** The screen's state after an action. The report and the list follow from what was seen and from the language. */
export function reduce(state: State, action: Action): State {
  const next = stepped(state, action);
  const { seen, lang, root, toggled, now } = next;
  if (seen === state.seen && lang === state.lang && toggled === state.toggled && now === state.now) return next;
  const examination = examinationOf(seen);
  const same = seen.results === state.seen.results && seen.known === state.seen.known && lang === state.lang;
  const report =
    same && seen.phase === state.seen.phase ? state.report : examination && reportOf(examination, lang, root);
  const items = itemsOf(report, seen, toggled, now);
  const selected = next.chosen ? keptSelection(next.selected, state.items, items) : firstOf(items, seen);
  return { ...next, report, items, selected };
}
