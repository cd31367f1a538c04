import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { BUNDLE, NODE } from '../support/checkout.ts';
import { Cleanup } from '../support/cleanup.ts';
import { makeCraneNode, type CraneNode } from '../support/crane-node.ts';
import { describeWith } from '../support/needs.ts';
import { waitFor } from '../support/wait-for.ts';
import { Tmux, type TmuxOptions } from '../ui/tmux.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

/** A node whose RuntimeEndpoint has a scheme, which craned adds itself: the three checks of the runtime wait for it. */
function brokenNode(): CraneNode {
  const edit = (config: string): string =>
    config.replace(/RuntimeEndpoint: \S+/, 'RuntimeEndpoint: unix:///run/x.sock');
  return makeCraneNode(cleanup, { socket: '/run/x.sock', edit });
}

/** A node whose runtime takes connections and never answers. */
async function silentNode(): Promise<CraneNode> {
  const node = makeCraneNode(cleanup, { socket: '' });
  const socket = join(node.directory, 's');
  writeFileSync(node.config, readFileSync(node.config, 'utf8').replace(/Endpoint: *$/gm, `Endpoint: ${socket}`));
  const silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(socket, resolve));
  cleanup.defer(() => silent.close());
  return node;
}

/** How many frames were written: each is a synchronized update of its own. */
function frames(tmux: Tmux): number {
  return tmux.written.split('\u001b[?2026h').length - 1;
}

function fix({ config }: CraneNode): void {
  writeFileSync(config, readFileSync(config, 'utf8').replace('unix:///run', '/run'));
}

/** The built program on a terminal. Names and registries are left alone: nothing but this machine is asked. */
function open({ config }: CraneNode, args: readonly string[], options: Partial<TmuxOptions> = {}): Tmux {
  return new Tmux(cleanup, [NODE, BUNDLE, '-c', config, ...args], { columns: 80, rows: 24, ...options });
}

/** The pid of the program that the shell of a pane runs. */
function childOf(shell: number): number {
  return Number(readFileSync(`/proc/${shell}/task/${shell}/children`, 'utf8').trim());
}

/** What a terminal needs to show a screen, and nothing else: colours, cursor, erasing, the alternate screen, one frame at a time. */
const SEQUENCE = /\u001b\[(?:[\d;]*[mA-HJK]|\?(?:25|1049|2026)[hl])/g;

const SECTIONS = ['--only', 'config,runtime-version'];

describeWith(['tmux'], 'the interactive screen in a real terminal', () => {
  test('80x24, English: verdict and cause, the opened check, and a clean terminal after q', async () => {
    const tmux = open(brokenNode(), [...SECTIONS, '--lang', 'en']);
    await tmux.shows('r again');
    expect(tmux.state).toMatchObject({ alternate: true, cursor: false });
    expect(tmux.lines[0]).toMatch(/^✗ What was checked has problems: one cause, 2 not looked at because of it$/);
    expect(tmux.lines[3]).toBe('CAUSE');
    expect(tmux.lines[4]).toMatch(/^▸ ✗ /);
    tmux.press('Enter');
    const detail = await tmux.shows('config-endpoints/scheme', 'RuntimeEndpoint: unix:///run/x.sock', 'Esc back');
    expect(detail).toMatch(/^ +\| +\^+$/m);
    tmux.press('End');
    await tmux.shows('systemctl restart craned');
    tmux.press('Escape');
    await tmux.shows('CHECKS');
    tmux.press('q');
    const { code, stty } = await tmux.ended();
    expect(code).toBe(1);
    expect(stty).toMatch(/(?<!-)icanon/);
    expect(stty).toMatch(/(?<!-)echo /);
    expect(tmux.state).toMatchObject({ alternate: false, cursor: true });
    const left = await tmux.shows('config-endpoints/scheme', '(exit 1)', 'next: ');
    expect(left).not.toContain('CHECKS');
  });

  test('120x40, Chinese: list and detail side by side, every line within the screen', async () => {
    const tmux = open(brokenNode(), [...SECTIONS, '--lang', 'zh'], { columns: 120, rows: 40 });
    await tmux.shows('再次检查', '解决方法');
    expect(tmux.lines[0]).toBe('✗ 所检查的部分存在问题：1 个原因，2 项因此未检查');
    expect(tmux.lines[4]).toMatch(/^▸ ✗ .+ +│ config-endpoints\/scheme$/);
    // The line between the panes stands in one column, however wide the characters before it are.
    tmux.press('l');
    await tmux.shows('r again', 'What to do');
    expect(new Set(tmux.lines.slice(3, 37).map((line) => line.indexOf('│'))).size).toBe(1);
    tmux.press('C-c');
    expect((await tmux.ended()).code).toBe(1);
  });

  test('r after the fix: the check passes, and so does the program', async () => {
    const node = brokenNode();
    const tmux = open(node, ['--only', 'config', '--lang', 'en']);
    await tmux.shows('r again', 'CAUSE');
    fix(node);
    tmux.press('r');
    const screen = await tmux.shows('What was checked is in order', 'was scheme, now passes');
    expect(screen).not.toContain('CAUSE');
    tmux.press('q');
    expect((await tmux.ended()).code).toBe(0);
  });

  test('keys: a burst counts key by key, groups unfold', async () => {
    const tmux = open(brokenNode(), [...SECTIONS, '--lang', 'en']);
    await tmux.shows('r again');
    tmux.press('jjkj');
    await tmux.shows('▸   ✓ Configuration file can be read');
    tmux.press('G');
    await tmux.shows('▸ – Runtime');
    tmux.press('Enter');
    await tmux.shows('– Runtime answers CRI v1');
    tmux.press('Home');
    await tmux.shows('▸ ✗');
  });

  test('a resize leaves nothing behind', async () => {
    const tmux = open(brokenNode(), [...SECTIONS, '--lang', 'zh']);
    await tmux.shows('再次检查');
    const before = tmux.screen;
    tmux.resize(40, 10);
    await waitFor('the small screen', () => tmux.lines[9]?.endsWith('q 退出') && !tmux.screen.includes('────'));
    expect(tmux.lines[0]).toMatch(/^✗ 所检查的部分存在问题：1 个原因.*…$/);
    tmux.resize(120, 40);
    await tmux.shows('│', '解决方法');
    tmux.resize(80, 24);
    await waitFor('the first screen again', () => tmux.screen === before);
  });

  test('resized again and again while checks run, also to sizes that nobody has, it ends up right', async () => {
    const tmux = open(await silentNode(), ['--only', 'runtime-version', '--timeout', '2s', '--lang', 'zh']);
    await tmux.shows('正在检查');
    const sizes = [40, 10, 200, 50, 20, 5, 3, 2, 100, 16, 41, 11, 120, 40, 80, 24];
    for (let at = 0; at < sizes.length; at += 2) tmux.resize(sizes[at]!, sizes[at + 1]!);
    await tmux.shows('再次检查');
    expect(tmux.lines[0]).toBe('? 未发现错误，但有 1 项未能检查');
    expect(tmux.lines[2]).toBe('─'.repeat(80));
    expect(tmux.lines[23]).toMatch(/退出$/);
    const settled = tmux.screen;
    tmux.press('?', 'Escape');
    await waitFor('the list again', () => tmux.screen === settled);
  });

  test('at most 20 frames a second while checks run, and not a byte while nothing changes', async () => {
    const tmux = open(await silentNode(), ['--only', 'runtime-version', '--timeout', '3s', '--lang', 'en']);
    await tmux.shows('Checking: ');
    const [started, before] = [performance.now(), frames(tmux)];
    await tmux.shows('r again');
    const seconds = (performance.now() - started) / 1_000;
    expect(frames(tmux) - before).toBeGreaterThan(4);
    expect((frames(tmux) - before) / seconds).toBeLessThanOrEqual(20);
    const length = await waitFor(
      'the end of the last frame',
      () => tmux.written.endsWith('\u001b[?2026l') && tmux.written.length,
    );
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(tmux.written.length).toBe(length);
  });

  test('while a check waits for a silent peer, q leaves at once, and what was not seen is unknown', async () => {
    const tmux = open(await silentNode(), ['--only', 'runtime-version', '--lang', 'en']);
    await waitFor(
      'the time of the slow check',
      () => / [1-4]\.\d s$/m.test(tmux.screen) && tmux.screen.includes('Checking: '),
    );
    tmux.press('q');
    // Had it waited for the call, its end would be an error.
    expect((await tmux.ended()).code).toBe(3);
    await tmux.shows('One check was not finished');
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGQUIT', 131],
  ] as const)('%s restores the terminal', async (signal, code) => {
    const tmux = open(brokenNode(), [...SECTIONS, '--lang', 'en']);
    await tmux.shows('r again');
    process.kill(childOf(tmux.state.pid), signal);
    const ended = await tmux.ended();
    expect(ended.code).toBe(code);
    expect(ended.stty).toMatch(/(?<!-)icanon/);
    expect(tmux.state).toMatchObject({ alternate: false, cursor: true });
  });

  test('nothing is written but text and the sequences that a screen needs; without colour no colour', async () => {
    const coloured = open(brokenNode(), [...SECTIONS, '--lang', 'en']);
    const plain = open(brokenNode(), [...SECTIONS, '--lang', 'en'], { env: { NO_COLOR: '1' } });
    for (const tmux of [coloured, plain]) {
      await tmux.shows('r again');
      tmux.press('Enter');
      await tmux.shows('Esc back');
      tmux.press('q');
      await tmux.ended();
      expect(tmux.written.replaceAll(SEQUENCE, '')).not.toMatch(
        /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f]/,
      );
    }
    expect(coloured.written).toContain('\u001b[31m');
    expect(plain.written).not.toMatch(/\u001b\[[1-9][\d;]*m/);
  });
});

describeWith(['tmux'], 'job control', () => {
  /** A shell with job control, in which the program is a job. */
  function shellWith(node: CraneNode): Tmux {
    const shell = new Tmux(cleanup, ['bash', '--norc', '--noprofile', '-i'], {
      columns: 80,
      rows: 24,
      env: { PS1: 'sh> ' },
    });
    const command = [NODE, BUNDLE, '-c', node.config, ...SECTIONS, '--lang', 'en'].join(' ');
    shell.press(command, 'Enter');
    return shell;
  }

  /** The shell has the terminal again, as it was: echo, the normal screen, a cursor. */
  async function atTheShell(tmux: Tmux, said: string): Promise<void> {
    await tmux.shows(said);
    expect(tmux.state).toMatchObject({ alternate: false, cursor: true });
    tmux.press('stty -a | grep -c " icanon.* echo "', 'Enter');
    await waitFor('the terminal as it was', () => tmux.lines.includes('1'));
  }

  test('Ctrl-Z gives the terminal back to the shell, fg brings the same screen back', async () => {
    const tmux = shellWith(brokenNode());
    const before = await tmux.rests('r again');
    tmux.press('C-z');
    await atTheShell(tmux, 'Stopped');
    tmux.press('fg', 'Enter');
    await waitFor('the same screen', () => tmux.screen === before && tmux.state.alternate);
    tmux.press('j');
    await tmux.shows('▸ ✗ Configuration');
    tmux.press('q');
    await tmux.shows('(exit 1)', 'sh> ');
  });

  test.each([
    [60, 15],
    [120, 40],
  ])('a terminal that was resized to %dx%d meanwhile is drawn as it is now', async (columns, rows) => {
    const tmux = shellWith(brokenNode());
    await tmux.shows('r again');
    tmux.press('C-z');
    await atTheShell(tmux, 'Stopped');
    tmux.resize(columns, rows);
    tmux.press('fg', 'Enter');
    const filled = (): boolean => {
      const { lines } = tmux;
      return tmux.state.alternate && lines[0]!.startsWith('✗') && lines[rows - 1]?.includes('q leave') === true;
    };
    await waitFor('a screen of the new size', filled);
    expect(Math.max(...tmux.lines.map((line) => line.length))).toBe(columns);
    tmux.press('q');
    await tmux.shows('(exit 1)', 'sh> ');
  });

  test('SIGTSTP from elsewhere does too; after a SIGSTOP that cannot be caught the screen is drawn anew', async () => {
    const tmux = shellWith(brokenNode());
    const before = await tmux.rests('r again');
    const job = childOf(childOf(tmux.state.pid));
    process.kill(job, 'SIGTSTP');
    await atTheShell(tmux, 'Stopped');
    tmux.press('fg', 'Enter');
    await waitFor('the same screen', () => tmux.screen === before && tmux.state.alternate);
    process.kill(job, 'SIGSTOP');
    await tmux.shows('Stopped');
    tmux.press('fg', 'Enter');
    await waitFor('the same screen once more', () => tmux.screen === before && tmux.state.alternate);
    tmux.press('C-c');
    await tmux.shows('(exit 1)', 'sh> ');
  });

  test('where no shell could wake it, Ctrl-Z does not stop it', async () => {
    const tmux = open(brokenNode(), [...SECTIONS, '--lang', 'en']);
    const before = await tmux.rests('r again');
    tmux.press('C-z');
    await waitFor('the screen after it', () => tmux.screen === before);
    tmux.press('q');
    expect((await tmux.ended()).code).toBe(1);
  });
});
