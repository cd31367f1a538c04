import { asking, browsed } from '../browse.ts';
import { NOTICES } from '../errand.ts';
import type { Command } from '../keys.ts';
import { itemsOf } from './items.ts';
import type { Action, State } from './state.ts';

/** What a command does in a triage; null where it does what it does everywhere. */
function obeyed(state: State, command: Command): State | null {
  switch (command) {
    case 'again':
    case 'allAgain':
      if (state.looking) return { ...state, notice: NOTICES.notYet };
      return { ...state, run: state.run + 1, looking: true, read: { bytes: 0, total: 0 } };
    case 'write': {
      if (!state.shown) return { ...state, notice: NOTICES.notYet };
      const host = (state.shown.triaged.report?.host.hostname ?? '').replaceAll(/[^A-Za-z0-9-]/g, '') || 'node';
      return asking(state, 'write', `triage-${host}-${state.shown.triaged.window.until.slice(0, 10)}.md`);
    }
    default:
      return null;
  }
}

function stepped(state: State, action: Action): State {
  switch (action.type) {
    case 'read':
      return { ...state, read: { bytes: action.bytes, total: action.total } };
    case 'looked':
      return { ...state, looking: false, shownIn: action.shownIn, notice: null };
    default:
      return browsed(state, action, obeyed);
  }
}

/** The state after an action. What is shown, and the list, follow from what was looked at and from what the reader wants. */
export function reduce(state: State, action: Action): State {
  const next = stepped(state, action);
  if (!next.shownIn || (['shownIn', 'lang', 'query'] as const).every((name) => next[name] === state[name])) return next;
  const same = next.shownIn === state.shownIn && next.lang === state.lang;
  const shown = same && state.shown ? state.shown : next.shownIn(next.lang);
  const items = itemsOf(shown.triaged, next.query);
  const kept = items.some(({ key }) => key === next.selected) && next.chosen;
  const selected = kept ? next.selected : (items[0]?.key ?? null);
  return { ...next, shown, items, selected, command: selected === state.selected ? next.command : 0 };
}
