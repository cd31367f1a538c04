import { afterEach, describe, expect, test } from 'vitest';

import { runtimeCgroupDriver } from '../../../src/checks/runtime/runtime-cgroup-driver.ts';
import { recordingOf } from '../../cri/recordings.ts';
import { CRIO_SOCKET, runtimeNode, withStatus, type RuntimeNode } from '../../runtime/runtime-node.ts';
import { Cleanup } from '../../support/cleanup.ts';
import { nodeConfig, runCheck, type Ran } from '../run-check.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

async function look(node: RuntimeNode, RuntimeEndpoint = '/run/containerd/containerd.sock'): Promise<Ran> {
  const host = await runtimeNode(cleanup, node);
  return runCheck(runtimeCgroupDriver, { host, config: nodeConfig({ RuntimeEndpoint }) });
}

const NO_RUNTIME_CONFIG = { 'RuntimeService.RuntimeConfig': { error: { code: 12, details: 'not implemented' } } };
const silent = (name: string): RuntimeNode => ({
  recording: withStatus(recordingOf(name), (status) => delete status['config']),
  overrides: NO_RUNTIME_CONFIG,
});

describe('the systemd driver', () => {
  test('RuntimeConfig tells it', async () => {
    const overrides = { 'RuntimeService.RuntimeConfig': { reply: { linux: { cgroup_driver: 'SYSTEMD' } } } };
    const ran = await look({ recording: recordingOf('cri-dockerd-0.4.3'), overrides });
    expect(ran.codes).toEqual(['systemd']);
    expect(ran.findings[0]).toMatchObject({ severity: 'error', args: { runtime: 'docker', from: 'RuntimeConfig' } });
    expect(ran.observed).toEqual({ cgroupDriver: 'systemd', toldBy: 'RuntimeConfig' });
  });

  test('the configuration of a containerd that tells nothing', async () => {
    const file =
      "version = 3\nplugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc.options.SystemdCgroup = true\n";
    const ran = await look({ ...silent('containerd-2.2.4'), files: { '/etc/containerd/config.toml': file } });
    expect(ran.codes).toEqual(['systemd']);
    expect(ran.messages[0]!.en).toContain('/etc/containerd/config.toml');
  });

  test("CRI-O's default", async () => {
    const ran = await look(
      { ...silent('cri-o-1.36.3'), files: { '/etc/crio/crio.conf': '[crio.image]\n' } },
      CRIO_SOCKET,
    );
    expect(ran.codes).toEqual(['systemd']);
    expect(ran.observed).toEqual({ cgroupDriver: 'systemd', toldBy: 'default' });
  });
});

test('cgroupfs is fine', async () => {
  const ran = await look({ recording: recordingOf('cri-o-1.36.3') });
  expect(ran.status).toBe('pass');
  expect(ran.observed).toEqual({ cgroupDriver: 'cgroupfs', toldBy: 'RuntimeConfig' });
});

test('nobody tells it', async () => {
  const ran = await look(silent('containerd-2.2.4'));
  expect(ran.codes).toEqual(['not-told']);
  expect(ran.findings[0]!.severity).toBe('info');
  expect(ran.status).toBe('pass');
});

test('a file that may not be read, or that is no TOML, may tell it: unknown', async () => {
  const broken = await look({ ...silent('containerd-2.2.4'), files: { '/etc/containerd/config.toml': 'version =\n' } });
  expect(broken.codes).toEqual(['could-not-look']);
  const ran = await look({ ...silent('containerd-2.2.4'), unreadable: ['/etc/containerd/config.toml'] });
  expect(ran.findings).toMatchObject([{ code: 'runtime-cgroup-driver/could-not-look', severity: 'unknown' }]);
});
