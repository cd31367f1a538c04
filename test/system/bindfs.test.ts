import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { mountBindfs } from '../support/bindfs.ts';
import { Cleanup } from '../support/cleanup.ts';
import { makeCraneNode, type CraneNode } from '../support/crane-node.ts';
import { describeWith } from '../support/needs.ts';
import { runCheck } from '../support/program.ts';
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

  test('with a healthy mount of a user all is well', async () => {
    await mountBindfs(cleanup, join(node.directory, 'source'), join(node.mountBaseDir, '1000/0123456789abcdef'));
    const { report, code } = await runCheck(['-c', node.config, ...BINDFS]);
    expect(codesOf(report, 'error', 'unknown', 'warning')).toEqual([]);
    expect(code).toBe(0);
  });

  test('a stopped mount at MountBaseDir hangs for ever, and the run does not', async () => {
    const daemon = await mountBindfs(cleanup, join(node.directory, 'source'), node.mountBaseDir);
    daemon.signal('SIGSTOP');
    const { report, code, ms } = await runCheck(['-c', node.config, ...BINDFS]);
    expect(codesOf(report, 'error')).toEqual(['mount-base-dir/hung']);
    expect(report.durationMs).toBeLessThan(10_000);
    // The process ends with the run: nothing waits for the child that hangs.
    expect(ms - report.durationMs).toBeLessThan(5_000);
    expect(code).toBe(1);
  });

  test('a stopped mount of a user below it does not disturb the look at MountBaseDir', async () => {
    const mount = join(node.mountBaseDir, '1000/0123456789abcdef');
    const daemon = await mountBindfs(cleanup, join(node.directory, 'source'), mount);
    daemon.signal('SIGSTOP');
    const { report, ms } = await runCheck(['-c', node.config, ...BINDFS]);
    expect(checkOf(report, 'mount-base-dir').status).toBe('pass');
    expect(ms - report.durationMs).toBeLessThan(5_000);
  });

  test('a dead mount at MountBaseDir is seen, and is not taken for a healthy directory', async () => {
    const daemon = await mountBindfs(cleanup, join(node.directory, 'source'), node.mountBaseDir);
    daemon.signal('SIGKILL');
    await daemon.stop();
    const { report, code } = await runCheck(['-c', node.config, ...BINDFS]);
    expect(checkOf(report, 'mount-base-dir').status).toBe('fail');
    expect(code).toBe(1);
  });

  test('a configuration on a stopped mount is not waited for', async () => {
    const target = join(node.directory, 'etc');
    const daemon = await mountBindfs(cleanup, join(node.directory, 'base'), target);
    daemon.signal('SIGSTOP');
    const { report, code, ms } = await runCheck(['-c', join(target, 'config.yaml'), '--offline']);
    expect(checkOf(report, 'config-file').status).toBe('unknown');
    expect(code).toBe(3);
    expect(ms - report.durationMs).toBeLessThan(5_000);
  });
});
