import nodeConsole from 'node:console';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { examineOn } from '../../src/ui/examination/examine.tsx';
import type { Asked } from '../../src/ui/examination/left.ts';
import { openScreen } from '../../src/ui/open-screen.tsx';
import { WORDS } from '../../src/ui/words.ts';
import { waitFor } from '../support/wait-for.ts';
import { gate, nodeOfATest } from './node-of-a-test.ts';
import { TestTerminal } from './screen.tsx';

const ENTER = '\u001b[?1049h';
const LEAVE = '\u001b[?1049l';
const SHOW_CURSOR = '\u001b[?25h';

const asked: Asked = {
  root: null,
  failOn: 'error',
  allowUnknown: [],
  asRoot: null,
  report: 'crane-doctor --json',
};
const listeners = {
  uncaught: process.listenerCount('uncaughtException'),
  rejected: process.listenerCount('unhandledRejection'),
};

// Ink keeps console output off the screen with Node's own console, which vitest has replaced.
beforeEach(() => {
  vi.stubGlobal('console', nodeConsole);
});

afterEach(() => {
  vi.unstubAllGlobals();
  expect(process.listenerCount('uncaughtException')).toBe(listeners.uncaught);
  expect(process.listenerCount('unhandledRejection')).toBe(listeners.rejected);
});

function openOn(
  node: ReturnType<typeof nodeOfATest>,
  about: Partial<Asked> = {},
  lang: 'en' | 'zh' = 'en',
  ended?: number,
) {
  const terminal = new TestTerminal(80, 24);
  const options = {
    request: node.request,
    asked: { ...asked, ...about },
    lang,
    colour: false,
    ascii: false,
    ended: () => ended,
    spoken: false,
    opening: WORDS.readingConfig,
    signal: node.request.limits.signal,
    write: () => Promise.resolve(null),
  };
  const exitCode = openScreen(options, terminal).then((screen) => examineOn(screen, options));
  exitCode.catch(() => {});
  const written = (): string => terminal.written.join('');
  const shows = (text: string): Promise<unknown> => waitFor(text, () => written().includes(text));
  /** What stands on the normal screen: all that was written after the alternate one was left. */
  const normalScreen = (): string => {
    const [screen, after, ...more] = written().split(LEAVE);
    expect(screen!.startsWith(ENTER) || screen!.includes(ENTER)).toBe(true);
    expect(more).toEqual([]);
    expect(terminal.raw).toBe(false);
    expect(after).toContain(SHOW_CURSOR);
    return after!.replaceAll(SHOW_CURSOR, '');
  };
  return { terminal, exitCode, written, shows, normalScreen };
}

test('q restores the terminal and leaves the verdict, the cause and the next command', async () => {
  const screen = openOn(nodeOfATest('refused'));
  await screen.shows('r again');
  screen.terminal.press('q');
  expect(await screen.exitCode).toBe(1);
  expect(screen.normalScreen()).toBe(
    `crane-doctor  cn07  ✗ This node cannot run containers: one cause, 2 not looked at because of it (exit 1)
  runtime-socket/refused  Nothing listens on /run/containerd/containerd.sock  (+2 affected)
  next: systemctl status containerd --no-pager
  report: crane-doctor --json
`,
  );
});

test('where the first step is to edit a file, it is that which comes next', async () => {
  const screen = openOn(nodeOfATest('scheme'));
  await screen.shows('r again');
  screen.terminal.press('q');
  expect(await screen.exitCode).toBe(1);
  expect(screen.normalScreen()).toContain("next: Write the socket's absolute path");
});

test("the summary is in the language of the last screen, with this run's own options in the command", async () => {
  const node = nodeOfATest('refused');
  const screen = openOn(node, { root: '/srv/my image', report: "crane-doctor --root '/srv/my image' --json" });
  await screen.shows('r again');
  screen.terminal.press('l');
  await screen.shows('本节点无法运行容器');
  screen.terminal.press('\u0003');
  expect(await screen.exitCode).toBe(1);
  expect(screen.normalScreen()).toContain('（退出码 1）\n');
  expect(screen.normalScreen()).toContain("完整报告：crane-doctor --root '/srv/my image' --json\n");
});

test("a signal's exit code is the one that the summary names", async () => {
  const screen = openOn(nodeOfATest(), {}, 'en', 143);
  await screen.shows('r again');
  screen.terminal.press('q');
  expect(await screen.exitCode).toBe(143);
  expect(screen.normalScreen()).toBe('crane-doctor  cn07  ✓ This node can run containers (exit 143)\n');
});

test('a healthy node leaves one line and exit code 0', async () => {
  const screen = openOn(nodeOfATest());
  await screen.shows('r again');
  screen.terminal.press('q');
  expect(await screen.exitCode).toBe(0);
  expect(screen.normalScreen()).toBe('crane-doctor  cn07  ✓ This node can run containers (exit 0)\n');
});

test('the exit code is that of the last state: after the fix 0, and --fail-on and --allow-unknown hold', async () => {
  const node = nodeOfATest('refused');
  const fixed = openOn(node);
  await fixed.shows('r again');
  node.faults.now.clear();
  fixed.terminal.press('r');
  await fixed.shows('This node can run containers');
  fixed.terminal.press('q');
  expect(await fixed.exitCode).toBe(0);
  const never = openOn(nodeOfATest('refused'), { failOn: 'never' });
  await never.shows('r again');
  never.terminal.press('q');
  expect(await never.exitCode).toBe(0);
});

test('left before the end it is never 0: what was not finished is unknown', async () => {
  const node = nodeOfATest();
  node.faults.held.set('runtime-socket', gate().closed);
  const screen = openOn(node);
  await screen.shows('Checking: 4 of 7');
  screen.terminal.press('q');
  expect(await screen.exitCode).toBe(3);
  const allowed = openOn(node, { allowUnknown: ['runtime'] });
  await allowed.shows('Checking: 4 of 7');
  allowed.terminal.press('q');
  expect(await allowed.exitCode).toBe(0);
});

test('a signal restores the terminal', async () => {
  const node = nodeOfATest();
  node.faults.held.set('runtime-socket', gate().closed);
  const screen = openOn(node);
  await screen.shows('Checking: 4 of 7');
  node.stop.abort('SIGHUP');
  expect(await screen.exitCode).toBe(3);
  expect(screen.normalScreen()).toContain('could not be made');
});

test('where the doctor itself breaks while it draws, the terminal is restored and the error is thrown', async () => {
  const screen = openOn(nodeOfATest('words-throw'));
  await expect(screen.exitCode).rejects.toThrow('no words for it');
  expect(screen.normalScreen()).toBe('');
});

test('a defect in the engine is thrown too, with the terminal restored', async () => {
  const node = nodeOfATest();
  const ask = () => Promise.reject(new Error('a host never throws'));
  const screen = openOn({ ...node, request: { ...node.request, host: { ...node.request.host, ask } } });
  await expect(screen.exitCode).rejects.toThrow('a host never throws');
  expect(screen.normalScreen()).toBe('');
});

test('where it breaks outside of drawing, the terminal is restored too before anybody tells about it', async () => {
  const screen = openOn(nodeOfATest('refused'));
  await screen.shows('r again');
  // As Node calls it; a real uncaught exception would end the test runner.
  const [ours] = process.listeners('uncaughtException').slice(-1);
  ours!(new Error('boom'), 'uncaughtException');
  await expect(screen.exitCode).rejects.toThrow('boom');
  expect(screen.normalScreen()).toBe('');
});
