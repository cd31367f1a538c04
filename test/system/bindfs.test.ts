import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { LIMITS } from '../../src/host/limits.ts';
import { mountBindfs } from '../support/bindfs.ts';
import type { Daemon } from '../support/daemon.ts';
import { asNobody } from '../support/unprivileged.ts';
import { Cleanup } from '../support/cleanup.ts';
import { makeCraneNode, type CraneNode } from '../support/crane-node.ts';
import { describeWith } from '../support/needs.ts';
import { runCheck, runProgram } from '../support/program.ts';
import { isReport } from '../support/report-schema.ts';
import { checkOf, codesOf } from '../support/report-reading.ts';

/** The checks of bindfs alone: no runtime runs here. */
const BINDFS = ['--only', 'bindfs', '--offline'];

describeWith(['root', 'fuse', 'bindfs', 'fusermount3'], 'bindfs', () => {
  let cleanup: Cleanup;
  let node: CraneNode;
  beforeEach(() => {
    cleanup = new Cleanup();
    node = makeCraneNode(cleanup, { socket: '/run/containerd/containerd.sock', bindFs: true });
  });
  afterEach(() => cleanup.run());

  /** The mount point of a user's mount, as csupervisor names it; of several each has a digit of its own. */
  const pointOf = (digit = 0): string => join(node.mountBaseDir, `1000/0123456789abcde${digit}`);

  /** The lock file that csupervisor keeps beside a mount. */
  function writeLock(point: string, counter: number): void {
    const lock = { source: join(node.directory, 'source'), uid_offset: 99_000, gid_offset: 99_000, user: 'leo' };
    mkdirSync(dirname(point), { recursive: true });
    writeFileSync(`${point}.lock`, JSON.stringify({ ...lock, group: 'leo', counter }));
  }

  async function mountOfUser(digit = 0): Promise<Daemon> {
    writeLock(pointOf(digit), 1);
    return await mountBindfs(cleanup, join(node.directory, 'source'), pointOf(digit));
  }

  test('with a healthy mount of a user all is well', async () => {
    await mountOfUser();
    const { report, code } = await runCheck(['-c', node.config, ...BINDFS]);
    expect(codesOf(report, 'error', 'unknown', 'warning')).toEqual([]);
    expect(code).toBe(0);
  });

  test('a stopped mount at MountBaseDir hangs for ever, and the run does not', async () => {
    const daemon = await mountBindfs(cleanup, join(node.directory, 'source'), node.mountBaseDir);
    daemon.signal('SIGSTOP');
    const { report, code } = await runCheck(['-c', node.config, ...BINDFS]);
    expect(codesOf(report, 'error')).toEqual(['mount-base-dir/hung']);
    expect(checkOf(report, 'mount-base-dir').findings).toMatchObject([
      { args: { error: 'HUNG', afterMs: LIMITS.file } },
    ]);
    // The process has ended by itself: nothing waits for the child that hangs.
    expect(code).toBe(1);
  });

  test('a stopped mount of a user below it does not disturb the look at MountBaseDir', async () => {
    const daemon = await mountOfUser();
    daemon.signal('SIGSTOP');
    const { report, code } = await runCheck(['-c', node.config, ...BINDFS]);
    expect(checkOf(report, 'mount-base-dir').status).toBe('pass');
    expect(codesOf(report, 'error', 'unknown', 'warning')).toEqual(['bindfs-mounts/hung-mount']);
    expect(checkOf(report, 'bindfs-mounts').findings).toMatchObject([{ args: { afterMs: LIMITS.file } }]);
    expect(code).toBe(1);
  });

  test('five stopped mounts at once are all named in time', async () => {
    const digits = [0, 1, 2, 3, 4];
    const daemons = await Promise.all(digits.map((digit) => mountOfUser(digit)));
    daemons.forEach((daemon) => daemon.signal('SIGSTOP'));
    await mountOfUser(5);
    const { report, code } = await runCheck(['-c', node.config, ...BINDFS]);
    const { findings, observed } = checkOf(report, 'bindfs-mounts');
    // One after the other they would take longer than the check has, and some would be left out.
    expect(findings.map(({ code, target }) => [code, target])).toEqual(
      digits.map((digit) => ['bindfs-mounts/hung-mount', pointOf(digit)]),
    );
    expect(observed).toMatchObject({ mounts: 6, locks: 6 });
    expect(code).toBe(1);
  });

  test('more stopped mounts than there is time for: the check ends, and says how many were left out', async () => {
    const points = Array.from({ length: 30 }, (_, index) =>
      join(node.mountBaseDir, `1000/${`${index}`.padStart(16, '0')}`),
    );
    const daemons = await Promise.all(
      points.map((point) => mountBindfs(cleanup, join(node.directory, 'source'), point)),
    );
    daemons.forEach((daemon) => daemon.signal('SIGSTOP'));
    const { report, code } = await runCheck(['-c', node.config, '--only', 'bindfs-mounts']);
    const { findings } = checkOf(report, 'bindfs-mounts');
    const counts = findings.filter(({ code }) => code === 'bindfs-mounts/left-out').map(({ args }) => args['count']);
    const hung = findings.filter(({ code }) => code === 'bindfs-mounts/hung-mount').length;
    expect(hung).toBeGreaterThanOrEqual(8);
    expect(counts).toEqual([30 - hung]);
    // The check has ended by itself, before its deadline.
    expect(findings.map((finding) => finding.code)).not.toContain('bindfs-mounts/deadline');
    expect(code).toBe(1);
  });

  test('a mount whose bindfs was killed is dead', async () => {
    const daemon = await mountOfUser();
    daemon.signal('SIGKILL');
    await daemon.stop();
    const { report, code } = await runCheck(['-c', node.config, ...BINDFS]);
    const { findings } = checkOf(report, 'bindfs-mounts');
    expect(findings).toMatchObject([{ code: 'bindfs-mounts/dead-mount', target: pointOf(), args: { counter: 1 } }]);
    const commands = findings[0]!.remedy!.steps.map(({ command }) => command);
    expect(commands).toContain(`/usr/bin/fusermount3 -u ${pointOf()} || umount -l ${pointOf()}`);
    expect(code).toBe(1);

    // What the remedy says puts it right.
    for (const { command, changes } of findings[0]!.remedy!.steps)
      if (changes) execFileSync('/bin/sh', ['-c', command!], { stdio: 'pipe' });
    const after = await runCheck(['-c', node.config, ...BINDFS]);
    expect(codesOf(after.report, 'error', 'unknown', 'warning')).toEqual([]);
  });

  test('a lock file that is left without its mount is stale, as after a reboot', async () => {
    writeLock(pointOf(), 2);
    const { report, code } = await runCheck(['-c', node.config, ...BINDFS]);
    expect(checkOf(report, 'bindfs-mounts').findings).toMatchObject([
      { code: 'bindfs-mounts/stale-lock', target: `${pointOf()}.lock`, args: { counter: 2 } },
    ]);
    expect(code).toBe(1);
  });

  test('a mount that is left without its lock file is a leftover, and no error', async () => {
    await mountOfUser();
    rmSync(`${pointOf()}.lock`);
    const { report, code } = await runCheck(['-c', node.config, ...BINDFS]);
    expect(codesOf(report, 'error', 'unknown', 'warning')).toEqual(['bindfs-mounts/leftover-mount']);
    expect(code).toBe(0);
  });

  test('who is not root cannot look, and is told so once', async () => {
    await mountOfUser();
    const { report, code } = await runCheck(['-c', node.config, '--only', 'bindfs-mounts'], asNobody(cleanup));
    expect(checkOf(report, 'bindfs-mounts').findings.map((finding) => finding.code)).toEqual([
      'bindfs-mounts/could-not-look',
    ]);
    expect(code).toBe(3);
  });

  test('a dead mount at MountBaseDir is seen, and is not taken for a healthy directory', async () => {
    const daemon = await mountBindfs(cleanup, join(node.directory, 'source'), node.mountBaseDir);
    daemon.signal('SIGKILL');
    await daemon.stop();
    const { report, code } = await runCheck(['-c', node.config, ...BINDFS]);
    expect(checkOf(report, 'mount-base-dir').status).toBe('fail');
    expect(code).toBe(1);
  });

  test('an output file on a mount that answers is written there as anywhere else', async () => {
    const target = join(node.directory, 'reports');
    const daemon = await mountBindfs(cleanup, join(node.directory, 'source'), target);
    const file = join(target, 'report.json');
    const args = ['-c', node.config, '--only', 'config', '--json', '-o', file];
    const run = await runProgram(args);
    expect([run.code, run.stdout, run.stderr]).toEqual([0, '', '']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(isReport(JSON.parse(readFileSync(file, 'utf8')))).toBe(true);
    expect((await runProgram(args)).code).toBe(2);
    expect((await runProgram([...args, '--force'])).code).toBe(0);
    expect(readdirSync(target)).toEqual(['report.json']);

    daemon.signal('SIGKILL');
    await daemon.stop();
    const dead = await runProgram([...args, '--force', '--lang', 'en']);
    expect([dead.code, dead.stderr.includes('its mount is dead')]).toEqual([2, true]);
  });

  test('a configuration on a stopped mount is not waited for', async () => {
    const target = join(node.directory, 'etc');
    const daemon = await mountBindfs(cleanup, join(node.directory, 'base'), target);
    daemon.signal('SIGSTOP');
    const { report, code } = await runCheck(['-c', join(target, 'config.yaml'), '--offline']);
    expect(checkOf(report, 'config-file').findings).toMatchObject([
      {
        code: 'config-file/could-not-look',
        severity: 'unknown',
        args: { reason: expect.stringMatching(/^HUNG: /) as string },
      },
    ]);
    expect(code).toBe(3);
  });
});
