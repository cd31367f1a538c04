import { afterAll, expect, test } from 'vitest';

import { Cleanup } from '../support/cleanup.ts';
import { startContainerd, type ContainerdOptions } from '../support/containerd.ts';
import { makeCraneNode } from '../support/crane-node.ts';
import { importImage } from '../support/import-image.ts';
import { describeWith } from '../support/needs.ts';
import { runCheck } from '../support/program.ts';
import { checkOf, codesOf } from '../support/report-reading.ts';
import type { Report } from '../support/report-schema.ts';

const CHECKS = 'runtime-cgroup-driver,runtime-events,runtime-streaming,runtime-sandbox-image';
const SANDBOX_IMAGE = 'registry.test/pause:1';

describeWith(['root', 'containerd-1.7', 'cni-plugins'], 'what a real containerd 1.7 is set to', () => {
  const cleanup = new Cleanup();
  afterAll(() => cleanup.run());

  async function examine(options: Partial<ContainerdOptions>): Promise<Report> {
    const { socket } = await startContainerd(cleanup, { version: '1.7', cni: true, ...options });
    const { config } = makeCraneNode(cleanup, { socket });
    return (await runCheck(['-c', config, '--offline', '--only', CHECKS])).report;
  }

  test('as it comes: cgroupfs, one stream of events for all, streaming on loopback, no sandbox image', async () => {
    const report = await examine({});
    expect(codesOf(report, 'error', 'unknown')).toEqual([]);
    expect(codesOf(report, 'warning')).toEqual([
      'runtime-events/shared-stream',
      'runtime-streaming/loopback-only',
      'runtime-sandbox-image/absent',
    ]);
    expect(checkOf(report, 'runtime-cgroup-driver').observed).toEqual({ cgroupDriver: 'cgroupfs', toldBy: 'Status' });
    expect(checkOf(report, 'runtime-streaming').findings[0]!.target).toBe('127.0.0.1');
    expect(checkOf(report, 'runtime-sandbox-image').findings[0]!.target).toMatch(/^registry\.k8s\.io\/pause:/);
  });

  test('with the systemd driver: an error, by the words of Status', async () => {
    const report = await examine({ systemdCgroup: true });
    expect(codesOf(report, 'error', 'unknown')).toEqual(['runtime-cgroup-driver/systemd']);
    const check = checkOf(report, 'runtime-cgroup-driver');
    expect(check.observed).toEqual({ cgroupDriver: 'systemd', toldBy: 'Status' });
    // Its socket is nobody's default, but it has said who it is: the commands are containerd's.
    const commands = check.findings[0]!.remedy!.steps.map(({ command = '' }) => command).join('\n');
    expect(commands).toMatch(/SystemdCgroup/);
    expect(commands).not.toMatch(/crio/);
  });

  test('with its streaming server on every address, which is none in a URL', async () => {
    const report = await examine({ streamAddress: '0.0.0.0' });
    expect(checkOf(report, 'runtime-streaming').findings).toMatchObject([
      { code: 'runtime-streaming/any-address', severity: 'warning', target: '0.0.0.0' },
    ]);
  });
});

describeWith(['root', 'containerd-1.7', 'cni-plugins', 'ctr'], 'the sandbox image of a real containerd 1.7', () => {
  const cleanup = new Cleanup();
  afterAll(() => cleanup.run());

  test('is absent, and is there after an import', async () => {
    const { socket } = await startContainerd(cleanup, { version: '1.7', cni: true, sandboxImage: SANDBOX_IMAGE });
    const { config } = makeCraneNode(cleanup, { socket });
    const look = async (): Promise<Report> =>
      (await runCheck(['-c', config, '--offline', '--only', 'runtime-sandbox-image'])).report;
    expect(checkOf(await look(), 'runtime-sandbox-image').findings).toMatchObject([
      { code: 'runtime-sandbox-image/absent', severity: 'warning', target: SANDBOX_IMAGE },
    ]);
    await importImage(cleanup, socket, SANDBOX_IMAGE);
    const after = checkOf(await look(), 'runtime-sandbox-image');
    expect(after).toMatchObject({ status: 'pass', observed: { sandboxImage: SANDBOX_IMAGE, toldBy: 'Status' } });
  });
});
