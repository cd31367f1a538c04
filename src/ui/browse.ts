import type { Browsing, BrowsingAction, RoomOf, View } from './browsing.ts';
import { NOTICES } from './errand.ts';
import { commandOf, type Command, type Move, type Press } from './keys.ts';
import { typed, type Prompt } from './prompt.ts';

/** What a view makes of a command that means something of its own there; null where it is as everywhere. */
export type Obey<S> = (state: S, command: Command, roomOf: RoomOf<S>) => S | null;

function moved(from: number, move: Move, page: number, last: number): number {
  const to = { up: from - 1, down: from + 1, pageUp: from - page, pageDown: from + page, home: 0, end: last }[move];
  return Math.max(0, Math.min(to, last));
}

/** With a pane of the screen's size laid over what is shown; where it lies there already, it goes. */
export function over<S extends Browsing>(state: S, pane: View['pane']): S {
  if (state.views.at(-1)?.pane === pane) return under(state);
  return { ...state, views: [...state.views, { pane, offset: 0 }], command: 0, chosen: true };
}

/** Without the topmost pane. */
export function under<S extends Browsing>(state: S): S {
  return { ...state, views: state.views.slice(0, -1), command: 0 };
}

/** With the selection on this item, whatever was chosen of the one before. */
export function on<S extends Browsing>(state: S, item: Browsing['items'][number] | null | undefined): S {
  return item ? { ...state, selected: item.key, chosen: true, command: 0 } : state;
}

/** With a line to be typed at the foot of the screen. */
export function asking<S extends Browsing>(state: S, kind: Prompt['kind'], text: string): S {
  return { ...state, prompt: { kind, text, before: state.query } };
}

function scrolled<S extends Browsing>(state: S, move: Move, roomOf: RoomOf<S>): S {
  const { page, lastOffset } = roomOf(state);
  const view = state.views.at(-1);
  if (view) {
    const offset = moved(Math.min(view.offset, lastOffset), move, page, lastOffset);
    return { ...state, views: [...state.views.slice(0, -1), { ...view, offset }] };
  }
  const at = state.items.findIndex(({ key }) => key === state.selected);
  return on(state, state.items[moved(at, move, page, state.items.length - 1)]);
}

/** The next command is chosen, and shown: where the list hides it, what is selected is opened. */
function commandChosen<S extends Browsing>(state: S, by: 1 | -1, roomOf: RoomOf<S>): S {
  const { page, lastOffset, commands } = roomOf(state);
  if (commands.length === 0) return { ...state, notice: NOTICES.noCommand };
  const command = (state.command + by + commands.length) % commands.length;
  const { line } = commands[command]!;
  const view = state.views.at(-1) ?? (line < page ? null : { pane: 'detail' as const, offset: 0 });
  if (!view) return { ...state, command, chosen: true };
  const shown = line >= view.offset && line < view.offset + page;
  const offset = shown ? view.offset : Math.min(lastOffset, Math.max(0, line - Math.floor(page / 2)));
  return { ...state, command, chosen: true, views: [...state.views.slice(0, -1), { ...view, offset }] };
}

function copied<S extends Browsing>(state: S, roomOf: RoomOf<S>): S {
  const shell = roomOf(state).commands[state.command]?.shell;
  return shell === undefined ? { ...state, notice: NOTICES.noCommand } : { ...state, errand: { kind: 'copy', shell } };
}

/** What a command does in every view. One that is a view's own does nothing here. */
function obeyed<S extends Browsing>(state: S, command: Command, roomOf: RoomOf<S>): S {
  switch (command) {
    case 'leave':
      return { ...state, leaving: 'q' };
    case 'suspend':
      return { ...state, errand: { kind: 'suspend' } };
    case 'language':
      return { ...state, lang: state.lang === 'zh' ? 'en' : 'zh' };
    case 'help':
      return over(state, 'help');
    case 'back':
      return state.views.length > 0 ? under(state) : { ...state, query: '' };
    case 'open':
      if (state.views.length > 0) return under(state);
      return state.selected === null ? state : over(state, 'detail');
    case 'fold':
      return state.views.length > 0 ? under(state) : state;
    case 'search':
      return asking({ ...state, views: [] }, 'search', '');
    case 'nextCommand':
      return commandChosen(state, 1, roomOf);
    case 'previousCommand':
      return commandChosen(state, -1, roomOf);
    case 'copy':
      return copied(state, roomOf);
    case 'up':
    case 'down':
    case 'pageUp':
    case 'pageDown':
    case 'home':
    case 'end':
      return scrolled(state, command, roomOf);
    default:
      return state;
  }
}

/** A press while a line is being typed. What is searched for is found with every character. */
function typing<S extends Browsing>(state: S, prompt: Prompt, press: Press, roomOf: RoomOf<S>): S {
  const result = typed(prompt, press);
  const search = prompt.kind === 'search';
  switch (result.went) {
    case 'on': {
      const next = { ...state, prompt: { ...prompt, text: result.text } };
      return search ? { ...next, query: result.text, chosen: true } : next;
    }
    case 'up':
      return { ...state, prompt: null, ...(search ? { query: prompt.before } : {}) };
    case 'done':
      if (search) return { ...state, prompt: null, query: prompt.text.trim() };
      if (prompt.text.trim() === '') return { ...state, prompt: null };
      return { ...state, prompt: null, errand: { kind: 'write', path: prompt.text.trim() } };
    case 'past': {
      const command = commandOf(press);
      return command === 'leave' || command === 'suspend' ? obeyed(state, command, roomOf) : state;
    }
  }
}

/** The state after a key press: into the line that is being typed, else what the key asks for. A notice lasts until then. */
function pressed<S extends Browsing>(before: S, press: Press, roomOf: RoomOf<S>, own: Obey<S>): S {
  const state: S = { ...before, notice: null };
  if (state.prompt) return typing(state, state.prompt, press, roomOf);
  const command = commandOf(press);
  return command ? (own(state, command, roomOf) ?? obeyed(state, command, roomOf)) : state;
}

/** The state after what happens on the screen whatever the view. `own` are the commands that are the view's. */
export function browsed<S extends Browsing>(state: S, action: BrowsingAction<S>, own: Obey<S>): S {
  switch (action.type) {
    case 'tick':
      return { ...state, now: Math.max(state.now, action.at) };
    case 'leave':
      return { ...state, leaving: action.by };
    case 'notice':
      return { ...state, notice: action.notice };
    case 'press':
      return pressed(state, action.press, action.roomOf, own);
  }
}
