import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { afterEach, beforeEach, expect, test } from 'vitest';

import type { Triaged } from '../../src/report/triage/schema.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { makeCraneNode } from '../support/crane-node.ts';
import { startJournal, type Journal } from '../support/journal.ts';
import { describeWith } from '../support/needs.ts';
import { runCheck, runProgram, type RunOptions } from '../support/program.ts';
import { checkOf } from '../support/report-reading.ts';
import { asNobody } from '../support/unprivileged.ts';

const REFUSED = 'Failed to run pod sandbox: [gRPC:14] connect: unix:/run/x.sock: Connection refused';

let cleanup: Cleanup;
let journal: Journal;
let config: string;
beforeEach(async () => {
  cleanup = new Cleanup();
  journal = await startJournal(cleanup);
  ({ config } = makeCraneNode(cleanup, { socket: '/run/x.sock', hostname: journal.hostname }));
});
afterEach(() => cleanup.run());

const triage = async (
  args: readonly string[] = [],
  options: RunOptions = journal,
): Promise<[Triaged, number | null]> => {
  const run = await runProgram(['triage', '-c', config, '--no-check', '--json', '--lang', 'en', ...args], options);
  return [JSON.parse(run.stdout) as Triaged, run.code];
};
const rows = ({ groups }: Triaged): unknown[] => groups.map(({ id, count }) => [id, count]);

describeWith(['root', 'namespaces', 'journald'], "systemd's journal", () => {
  test('is read as a whole, far beyond what an answer of a program holds, whatever is long in it', async () => {
    const error = (text: string): string => `time="2026-07-02T09:49:46Z" level=error msg="${text}"`;
    journal.write([
      { unit: 'craned', message: 'RuntimeEndpoint is not configured.', priority: 3 },
      { unit: 'containerd', message: error(`${'x'.repeat(6000)} no space left on device`) },
      { unit: 'sshd', message: 'no space left on device', priority: 3 },
      ...Array.from({ length: 5000 }, (_, n) => ({ unit: 'containerd', message: error(`${REFUSED} ${n}`) })),
      ...Array.from({ length: 5000 }, (_, n) => ({ unit: 'containerd', message: `level=info msg="${REFUSED} ${n}"` })),
    ]);
    const [answer, code] = await triage();
    expect(rows(answer)).toEqual([
      ['socket-refused', 5000],
      ['runtime-endpoint-missing', 1],
      ['disk-full', 1],
    ]);
    expect(answer.sources).toContainEqual({ path: 'journal', lines: 5002 });
    expect(code).toBe(1);
  });

  test('is hidden from a user without rights: that is said, with what sees it', async () => {
    journal.write([{ unit: 'craned', message: 'RuntimeEndpoint is not configured.', priority: 3 }]);
    const nobody = asNobody(cleanup);
    const options = { ...nobody, enter: [...journal.enter, ...nobody.enter!] };
    const [answer, code] = await triage([], options);
    expect(answer.sources).toMatchObject([{ path: 'journal', error: expect.stringContaining('hidden') as string }]);
    expect(code).toBe(3);
    const call = ['triage', '-c', config, '--no-check', '--lang'];
    const { stdout } = await runProgram([...call, 'en'], options);
    expect(stdout).toContain('? Some logs could not be read');
    expect(stdout).toMatch(/Not permitted to look at everything\. As root:\n {2}sudo .* triage -c .*\n/);
    const zh = (await runProgram([...call, 'zh'], options)).stdout;
    expect(zh).toContain('systemd-journal');
    expect(zh).not.toMatch(/Hint|insufficient|permission/);
  });

  test('has damaged files: the others are read, and it is said', async () => {
    journal.write([{ unit: 'craned', message: 'RuntimeEndpoint is not configured.', priority: 3 }]);
    journal.sh(': >$J/old.journal; head -c 1M /dev/urandom >$J/older.journal');
    const [answer] = await triage();
    expect(rows(answer)).toEqual([['runtime-endpoint-missing', 1]]);
    expect(answer.sources).toMatchObject([
      { path: 'journal', error: expect.stringContaining('passed over') as string },
    ]);
  });

  test('is in a bundle without its secrets, and is found there on another machine', async () => {
    const craned = 'RuntimeEndpoint is not configured.';
    journal.write([
      { unit: 'craned', message: craned, priority: 3 },
      {
        unit: 'containerd',
        message: 'level=error msg="no space left on device" proxy="http://bob:hunter2@proxy:8080"',
      },
    ]);
    const path = join(temporaryDirectory(cleanup), 'cn07.tar.gz');
    const made = await runProgram(['bundle', '-c', config, '--offline', '--only', 'config', '-o', path], journal);
    expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining('command journalctl') as string });
    const held = gunzipSync(readFileSync(path)).toString();
    expect(held).not.toContain('hunter2');
    // As a person reads it who looks through the bundle, the oldest first.
    expect(made.stdout).toMatch(/ {2}journal\.txt {2}the journal of craned/);
    expect(held).toMatch(
      /\d{4}-\d\d-\S+Z craned: RuntimeEndpoint is not configured\.\n\S+Z containerd: level=error msg="no space left on device" proxy="http:\/\/bob:REDACTED@proxy:8080"\n/,
    );
    const [answer, code] = await triage(['--from', path], {});
    expect(rows(answer)).toEqual([
      ['runtime-endpoint-missing', 1],
      ['disk-full', 1],
    ]);
    expect(answer.groups[1]!.message).toContain('bob:REDACTED@proxy');
    expect(code).toBe(1);
    const whole = join(temporaryDirectory(cleanup), 'cn07.tar.gz');
    await runProgram(['bundle', '-c', config, '--offline', '-o', whole], journal);
    const { report } = await runCheck(['--from', whole, '--only', 'recent-errors']);
    expect(checkOf(report, 'recent-errors').findings).toMatchObject([
      { code: 'recent-errors/known-message', target: 'runtime-endpoint-missing' },
    ]);
    expect((await runProgram(['triage', '--from', path, '--log', path])).code).toBe(2);
  });

  test('nothing of it is a log without errors, and no entries are no log', async () => {
    const [empty, code] = await triage();
    expect([empty.sources, code]).toEqual([[], 0]);
    journal.write([{ unit: 'containerd', message: 'level=info msg=ready' }]);
    const [quiet] = await triage();
    expect(quiet.sources).toEqual([{ path: 'journal', lines: 0 }]);
  });
});
