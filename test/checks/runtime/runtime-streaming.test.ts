import { afterEach, describe, expect, test } from 'vitest';

import { runtimeStreaming } from '../../../src/checks/runtime/runtime-streaming.ts';
import { recordingOf } from '../../cri/recordings.ts';
import { CRIO_SOCKET, runtimeNode, withStatus, type RuntimeNode } from '../../runtime/runtime-node.ts';
import { Cleanup } from '../../support/cleanup.ts';
import { nodeConfig, runCheck, type Ran } from '../run-check.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

async function look(node: RuntimeNode, RuntimeEndpoint = '/run/containerd/containerd.sock'): Promise<Ran> {
  const host = await runtimeNode(cleanup, node);
  return runCheck(runtimeStreaming, { host, config: nodeConfig({ RuntimeEndpoint }) });
}

const streamingAt = (address: string): RuntimeNode => ({
  recording: withStatus(recordingOf('containerd-1.7.24'), (status) => {
    (status['config'] as Record<string, unknown>)['streamServerAddress'] = address;
  }),
});

describe('loopback only', () => {
  test.each(['127.0.0.1', '127.1.2.3', '::1', '[::1]', 'localhost'])('%s, as Status tells it', async (address) => {
    const ran = await look(streamingAt(address));
    expect(ran.findings).toMatchObject([
      { code: 'runtime-streaming/loopback-only', severity: 'warning', target: address, args: { from: 'Status' } },
    ]);
    expect(ran.status).toBe('warn');
  });

  test("by CRI-O's default, which its files leave", async () => {
    const files = { '/etc/crio/crio.conf.d/10-crio.conf': '[crio.image]\n' };
    const ran = await look({ recording: recordingOf('cri-o-1.33.13'), files }, CRIO_SOCKET);
    expect(ran.codes).toEqual(['loopback-only']);
    expect(ran.findings[0]!.args).toEqual({ runtime: 'cri-o', address: '127.0.0.1', from: 'default' });
  });
});

test.each(['0.0.0.0', '::', '[::]'])('%s comes back in the URL as [::], which is nobody’s address', async (address) => {
  const ran = await look(streamingAt(address));
  expect(ran.findings).toMatchObject([
    { code: 'runtime-streaming/any-address', severity: 'warning', target: address, args: { runtime: 'containerd' } },
  ]);
});

test.each(['192.0.2.7', 'cn01.hpc.example', '2001:db8::1', ''])('%j can be reached', async (address) => {
  const ran = await look(streamingAt(address));
  expect(ran.status).toBe('pass');
  expect(ran.observed).toEqual({ streamAddress: address, toldBy: 'Status' });
});

test('a file that only root may read may tell it: unknown, with its path', async () => {
  const unreadable = ['/etc/containerd/config.toml'];
  const ran = await look({ recording: recordingOf('containerd-2.3.4'), unreadable });
  expect(ran.findings).toMatchObject([
    { code: 'runtime-streaming/could-not-look', severity: 'unknown', target: '/etc/containerd/config.toml' },
  ]);
  expect((await look({ ...streamingAt('192.0.2.7'), unreadable })).status).toBe('pass');
});

test.each(['cri-dockerd-0.4.3', 'containerd-2.3.4', 'cri-o-1.36.3'])(
  '%s that nobody tells of: that is what is said',
  async (name) => {
    const ran = await look({ recording: recordingOf(name) });
    // By its own name: cri-dockerd calls itself docker.
    const args = { runtime: name.replace(/-[\d.]+$/, '') };
    expect(ran.findings).toMatchObject([{ code: 'runtime-streaming/not-told', severity: 'info', args }]);
    expect(ran.status).toBe('pass');
  },
);
