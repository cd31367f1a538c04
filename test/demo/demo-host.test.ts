import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDemo, type DemoNode } from '../../src/demo/demo-node.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { httpRequest } from '../support/http-request.ts';

const cleanup = new Cleanup();
let node: DemoNode;
/** A Unix socket and a TCP port of this machine, where somebody listens and counts. */
let machineSocket: string;
let machinePort: number;
let connections = 0;

function listening(server: Server, listen: (ready: () => void) => void): Promise<void> {
  server.on('connection', (socket) => {
    connections += 1;
    socket.destroy();
  });
  cleanup.defer(() => new Promise((resolve) => server.close(resolve)));
  return new Promise((resolve) => listen(resolve));
}

beforeAll(async () => {
  machineSocket = join(temporaryDirectory(cleanup), 'm.sock');
  const unix = createServer();
  await listening(unix, (ready) => unix.listen(machineSocket, ready));
  const tcp = createServer();
  await listening(tcp, (ready) => tcp.listen(0, '127.0.0.1', ready));
  machinePort = (tcp.address() as { port: number }).port;
  node = await startDemo();
  cleanup.defer(() => node.remove());
});
afterAll(() => cleanup.run());

describe('nothing of this machine is looked at', () => {
  test('sockets of this machine are not there', async () => {
    const socket = machineSocket;
    expect(await node.host.ask('connect', { unix: socket })).toMatchObject({ error: { code: 'ENOENT' } });
    expect(await node.host.ask('greet', { unix: socket, send: 'x' })).toMatchObject({ error: { code: 'ENOENT' } });
    const call = { socket, service: 'RuntimeService', method: 'Version', request: {} } as const;
    expect(await node.host.ask('cri', call)).toMatchObject({ error: { code: 'ENOENT' } });
    expect(connections).toBe(0);
  });

  test('addresses and names of this machine lead nowhere', async () => {
    const { host } = node;
    const peer = { address: '127.0.0.1', port: machinePort };
    expect(await host.ask('connect', peer)).toMatchObject({ error: { code: 'ENETUNREACH' } });
    expect(await host.ask('greet', { ...peer, send: 'x' })).toMatchObject({ error: { code: 'ENETUNREACH' } });
    const get = httpRequest(`http://127.0.0.1:${machinePort}/`);
    for (const address of [null, '127.0.0.1'])
      expect(await host.ask('http', { ...get, address })).toMatchObject({ error: { code: 'ENETUNREACH' } });
    expect(await host.ask('resolve', { name: 'localhost' })).toMatchObject({ error: { code: 'ENOTFOUND' } });
    expect(connections).toBe(0);
  });

  test('its files, programs, mounts and space are the node’s', async () => {
    const { host } = node;
    expect(await host.ask('stat', { path: machineSocket, follow: true })).toMatchObject({ error: { code: 'ENOENT' } });
    const up = { path: `/..${machineSocket}`, follow: true };
    expect(await host.ask('stat', up)).toMatchObject({ error: { code: 'ENOENT' } });
    expect(await host.ask('command', { file: '/bin/true', args: [] })).toMatchObject({ error: { code: 'ENOENT' } });
    const mounts = await host.ask('mounts', {});
    expect(mounts.ok && mounts.value[0]).toMatchObject({ mountPoint: '/', fsType: 'xfs' });
    expect(await host.ask('space', { path: '/nowhere' })).toMatchObject({ error: { code: 'ENOENT' } });
    expect(await host.ask('space', { path: '/var/crane' })).toMatchObject({ value: { totalInodes: 233_832_448 } });
  });
});

describe('the node', () => {
  test('its files are root’s, whoever runs the demo, and programs on it can be trusted', async () => {
    const modes = {
      '/': 0o755,
      '/usr/bin/bindfs': 0o755,
      '/run/containerd/containerd.sock': 0o660,
      '/var/run/containerd': 0o711,
    };
    for (const [path, mode] of Object.entries(modes))
      expect(await node.host.ask('stat', { path, follow: true })).toMatchObject({ value: { uid: 0, gid: 0, mode } });
  });

  test('its runtime answers CRI at the socket, through symlinks as well', async () => {
    const socket = '/var/run/containerd/containerd.sock';
    const answer = await node.host.ask('cri', { socket, service: 'RuntimeService', method: 'Version', request: {} });
    expect(answer).toMatchObject({ value: { reply: { runtime_name: 'containerd', runtime_api_version: 'v1' } } });
  });

  test('its names come from a DNS server: those of its registries, and no others', async () => {
    const { host } = node;
    const found = await host.ask('resolve', { name: 'registry-1.docker.io' });
    expect(found).toMatchObject({ value: { addresses: [{ address: '192.0.2.11', family: 4 }] } });
    // By the search domain of its resolv.conf.
    expect(await host.ask('resolve', { name: 'registry' })).toMatchObject({
      value: { addresses: [{ address: '192.0.2.10', family: 4 }] },
    });
    const missing = await host.ask('resolve', { name: 'nobody.example' });
    expect(missing).toMatchObject({ error: { code: 'ENOTFOUND', detail: { '192.0.2.53': 'ENOTFOUND' } } });
  });

  test('its registry asks for a token over TLS, with a certificate that it trusts', async () => {
    const url = 'https://registry.hpc.example/v2/';
    const reply = await node.host.ask('http', httpRequest(url, { address: null, maxBodyBytes: 4096 }));
    expect(reply).toMatchObject({
      value: {
        status: 401,
        headers: { 'www-authenticate': expect.stringContaining('https://registry.hpc.example/token') as string },
        certificate: { issuer: 'CN=crane-doctor demo CA' },
      },
    });
  });

  test('an error tells nothing of where its files are on this machine', async () => {
    const stale = await startDemo((await import('../../src/demo/faults.ts')).faultNamed('stale-socket'));
    cleanup.defer(() => stale.remove());
    const socket = '/run/containerd/containerd.sock';
    const answer = await stale.host.ask('cri', { socket, service: 'RuntimeService', method: 'Version', request: {} });
    expect(answer).toMatchObject({ ok: false, error: { code: 'ECONNREFUSED' } });
    expect(JSON.stringify(answer)).toContain(socket);
    expect(JSON.stringify(answer)).not.toMatch(/\/tmp\//);
  });

  test('systemctl show tells of containerd, and of another unit that it is not there', async () => {
    const show = async (unit: string): Promise<string> => {
      const args = ['show', unit, '--no-pager', '--property=LoadState,ActiveState'];
      const answer = await node.host.ask('command', { file: 'systemctl', args });
      return answer.ok ? answer.value.stdout : answer.error.code;
    };
    expect(await show('containerd.service')).toBe('LoadState=loaded\nActiveState=active\n');
    expect(await show('crio.service')).toBe('LoadState=not-found\nActiveState=inactive\n');
  });
});
