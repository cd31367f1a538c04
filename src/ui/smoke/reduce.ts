import { asking, browsed } from '../browse.ts';
import type { Smoked } from '../../report/smoke/schema.ts';
import type { Notice } from '../errand.ts';
import type { Command } from '../keys.ts';
import { initialState, type Action, type Item, type State } from './state.ts';

const STILL_RUNNING: Notice = {
  good: false,
  text: { en: 'Not yet: the test is still running', zh: '测试尚未结束' },
};

/** The file that `w` suggests: the node and the minute of the beginning, so that two tests do not meet. */
function suggestedName({ node, startedAt }: Smoked): string {
  const host = node.replaceAll(/[^A-Za-z0-9.-]/g, '').replace(/^[.-]+/, '') || 'node';
  return `smoke-${host}-${startedAt.slice(0, 16).replaceAll(/[-:]/g, '')}.md`;
}

/** What a command does in a smoke test; null where it does what it does everywhere. */
function obeyed(state: State, command: Command): State | null {
  switch (command) {
    case 'again':
    case 'allAgain':
      if (state.running) return { ...state, notice: STILL_RUNNING };
      return { ...initialState(state.lang), node: state.node, now: state.now, run: state.run + 1 };
    case 'leave':
      // What a run has made is taken away before the screen is left.
      return state.running ? { ...state, stops: state.stops + 1 } : null;
    case 'write':
      return state.smoked ? asking(state, 'write', suggestedName(state.smoked)) : { ...state, notice: STILL_RUNNING };
    case 'search':
      return state;
    default:
      return null;
  }
}

const changed = (state: State, name: string, change: Partial<Item>): State => ({
  ...state,
  items: state.items.map((item) => (item.name === name ? { ...item, ...change } : item)),
});

function stepped(state: State, action: Action): State {
  switch (action.type) {
    case 'begun': {
      const items = action.plan.map((step): Item => ({ ...step, key: step.name, since: null, done: null }));
      return { ...state, node: action.node, items };
    }
    case 'running':
      return changed({ ...state, now: Math.max(state.now, action.at) }, action.name, { since: action.at });
    case 'done': {
      const { name, stepIn, observed } = action;
      return changed({ ...state, observed }, name, { since: null, done: { stepIn, step: stepIn(state.lang) } });
    }
    case 'ended': {
      const { smokedIn } = action;
      const smoked = smokedIn(state.lang);
      return { ...state, running: false, smokedIn, smoked, notice: null, leaving: state.ending };
    }
    case 'leave':
      // A signal ends the run first; the end of the run leaves the screen.
      return state.running ? { ...state, ending: action.by } : browsed(state, action, obeyed);
    default:
      return browsed(state, action, obeyed);
  }
}

/** The step that a reader who has chosen none wants to see: what failed, else what runs, else what is wrong, else the output. */
function followed({ items, running, selected }: State): string | null {
  const by = (...statuses: readonly string[]): Item | undefined =>
    items.find(({ done }) => done !== null && statuses.includes(done.step.status));
  const now = running ? (items.find(({ since }) => since !== null) ?? items.find(({ key }) => key === selected)) : null;
  const last = by('unknown') ?? by('warn') ?? items.find(({ name }) => name === 'log') ?? items[0];
  return (by('fail') ?? now ?? (running ? items[0] : last))?.key ?? null;
}

function translated(state: State): State {
  const { lang, smokedIn } = state;
  const items = state.items.map((item) =>
    item.done ? { ...item, done: { ...item.done, step: item.done.stepIn(lang) } } : item,
  );
  return { ...state, items, smoked: smokedIn && smokedIn(lang) };
}

/** The state after an action. The words follow the language; the selection follows the run until the reader moves it. */
export function reduce(state: State, action: Action): State {
  const after = stepped(state, action);
  const next = after.lang === state.lang ? after : translated(after);
  const selected = next.chosen ? next.selected : followed(next);
  return { ...next, selected, command: selected === state.selected ? next.command : 0 };
}
