import { existsSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { LIMITS } from '../../src/host/limits.ts';
import { Cleanup } from '../support/cleanup.ts';
import { startContainerd, type Containerd } from '../support/containerd.ts';
import { makeCraneNode } from '../support/crane-node.ts';
import { describeWith } from '../support/needs.ts';
import { runCheck, type Run } from '../support/program.ts';
import { causesOf, checkOf, codesOf } from '../support/report-reading.ts';
import type { Report } from '../support/report-schema.ts';
import { asNobody } from '../support/unprivileged.ts';

/** The report on a node whose endpoint is this socket. Nobody but the socket is asked: `--offline`. */
function examine(cleanup: Cleanup, socket: string, options = {}): Promise<Run & { report: Report }> {
  return runCheck(['-c', makeCraneNode(cleanup, { socket }).config, '--offline'], options);
}

describeWith(['root', 'containerd-1.6', 'cni-plugins'], 'containerd 1.6', () => {
  const cleanup = new Cleanup();
  afterAll(() => cleanup.run());

  test('with a network it is old, and has no events of containers', async () => {
    const { socket } = await startContainerd(cleanup, { version: '1.6', cni: true });
    const { report, code } = await examine(cleanup, socket);
    expect(codesOf(report, 'error', 'unknown')).toEqual(['runtime-events/unsupported']);
    expect(JSON.stringify(checkOf(report, 'runtime-events'))).toMatch(
      /GetContainerEvents.*(not implemented|unknown method)/,
    );
    const warnings = codesOf(report, 'warning');
    expect(warnings).toEqual(expect.arrayContaining(['runtime-version/too-old', 'runtime-userns/unsupported']));
    expect([code, report.verdict]).toEqual([1, 'fail']);
  });

  test('without a network its NetworkReady is false, which is the cause', async () => {
    const { socket } = await startContainerd(cleanup, { version: '1.6' });
    const { report, code } = await examine(cleanup, socket);
    expect(causesOf(report)).toEqual(['cni/no-config', 'runtime-events/unsupported']);
    expect(JSON.stringify(checkOf(report, 'runtime-status'))).toContain('cni plugin not initialized');
    expect([code, report.verdict]).toEqual([1, 'fail']);
  });

  test('with its CRI plugin disabled it does not know the service', async () => {
    const { socket } = await startContainerd(cleanup, { version: '1.6', criDisabled: true });
    const { report, code } = await examine(cleanup, socket);
    expect(causesOf(report)).toEqual(['runtime-version/unimplemented']);
    expect(checkOf(report, 'runtime-socket').status).toBe('pass');
    expect(checkOf(report, 'runtime-status')).toMatchObject({
      status: 'skip',
      skip: { reason: 'blocked', by: ['runtime-version'] },
    });
    expect(code).toBe(1);
  });

  test('its ttrpc socket, a likely mistake, is silent', async () => {
    const { ttrpcSocket } = await startContainerd(cleanup, { version: '1.6' });
    expect(existsSync(ttrpcSocket)).toBe(true);
    const { report } = await examine(cleanup, ttrpcSocket);
    expect(causesOf(report)).toEqual(['runtime-version/timeout']);
  });
});

describeWith(['root', 'containerd-1.7'], 'containerd 1.7 that does not answer', () => {
  const cleanup = new Cleanup();
  let containerd: Containerd;
  beforeAll(async () => {
    containerd = await startContainerd(cleanup, { version: '1.7' });
  });
  afterAll(() => cleanup.run());

  test('not permitted for another user: unknown, and exit 3', async () => {
    const { report, code } = await examine(cleanup, containerd.socket, asNobody(cleanup));
    expect(checkOf(report, 'runtime-socket').status).toBe('unknown');
    expect(codesOf(report, 'error')).toEqual([]);
    expect([code, report.verdict]).toEqual([3, 'unknown']);
  });

  describe('stopped', () => {
    beforeAll(() => containerd.daemon.signal('SIGSTOP'));
    afterAll(() => containerd.daemon.signal('SIGCONT'));

    test("a SIGSTOPped one is silent: the call gives up at craned's deadline, and the program ends", async () => {
      const { report, code } = await examine(cleanup, containerd.socket);
      expect(causesOf(report)).toEqual(['runtime-version/timeout']);
      expect(checkOf(report, 'runtime-version').findings).toMatchObject([{ args: { seconds: LIMITS.cri / 1_000 } }]);
      expect(codesOf(report, 'unknown')).toEqual([]);
      expect(code).toBe(1);
    });
  });

  test('a killed one leaves its socket behind: refused', async () => {
    containerd.daemon.signal('SIGKILL');
    await containerd.daemon.stop();
    expect(existsSync(containerd.socket)).toBe(true);
    const { report, code } = await examine(cleanup, containerd.socket);
    expect(causesOf(report)).toEqual(['runtime-socket/refused']);
    expect(checkOf(report, 'runtime-version').skip).toEqual({ reason: 'blocked', by: ['runtime-socket'] });
    expect(code).toBe(1);
  });
});
