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
    await tmux.shows('check again');
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
    await tmux.shows('check again', 'What to do');
    expect(new Set(tmux.lines.slice(3, 37).map((line) => line.indexOf('│'))).size).toBe(1);
    tmux.press('C-c');
    expect((await tmux.ended()).code).toBe(1);
  });

  test('r after the fix: the check passes, and so does the program', async () => {
    const node = brokenNode();
    const tmux = open(node, ['--only', 'config', '--lang', 'en']);
    await tmux.shows('check again', 'CAUSE');
    fix(node);
    tmux.press('r');
    const screen = await tmux.shows('What was checked is in order', 'was scheme, now passes');
    expect(screen).not.toContain('CAUSE');
    tmux.press('q');
    expect((await tmux.ended()).code).toBe(0);
  });

  test('keys: a burst counts key by key, groups unfold', async () => {
    const tmux = open(brokenNode(), [...SECTIONS, '--lang', 'en']);
    await tmux.shows('check again');
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
    await waitFor('the small screen', () => tmux.lines[9]?.startsWith('↑↓ 移动') && !tmux.screen.includes('────'));
    expect(tmux.lines[0]).toMatch(/^✗ 所检查的部分存在问题：1 个原因.*…$/);
    tmux.resize(120, 40);
    await tmux.shows('│', '解决方法');
    tmux.resize(80, 24);
    await waitFor('the first screen again', () => tmux.screen === before);
  });

  test('while a check waits for a silent peer, q leaves at once, and what was not seen is unknown', async () => {
    const node = makeCraneNode(cleanup, { socket: '' });
    const socket = join(node.directory, 's');
    writeFileSync(node.config, readFileSync(node.config, 'utf8').replace(/Endpoint: *$/gm, `Endpoint: ${socket}`));
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(socket, resolve));
    cleanup.defer(() => silent.close());
    const tmux = open(node, ['--only', 'runtime-version', '--lang', 'en']);
    await waitFor(
      'the time of the slow check',
      () => / [1-4]\.\d s$/m.test(tmux.screen) && tmux.screen.includes('Checking: '),
    );
    const pressed = performance.now();
    tmux.press('q');
    expect((await tmux.ended()).code).toBe(3);
    expect(performance.now() - pressed).toBeLessThan(2_000);
    await tmux.shows('runtime-version/interrupted');
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGQUIT', 131],
  ] as const)('%s restores the terminal', async (signal, code) => {
    const tmux = open(brokenNode(), [...SECTIONS, '--lang', 'en']);
    await tmux.shows('check again');
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
      await tmux.shows('check again');
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
