import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { BUNDLE, NODE } from '../support/checkout.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { makeHeldNetwork, type HeldNetwork } from '../support/held-network.ts';
import { describeWith } from '../support/needs.ts';
import {
  codesIn,
  importShell,
  leftOn,
  makeSmokeNode,
  runSmoke,
  SMOKE_NEEDS,
  smokeArgs,
  type SmokeNode,
} from '../support/smoke-node.ts';
import { waitFor } from '../support/wait-for.ts';
import { Tmux, type TmuxOptions } from '../ui/tmux.ts';

const cleanup = new Cleanup();
const screens = new Cleanup();

function open(node: SmokeNode, args: readonly string[], size: Partial<TmuxOptions> = {}): Tmux {
  const command = [...node.namespaces.enter, NODE, BUNDLE, ...smokeArgs(node, args)];
  return new Tmux(screens, command, { columns: 110, rows: 34, ...size });
}

/** Presses a key again and again until the program has ended. */
async function pressedOn(tmux: Tmux, key: string): Promise<never> {
  await waitFor('the end of the program', () => {
    if (tmux.state.alternate) tmux.press(key);
    return !tmux.state.alternate;
  });
  return new Promise(() => {});
}

describeWith([...SMOKE_NEEDS, 'bindfs', 'fusermount3', 'fuse', 'tmux'], 'a smoke test on a terminal', () => {
  let node: SmokeNode;
  let network: HeldNetwork;
  beforeAll(async () => {
    network = makeHeldNetwork(cleanup);
    node = await makeSmokeNode(cleanup, { runtime: { cniBinDir: network.directory }, node: { bindFs: true } });
    await importShell(cleanup, node);
  });
  afterEach(async () => {
    network.letGo();
    await screens.run();
  });
  afterAll(() => cleanup.run());

  test('steps live against their deadlines, what it changes said first; then what was seen inside, and again', async () => {
    network.hold();
    const tmux = open(node, ['--lang', 'en']);
    await network.reached();
    const live = await tmux.shows('This changes the node', 'Testing: 4 of 17 steps', 'q end it');
    expect(tmux.state.alternate).toBe(true);
    expect(live).toMatch(/▸ . pod sandbox, with its .*\d\.\d\d of 5 s │/);
    expect(live).toMatch(/· container created +5 s/);
    tmux.press('r');
    await tmux.shows('Not yet: the test is still running');
    tmux.press('l');
    await tmux.shows('正在测试');
    tmux.press('l', 'w');
    await tmux.shows('Not yet: the test is still running');
    network.letGo();
    const ended = await tmux.shows('A container runs as a job would, with warnings', 'r again', 'q leave');
    expect(ended).not.toContain('This changes the node');
    // craned's own default for containers' name server is 127.0.0.1: the selection has followed to what is wrong.
    expect(ended).toMatch(/smoke\/dns-loopback[^]*Seen inside[^]*nameserver 127\.0\.0\.1[^]*What to do/);
    tmux.press('Up', 'Up');
    await tmux.shows('uid_map', '0     300000      65536');
    tmux.press('Up');
    await tmux.shows('Hello from container');
    const file = join(temporaryDirectory(cleanup), 'smoke.md');
    tmux.press('w');
    expect(await tmux.shows('Write the report to: ')).toMatch(/smoke-cn\d+-\d{8}T\d{4}\.md/);
    tmux.press('C-u', file, 'Enter');
    await tmux.shows(`Written: ${file}`);
    expect(readFileSync(file, 'utf8')).toMatch(/^## ⚠️ cn\d+: A container runs as a job would, with warnings\n/);
    tmux.press('w', 'C-u', file, 'Enter');
    await tmux.shows('it is there already');
    tmux.press('w', 'C-u', 'smoke.pdf', 'Enter');
    await tmux.shows('smoke.pdf: its extension is none of .txt, .json, .md');
    tmux.press('r');
    await tmux.shows('Testing:');
    await tmux.shows('A container runs as a job would, with warnings', 'r again');
    tmux.press('q');
    expect((await tmux.ended()).code).toBe(0);
    const left = await tmux.shows('(exit 0)');
    expect(left).toMatch(/crane-doctor smoke {2}cn\d+ {2}! A container runs as a job would, with warnings/);
    expect([tmux.state.alternate, tmux.state.cursor, await leftOn(node)]).toEqual([false, true, []]);
  });

  test('80x24, Chinese: opens a step, comes back, changes the language', async () => {
    const tmux = open(node, ['--lang', 'zh'], { columns: 80, rows: 24 });
    await tmux.shows('容器能像作业一样运行，但有警告', 'r 再次测试');
    tmux.press('Enter');
    await tmux.shows('smoke/dns-loopback', '解决方法');
    tmux.press('Escape');
    expect(await tmux.shows('从日志读回输出')).toMatch(/\d\.\d\d \/ 5 秒/);
    tmux.press('?');
    await tmux.shows('测试结束后再运行一次');
    tmux.press('?', 'l');
    await tmux.shows('A container runs as a job would, with warnings', 'its line read back from the log');
    tmux.press('l', 'C-c');
    expect((await tmux.ended()).code).toBe(0);
    await tmux.shows('（退出码 0）');
    expect(await leftOn(node)).toEqual([]);
  });

  test('a step that fails is shown with its remedy, and stays on the normal screen with the first command', async () => {
    const broken = await makeSmokeNode(cleanup, { runtime: { cni: false } });
    const tmux = open(broken, ['--lang', 'en', '--no-userns']);
    const screen = await tmux.shows('Failed at: pod sandbox', 'smoke/no-cni', 'What to do', 'c copy');
    expect(screen).toMatch(/▸ ✗ pod sandbox/);
    tmux.press('c');
    await tmux.shows('Sent to the clipboard');
    tmux.press('q');
    expect((await tmux.ended()).code).toBe(1);
    expect(await tmux.shows('(exit 1)')).toMatch(/✗ pod sandbox[^]*next: \S/);
    expect(await leftOn(broken)).toEqual([]);
  });

  test.each([
    ['C-c', 'en', 'Ending: what was made is being taken away', '(exit 130)'],
    ['q', 'zh', '正在结束：清除已创建的内容', '（退出码 130）'],
  ])(
    '%s in the middle: it clears up before the screen is left, and restores the terminal',
    async (key, lang, ending, left) => {
      network.hold();
      const tmux = open(node, ['--lang', lang]);
      await network.reached();
      tmux.press(key);
      await tmux.shows(ending);
      expect(tmux.state.alternate).toBe(true);
      network.letGo();
      const { code, stty } = await tmux.ended();
      expect([code, await leftOn(node)]).toEqual([130, []]);
      await tmux.shows(left);
      expect([tmux.state.alternate, tmux.state.cursor]).toEqual([false, true]);
      expect(stty).toMatch(/ icanon[^]* echo /);
    },
  );

  test('pressed twice it leaves at once, with the terminal restored; the next test takes away what is left', async () => {
    network.hold();
    const tmux = open(node, ['--lang', 'en']);
    await network.reached();
    tmux.press('C-c');
    await tmux.shows('Ending: what was made is being taken away');
    // The same wish within a second is no second one (main.ts): it is pressed until it is heard.
    const { code, stty } = await Promise.race([tmux.ended(), pressedOn(tmux, 'C-c')]);
    network.letGo();
    expect(code).toBe(130);
    expect(stty).toMatch(/ icanon[^]* echo /);
    expect([tmux.state.alternate, tmux.state.cursor]).toEqual([false, true]);
    const { smoked } = await runSmoke(node);
    expect(codesIn(smoked, 'info', 'error')).toEqual(['leftovers-removed']);
    await waitFor('nothing left', async () => (await leftOn(node)).length === 0);
  });

  test('a dry run, and --no-tui, are text', async () => {
    const dry = open(node, ['--lang', 'en', '--dry-run', '--bindfs-only']);
    expect((await dry.ended()).code).toBe(0);
    expect(dry.written).not.toContain('\u001b[?1049h');
    const text = open(node, ['--lang', 'en', '--no-tui']);
    expect((await text.ended()).code).toBe(0);
    expect(text.written).not.toContain('\u001b[?1049h');
    expect(text.written).toContain('exit 0');
  });
});
