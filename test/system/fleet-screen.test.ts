import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import { BUNDLE, NODE } from '../support/checkout.ts';
import { Cleanup } from '../support/cleanup.ts';
import { asNode, compactReport, fleetProgram } from '../support/fleet-nodes.ts';
import { describeWith } from '../support/needs.ts';
import { waitFor } from '../support/wait-for.ts';
import { Tmux, type TmuxOptions } from '../ui/tmux.ts';

let lines: { readonly [name: string]: string };
beforeAll(async () => {
  const [healthy, sick, other] = await Promise.all([
    compactReport(),
    compactReport('stale-socket'),
    compactReport('dns-not-found'),
  ]);
  lines = { healthy, sick, other };
});
let cleanup: Cleanup;
beforeEach(() => {
  cleanup = new Cleanup();
});
afterEach(() => cleanup.run());

/** Twenty nodes: two with one fault, one with another, one without the program; `extra` does what it is given. */
function open(
  args: readonly string[],
  extra: { [name: string]: string } = {},
  size: Partial<TmuxOptions> = {},
): { tmux: Tmux; directory: string } {
  const nodes = { cn03: 'cat sick', cn04: 'cat sick', cn05: 'cat other', cn09: 'exit 127', ...extra };
  const { directory, program } = fleetProgram(cleanup, nodes, 'cat healthy');
  for (const [name, line] of Object.entries(lines)) writeFileSync(join(directory, name), `${asNode(line, 'any')}\n`);
  const command = [NODE, BUNDLE, 'fleet', '-w', 'cn[01-20]', '--via', 'exec', '--program', program, ...args];
  return { directory, tmux: new Tmux(cleanup, command, { columns: 130, rows: 36, ...size }) };
}

describeWith(['tmux', 'pdsh'], 'a fleet on a terminal', () => {
  test('the matrix of classes and groups, down to a finding of a node, and what to do about it', async () => {
    const { tmux } = open(['--lang', 'en']);
    const screen = await tmux.shows('3 nodes with errors, 2 causes; 1 node without a report', 'What to do');
    expect(tmux.state.alternate).toBe(true);
    // The largest class first; the selection is at the largest that is not well.
    expect(screen).toMatch(/✓ 16 × cn\[01-02,06-08,10-20\] ▸ +✓ ✓ ✓ – ✓ ✓ ✓ ✓ ✓ –[^]*▸ ✗ 2 × cn\[03-04\] ▸ +✓ ✗ – – –/);
    expect(screen).toMatch(/WITHOUT A REPORT[^]*\? 1 × cn09 +no crane-doctor there/);
    expect(screen).toContain("pdsh -w 'cn[03-04]' 'systemctl restart containerd'");
    tmux.press('Right', 'Down');
    await tmux.shows('✗ cn04', 'kernel: 5.14');
    // What nodes say is said in the reader's language too, whatever the run's.
    tmux.press('l');
    await tmux.shows('内核：5.14', 'containerd.sock 拒绝连接：套接字文件存在');
    tmux.press('l');
    await tmux.shows('kernel: 5.14', 'containerd.sock refuses connections');
    tmux.press('Right', 'Down');
    await tmux.shows('▸     ✗ runtime-socket/refused', 'on cn[03-04]');
    // Outwards, step by step.
    tmux.press('Left');
    await tmux.shows('▸   ✗ cn03');
    tmux.press('Left', 'Left', 'Left');
    await waitFor(
      'the folded class',
      () => /▸ ✗ 2 × cn\[03-04\] ▸/.test(tmux.screen) && !tmux.screen.includes('✗ cn04'),
    );
    tmux.press('q');
    expect((await tmux.ended()).code).toBe(1);
    const left = await tmux.shows('(exit 1)');
    expect(left).toContain('runtime-socket/refused  cn[03-04]');
    expect(left).toContain("next: pdsh -w 'cn[03-04]'");
  });

  test('80x24, Chinese: a node is searched for, the page is written', async () => {
    const { tmux, directory } = open(['--lang', 'zh'], {}, { columns: 80, rows: 24 });
    await tmux.shows('3 个节点有错误', '没有报告');
    tmux.press('/', 'c', 'n', '1', '7', 'Enter');
    const found = await tmux.shows('✓ cn17');
    expect(found).not.toContain('cn18');
    tmux.press('Escape');
    await tmux.shows('cn05');
    tmux.press('w');
    await tmux.shows('将报告写入');
    tmux.press('C-u');
    for (const character of join(directory, 'f.html')) tmux.press(character);
    tmux.press('Enter');
    await waitFor('the page', () => existsSync(join(directory, 'f.html')));
    expect(readFileSync(join(directory, 'f.html'), 'utf8')).toContain('<html lang="zh-CN">');
    tmux.press('q');
    await tmux.ended();
  });

  test('who has answered is shown while others are waited for; leaving stops what was started', async () => {
    const { tmux, directory } = open(['--lang', 'en'], { cn20: 'echo $$ > pid; sleep 1000' });
    const screen = await tmux.shows('18 of 20 answered', '2 × cn[03-04]');
    expect(screen).not.toContain('cn20');
    // Keys are answered meanwhile.
    tmux.press('?');
    await tmux.shows('KEYS', 'COLUMNS');
    tmux.press('q');
    expect((await tmux.ended()).code).toBe(1);
    const stat = `/proc/${readFileSync(join(directory, 'pid'), 'utf8').trim()}/stat`;
    expect(existsSync(stat) && !/\) Z /.test(readFileSync(stat, 'utf8'))).toBe(false);
  });
});
