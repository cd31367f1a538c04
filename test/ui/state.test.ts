import { expect, test } from 'vitest';
import { start } from '../../src/engine/examination.ts';
import { recheck } from '../../src/engine/recheck.ts';
import type { RunEvent } from '../../src/engine/run.ts';
import { leftBehind } from '../../src/ui/examination/seen.ts';
import { selectedIn, type Room } from '../../src/ui/browsing.ts';
import type { Press } from '../../src/ui/keys.ts';
import { reduce } from '../../src/ui/examination/reduce.ts';
import { initialState, type Action, type State } from '../../src/ui/examination/state.ts';
import { nodeOfATest } from './node-of-a-test.ts';

const COMMANDS = [
  { line: 3, shell: 'systemctl status containerd' },
  { line: 12, shell: 'systemctl restart containerd' },
];
const ROOM: Room = { page: 4, lastOffset: 10, commands: COMMANDS };

/** Presses in a room: names of keys between angle brackets, all else character by character. */
const keys = (text: string, room: Room = ROOM): Action[] =>
  [...text.matchAll(/<(\w+)>|[^]/gu)].map(([character, named]): Action => ({
    type: 'press',
    press: named === undefined ? { character } : ({ named } as Press),
    roomOf: () => room,
  }));
const after = (state: State, ...actions: readonly Action[]): State => actions.reduce(reduce, state);
const keysOf = ({ items }: State): string[] => items.map(({ key }) => key);

type Node = ReturnType<typeof nodeOfATest>;

/** The actions of a first run, in the order in which the screen gets them. */
async function firstRun({ request }: Node): Promise<Action[]> {
  const started = await start(request);
  const events: RunEvent[] = [];
  const examination = await started.run((event) => events.push(event));
  return [
    { type: 'known', known: started },
    ...events.map((event): Action => ({ type: 'event', event, at: 100 })),
    { type: 'done', examination, at: null },
  ];
}

async function settled(node: Node): Promise<State> {
  return after(initialState('en', null), ...(await firstRun(node)));
}

test('a healthy node is one line a group, and the first is selected', async () => {
  const state = await settled(nodeOfATest());
  expect(keysOf(state)).toEqual(['group:config', 'group:runtime', 'group:network', 'group:bindfs']);
  expect(state.selected).toBe('group:config');
  expect(state.report?.verdict).toBe('pass');
});

test('a cause comes first and is selected, with what it blocks folded into it; its group is open, passed groups stay folded', async () => {
  const state = await settled(nodeOfATest('refused'));
  expect(keysOf(state)).toEqual([
    'cause:runtime-socket',
    'group:config',
    'group:runtime',
    'check:runtime-socket',
    'group:network',
    'group:bindfs',
  ]);
  expect(state.selected).toBe('cause:runtime-socket');
});

test('without a cause the first warning is selected', async () => {
  expect((await settled(nodeOfATest('slow-name'))).selected).toBe('check:dns');
});

test('the selection follows the first cause until the reader moves, then stays', async () => {
  const actions = await firstRun(nodeOfATest('refused'));
  const first = after(initialState('en', null), actions[0]!);
  expect(first.selected).toBe('group:config');
  expect(after(first, ...actions.slice(1)).selected).toBe('cause:runtime-socket');
  expect(after(first, ...keys('j'), ...actions.slice(1)).selected).toBe('group:runtime');
});

test('movements end at the ends of the list', async () => {
  const state = await settled(nodeOfATest('refused'));
  expect(after(state, ...keys('k')).selected).toBe('cause:runtime-socket');
  expect(after(state, ...keys('<pageDown>')).selected).toBe('group:network');
  expect(after(state, ...keys('G')).selected).toBe('group:bindfs');
  expect(after(state, ...keys('G'), ...keys('j'), ...keys('<pageUp>')).selected).toBe('group:config');
  expect(after(state, ...keys('G'), ...keys('g')).selected).toBe('cause:runtime-socket');
});

test('Enter folds and unfolds a group, against what it would be by itself', async () => {
  const state = after(await settled(nodeOfATest('refused')), ...keys('j'));
  const unfolded = after(state, ...keys('<return>'));
  expect(keysOf(unfolded)).toContain('check:config-file');
  expect(keysOf(after(unfolded, ...keys('<return>')))).not.toContain('check:config-file');
  expect(keysOf(after(state, ...keys('j'), ...keys('<return>')))).not.toContain('check:runtime-socket');
});

test('Enter opens a check, movements then scroll it within its ends, back closes it', async () => {
  const open = after(await settled(nodeOfATest('refused')), ...keys('<return>'));
  expect(open).toMatchObject({ views: [{ pane: 'detail', offset: 0 }], selected: 'cause:runtime-socket' });
  expect(after(open, ...keys('k')).views[0]?.offset).toBe(0);
  expect(after(open, ...keys('<pageDown>'), ...keys('j')).views[0]?.offset).toBe(5);
  expect(after(open, ...keys('G'), ...keys('j')).views[0]?.offset).toBe(10);
  expect(after(open, ...keys('<escape>'))).toMatchObject({ views: [], selected: 'cause:runtime-socket' });
});

test('after the terminal has grown an offset beyond the end moves from the end', async () => {
  const open = after(await settled(nodeOfATest('refused')), ...keys('<return>'), ...keys('G'));
  expect(after(open, ...keys('k', { ...ROOM, lastOffset: 3 })).views[0]?.offset).toBe(2);
});

test('the language is that of the report too', async () => {
  const state = after(await settled(nodeOfATest('refused')), ...keys('l'));
  expect(state.report?.checks.find(({ id }) => id === 'runtime-socket')?.title).toBe('CRI 套接字可连接');
  expect(after(state, ...keys('l')).lang).toBe('en');
});

test('"check again" asks for a new run of the selected check, of a group, or of everything, when none is under way', async () => {
  const node = nodeOfATest('refused');
  const state = await settled(node);
  expect(after(state, ...keys('r')).wanted).toEqual({ run: 1, ids: ['runtime-socket'] });
  expect(after(state, ...keys('G'), ...keys('r')).wanted).toEqual({ run: 1, ids: ['fuse-device'] });
  const all = after(state, ...keys('R'));
  expect(all.wanted).toEqual({ run: 1, ids: 'all' });
  expect(after(all, ...keys('r')).wanted).toEqual(all.wanted);
});

test('when the fix worked, the cause is gone and its check is selected, open to view', async () => {
  const node = nodeOfATest('refused');
  const first = await firstRun(node);
  const before = after(initialState('en', null), ...first, ...keys('r'));
  node.faults.now.clear();
  const done = first.at(-1) as Extract<Action, { type: 'done' }>;
  const events: RunEvent[] = [];
  const examination = await recheck(done.examination, node.request, ['runtime-socket'], (event) => events.push(event));
  const state = after(before, ...events.map((event): Action => ({ type: 'event', event, at: 200 })), {
    type: 'done',
    examination,
    at: null,
  });
  expect(state.report?.verdict).toBe('pass');
  expect(selectedIn(state)).toEqual({ kind: 'check', key: 'check:runtime-socket', id: 'runtime-socket' });
});

test('a fix that is seen through another check frees all that the old cause had blocked', async () => {
  const node = nodeOfATest('refused');
  const done = (await firstRun(node)).at(-1) as Extract<Action, { type: 'done' }>;
  expect(done.examination.results.get('runtime-status')?.skip?.by).toEqual(['runtime-socket']);
  node.faults.now.clear();
  const examination = await recheck(done.examination, node.request, ['runtime-version']);
  expect(examination.results.get('runtime-socket')?.status).toBe('pass');
  expect(examination.results.get('runtime-status')?.skip).toBeUndefined();
});

test('a check that was not asked for is not in the list', async () => {
  const node = nodeOfATest();
  const request = { ...node.request, selection: { only: ['runtime-version'], skip: [], offline: false } };
  const state = await settled({ ...node, request });
  expect(keysOf(state)).toEqual(['group:runtime']);
  expect(state.items[0]).toMatchObject({ ids: ['runtime-socket', 'runtime-version'] });
});

test('a running check has a line of its own once it is slow', async () => {
  const [known] = await firstRun(nodeOfATest());
  const running = after(initialState('en', null), known!, {
    type: 'event',
    event: { event: 'running', id: 'dns' },
    at: 500,
  });
  expect(keysOf(running)).not.toContain('check:dns');
  expect(keysOf(reduce(running, { type: 'tick', at: 1_600 }))).toContain('check:dns');
});

test('what was not finished when the reader left is unknown, what does not apply stays skipped', async () => {
  const actions = await firstRun(nodeOfATest());
  const state = after(initialState('en', null), ...actions.slice(0, 1));
  const left = leftBehind(state.seen, 'q')!;
  expect(left.results.get('runtime-socket')).toMatchObject({
    status: 'unknown',
    findings: [{ code: 'runtime-socket/interrupted', args: { signal: 'q' } }],
  });
  expect(left.results.get('fuse-device')).toMatchObject({ status: 'skip', skip: { reason: 'not-applicable' } });
  expect(leftBehind(initialState('en', null).seen, 'q')).toBeNull();
});

test('left while a check is looked at again, what was shown before counts for all others', async () => {
  const state = after(await settled(nodeOfATest('refused')), ...keys('r'), {
    type: 'event',
    event: { event: 'running', id: 'config-file' },
    at: 300,
  });
  const left = leftBehind(state.seen, 'SIGTERM')!;
  expect(left.results.get('config-file')?.status).toBe('unknown');
  expect(left.results.get('runtime-socket')?.status).toBe('fail');
  expect(left.results.get('dns')?.status).toBe('pass');
});
