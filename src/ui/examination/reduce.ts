import { reportOf } from '../../report/report.ts';
import { browsed } from '../browse.ts';
import { bestOf, firstOf, itemsOf, keptSelection } from './items.ts';
import { obeyed } from './obey.ts';
import { examinationOf, seenAgain, seenAll, seenEvent } from './seen.ts';
import type { Action, State } from './state.ts';

function stepped(state: State, action: Action): State {
  switch (action.type) {
    case 'known':
      return { ...state, seen: { ...state.seen, phase: 'running', known: action.known } };
    case 'event':
      return { ...state, seen: seenEvent(state.seen, action.event, action.at), now: Math.max(state.now, action.at) };
    case 'done':
      return { ...state, seen: seenAll(state.seen, action.examination, action.at), notice: null };
    default: {
      const next = browsed(state, action, obeyed);
      return next.wanted === state.wanted ? next : { ...next, seen: seenAgain(next.seen) };
    }
  }
}

/** The screen's state after an action. The report and the list follow from what was seen and from what the reader wants. */
export function reduce(state: State, action: Action): State {
  const next = stepped(state, action);
  const { seen, lang, root, now } = next;
  const derived = ['seen', 'lang', 'toggled', 'problemsOnly', 'query', 'now'] as const;
  if (derived.every((name) => next[name] === state[name])) return next;
  const examination = examinationOf(seen);
  const same = seen.results === state.seen.results && seen.known === state.seen.known && lang === state.lang;
  const report =
    same && seen.phase === state.seen.phase ? state.report : examination && reportOf(examination, lang, root);
  const items = itemsOf(report, seen, now, next);
  const searched = next.query !== state.query && next.query !== '';
  const selected = searched
    ? bestOf(items)
    : next.chosen
      ? keptSelection(next.selected, state.items, items)
      : firstOf(items, seen);
  return { ...next, report, items, selected, command: selected === state.selected ? next.command : 0 };
}
