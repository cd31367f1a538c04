import { asking, on, over } from '../browse.ts';
import { selectedIn } from '../browsing.ts';
import { NOTICES } from '../errand.ts';
import type { Command } from '../keys.ts';
import { idsOf, parentOf, type Item } from './items.ts';
import { suggestedName } from './report-name.ts';
import type { State } from './state.ts';

function toggledWith(state: State, key: string): State {
  const toggled = new Set(state.toggled);
  if (!toggled.delete(key)) toggled.add(key);
  return { ...state, toggled, chosen: true };
}

/** Left and right: an item folds or unfolds; what has nothing to fold goes to what it is folded into. */
function folded(state: State, item: Item, open: boolean): State {
  if (item.kind === 'check') return open ? state : on(state, parentOf(item, state.items));
  return item.open === open ? state : toggledWith(state, item.key);
}

/** Whether the guide has an entry for something that was found at what is selected. */
export function isExplained(state: State): boolean {
  const item = selectedIn(state);
  const ids = item ? idsOf(item) : [];
  return (state.report?.checks ?? []).some(
    ({ id, findings }) => ids.includes(id) && findings.some(({ remedy }) => remedy),
  );
}

function lookedAgain(state: State, item: Item | null, all: boolean): State {
  if (state.seen.phase !== 'done') return { ...state, notice: NOTICES.notYet };
  if (!item) return state;
  return { ...state, wanted: { run: state.wanted.run + 1, ids: all ? 'all' : idsOf(item) }, chosen: true };
}

/** What a command does in an examination; null where it does what it does everywhere. */
export function obeyed(state: State, command: Command): State | null {
  const item = selectedIn(state);
  const opened = state.views.length > 0;
  switch (command) {
    case 'back':
      return opened || state.query !== '' ? null : { ...state, problemsOnly: false };
    case 'open':
      return !opened && item?.kind === 'group' ? toggledWith(state, item.key) : null;
    case 'fold':
    case 'unfold':
      return opened || !item ? null : folded(state, item, command === 'unfold');
    case 'problems':
      return opened ? null : { ...state, problemsOnly: !state.problemsOnly, chosen: true };
    case 'write':
      if (state.seen.phase !== 'done') return { ...state, notice: NOTICES.notYet };
      return asking(state, 'write', suggestedName(state));
    case 'explain':
      return isExplained(state) ? over(state, 'guide') : { ...state, notice: NOTICES.noEntry };
    case 'again':
      return lookedAgain(state, item, false);
    case 'allAgain':
      return lookedAgain(state, item, true);
    default:
      return null;
  }
}
