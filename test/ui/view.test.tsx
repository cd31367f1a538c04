import nodeConsole from 'node:console';
import { useReducer, type ReactNode } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { browsed } from '../../src/ui/browse.ts';
import { nothingBrowsed, type Browsing, type BrowsingAction } from '../../src/ui/browsing.ts';
import { helpRows, keyLines } from '../../src/ui/help-rows.ts';
import { keyHints } from '../../src/ui/key-hints.ts';
import { openScreen, type Screen } from '../../src/ui/open-screen.tsx';
import { span } from '../../src/ui/row.ts';
import { pointedList, type SceneOf } from '../../src/ui/scene.ts';
import { Stage, type Setting } from '../../src/ui/stage.tsx';
import { commandRows } from '../../src/ui/step-rows.ts';
import { waitFor } from '../support/wait-for.ts';
import { TestTerminal } from './screen.tsx';

/* The least view that there can be: what it has without a line of its own. */

const NODES = ['cn01', 'cn02', 'cn03'];

interface State extends Browsing {
  readonly again: number;
}

const sceneOf: SceneOf<State> = ({ items, selected, lang, again }, look) => ({
  header: () => [[span(`${again} more looks at 3 nodes`)]],
  list: (width) =>
    pointedList(
      items.map(({ key }) => ({ key, rows: [[span(key)]] })),
      selected,
      width,
      look,
    ),
  pane: (pane, width) =>
    pane === 'help'
      ? helpRows([keyLines(look).copy], [], lang, width, look)
      : [[span(`all of ${selected}`)], ...commandRows(`ssh ${selected}`, width)],
  hints: [keyHints(look, lang).leave],
  divided: true,
  hush: null,
});

function reduce(state: State, action: BrowsingAction<State>): State {
  return browsed(state, action, (now, command) => (command === 'again' ? { ...now, again: now.again + 1 } : null));
}

function Nodes({ setting }: { readonly setting: Setting }): ReactNode {
  const items = NODES.map((key) => ({ key }));
  const [state, dispatch] = useReducer(reduce, { ...nothingBrowsed('en'), items, selected: 'cn01', again: 0 });
  const write = (): Promise<null> => Promise.resolve(null);
  const stage = { setting, state, dispatch, sceneOf, write };
  return <Stage {...stage} busy={false} left={({ selected, leaving }) => `${selected} by ${leaving}`} />;
}

// Ink keeps console output off the screen with Node's own console, which vitest has replaced.
beforeEach(() => {
  vi.stubGlobal('console', nodeConsole);
  vi.stubEnv('TERM', 'xterm-256color');
  vi.stubEnv('STY', '');
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

async function open(columns: number) {
  const terminal = new TestTerminal(columns, 8);
  const stop = new AbortController();
  const opening = { en: 'Asking the nodes', zh: '正在询问各节点' };
  const options = { lang: 'en', colour: false, ascii: false, spoken: false, opening, signal: stop.signal } as const;
  const screen: Screen = await openScreen(options, terminal);
  const written = (): string => terminal.written.join('');
  const shows = (text: string): Promise<unknown> => waitFor(text, () => written().includes(text));
  await shows('Asking the nodes');
  const left = screen.show<string>(<Nodes setting={screen.setting} />, (last) => `left: ${last}\n`);
  await shows('3 nodes');
  return { terminal, stop, shows, left, written };
}

test('another view moves, opens, copies, takes its own keys, and is left with a word on the normal screen', async () => {
  const { terminal, shows, left, written } = await open(100);
  await shows('all of cn01');
  terminal.press('jr');
  await shows('all of cn02');
  await shows('1 more looks at 3 nodes');
  terminal.press('c');
  await shows(`\u001b]52;c;${Buffer.from('ssh cn02').toString('base64')}`);
  terminal.press('?');
  await shows('copy the chosen command');
  terminal.press('q');
  expect(await left).toBe('cn02 by q');
  expect(written().split('\u001b[?1049l')[1]).toContain('left: cn02 by q\n');
});

test('a narrow one has one pane at a time, and a signal leaves it', async () => {
  const { terminal, stop, shows, left, written } = await open(60);
  expect(written()).not.toContain('all of cn01');
  terminal.press('\r');
  await shows('all of cn01');
  stop.abort('SIGTERM');
  expect(await left).toBe('cn01 by SIGTERM');
});
