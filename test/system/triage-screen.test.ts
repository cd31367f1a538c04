import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { BUNDLE, NODE } from '../support/checkout.ts';
import { Cleanup } from '../support/cleanup.ts';
import { makeCraneNode, type CraneNode } from '../support/crane-node.ts';
import { logLine, refusedStep } from '../support/log-lines.ts';
import { describeWith } from '../support/needs.ts';
import { Tmux, type TmuxOptions } from '../ui/tmux.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const MINUTE = 60_000;

/** A node on which three jobs found nobody listening at the runtime's socket, and craned wrote something strange. */
function brokenNode(): CraneNode {
  const node = makeCraneNode(cleanup, { socket: '/run/nobody/x.sock' });
  for (const job of [11, 12, 13])
    writeFileSync(join(node.baseDir, `supervisor/${job}.0.log`), refusedStep(Date.now() - job * MINUTE, job));
  const noise = logLine(Date.now() - MINUTE, 'E', "Failed to stop container '4f1c': [gRPC:4] Deadline Exceeded");
  const strange = logLine(Date.now() - MINUTE, 'E', 'The moon is full: 12 \u001b[2J');
  writeFileSync(join(node.baseDir, 'craned/craned.log'), noise + strange);
  return node;
}

function open({ config }: CraneNode, args: readonly string[], size: Partial<TmuxOptions> = {}): Tmux {
  const command = [NODE, BUNDLE, 'triage', '-c', config, '--offline', ...args];
  return new Tmux(cleanup, command, { columns: 110, rows: 34, ...size });
}

describeWith(['tmux'], 'triage on a terminal', () => {
  test('what is at the root first, with its jobs, whether it is so now, and what to do', async () => {
    const tmux = open(brokenNode(), ['--lang', 'en']);
    const screen = await tmux.shows('One known fault, 3 times', 'What to do', 'q leave');
    expect(tmux.state.alternate).toBe(true);
    expect(screen).toMatch(/▸ ✗ 3 × socket-refused/);
    expect(screen).toContain('jobs 11.0, 12.0, 13.0');
    expect(screen).toContain('Passed on by run-pod-sandbox (3), daemon-step-failed (3)');
    expect(screen).toMatch(/The checks now {2}✗ This node cannot run containers/);
    expect(screen).toMatch(
      /NOT KNOWN[^]*\? 1 × The moon is full: 12 [^]*NOTHING TO BE DONE[^]*stop-container-deadline/,
    );
    expect(screen).toMatch(/The logs that were read +4/);
    tmux.press('q');
    expect((await tmux.ended()).code).toBe(1);
    const left = await tmux.shows('(exit 1)');
    expect(left).toContain('3 × socket-refused');
    expect(left).toMatch(/next: \S/);
    // What stood in a log moved no cursor.
    expect(tmux.written).not.toContain('full: 12 \u001b[2J');
  });

  test('80x24, Chinese: opens, searches a job, finds nothing, comes back', async () => {
    const tmux = open(brokenNode(), ['--lang', 'zh'], { columns: 80, rows: 24 });
    await tmux.shows('1 种已知故障，共 3 次', '不必处理');
    tmux.press('Enter');
    await tmux.shows('作业 11.0、12.0、13.0', '解决方法');
    tmux.press('Escape');
    await tmux.shows('不必处理');
    tmux.press('/', '1', '2', '.', '0', 'Enter');
    const found = await tmux.shows('/12.0', 'socket-refused');
    expect(found).not.toContain('不必处理');
    tmux.press('/', 'z', 'z', 'Enter');
    await tmux.shows('没有找到');
    tmux.press('Escape');
    await tmux.shows('不必处理');
    tmux.press('C-c');
    expect((await tmux.ended()).code).toBe(1);
  });

  test('r reads what came since; w writes it for the ticket, over nothing that is there', async () => {
    const node = brokenNode();
    const tmux = open(node, ['--lang', 'en', '--no-check']);
    await tmux.shows('One known fault, 3 times');
    writeFileSync(join(node.baseDir, 'supervisor/14.0.log'), refusedStep(Date.now() - MINUTE, 14));
    tmux.press('r');
    await tmux.shows('One known fault, 4 times', 'jobs 11.0, 12.0, 13.0, 14.0');
    const file = join(node.directory, 'ticket.md');
    tmux.press('w', 'C-u', file, 'Enter');
    await tmux.shows(`Written: ${file}`);
    expect(readFileSync(file, 'utf8')).toContain('### 4 × `socket-refused`');
    tmux.press('w', 'C-u', file, 'Enter');
    await tmux.shows('it is there already');
    tmux.press('w', 'C-u', file.replace('.md', '.pdf'), 'Enter');
    await tmux.shows('its extension is none of .txt, .json, .md');
    tmux.press('q');
    expect((await tmux.ended()).code).toBe(1);
  });

  test('40 columns and ASCII hold; in a pipe it is text', async () => {
    const node = brokenNode();
    const tmux = open(node, ['--lang', 'en', '--ascii', '--no-check'], { columns: 40, rows: 10 });
    const screen = await tmux.shows('One known fault', 'q leave');
    expect(screen).not.toMatch(/[^\x20-\x7e\n]/);
    tmux.press('?');
    await tmux.shows('KEYS');
    tmux.press('q');
    expect((await tmux.ended()).code).toBe(1);
  });
});
