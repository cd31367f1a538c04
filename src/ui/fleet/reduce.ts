import { asking, browsed } from '../browse.ts';
import { selectedIn } from '../browsing.ts';
import { NOTICES } from '../errand.ts';
import type { Command } from '../keys.ts';
import { itemsOf } from './items.ts';
import type { Action, Item, State } from './state.ts';

function canFold(item: Item | null): item is Extract<Item, { kind: 'class' | 'node' }> {
  return item?.kind === 'class' || (item?.kind === 'node' && item.node.findings.length > 0);
}

function toggled(state: State, key: string): State {
  const unfolded = new Set(state.unfolded);
  if (!unfolded.delete(key)) unfolded.add(key);
  return { ...state, unfolded, chosen: true };
}

/** To the item that holds what is selected, as everywhere in trees. */
function outward(state: State): State {
  const at = state.items.findIndex(({ key }) => key === state.selected);
  const { kind } = state.items[at] ?? {};
  const holder = kind === 'finding' ? 'node' : kind === 'node' ? 'class' : null;
  const above = state.items.slice(0, at).findLast((item) => item.kind === holder);
  return above ? { ...state, selected: above.key, chosen: true, command: 0 } : state;
}

/** What a command does with a fleet; null where it does what it does everywhere. */
function obeyed(state: State, command: Command): State | null {
  const item = selectedIn(state);
  switch (command) {
    case 'unfold':
      if (state.views.length > 0) return null;
      return canFold(item) && !item.open ? toggled(state, item.key) : state;
    case 'fold':
      if (state.views.length > 0) return null;
      return canFold(item) && item.open ? toggled(state, item.key) : outward(state);
    case 'again':
    case 'allAgain':
      if (state.looking) return { ...state, notice: NOTICES.notYet };
      return { ...state, run: state.run + 1, looking: true, answered: 0 };
    case 'write':
      if (!state.shown) return { ...state, notice: NOTICES.notYet };
      return asking(state, 'write', `fleet-${state.shown.document.startedAt.slice(0, 10)}.html`);
    default:
      return null;
  }
}

function stepped(state: State, action: Action): State {
  switch (action.type) {
    case 'heard': {
      const { answered, total, shownIn } = action;
      // While it looks again, what was seen before stays until there is all of the new.
      return { ...state, answered, total, ...(shownIn && state.run === 0 ? { shownIn } : {}) };
    }
    case 'looked':
      return { ...state, looking: false, shownIn: action.shownIn, notice: null };
    default:
      return browsed(state, action, obeyed);
  }
}

/** The state after an action. What is shown, and the list, follow from what was heard and from what the reader wants. */
export function reduce(state: State, action: Action): State {
  const next = stepped(state, action);
  const inputs = ['shownIn', 'lang', 'query', 'unfolded'] as const;
  if (!next.shownIn || inputs.every((name) => next[name] === state[name])) return next;
  const same = next.shownIn === state.shownIn && next.lang === state.lang;
  const shown = same && state.shown ? state.shown : next.shownIn(next.lang);
  const items = itemsOf(shown, next.query, next.unfolded);
  const kept = items.some(({ key }) => key === next.selected) && next.chosen;
  // What is wrong is more than what is many: the reader begins at the largest class that is not well.
  const sick = items.find((item) => item.kind === 'class' && item.one.verdict === 'fail') ?? items[0];
  const selected = kept ? next.selected : (sick?.key ?? null);
  return { ...next, shown, items, selected, command: selected === state.selected ? next.command : 0 };
}
