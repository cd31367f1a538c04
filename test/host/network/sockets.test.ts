import { createSocket } from 'node:dgram';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { leaveStaleSocket } from '../../../src/demo/cri-server.ts';
import { liveHost } from '../../../src/host/live.ts';
import { LIMITS } from '../../../src/host/limits.ts';
import { Cleanup, temporaryDirectory } from '../../support/cleanup.ts';

const cleanup = new Cleanup();
/** Shorter than the live host's own, in ms: every peer here is in this process or beside it. */
const LIMIT = 600;
const host = liveHost({ limits: { connect: LIMIT } });
let dir = '';
const at = (name: string): string => join(dir, name);

beforeAll(() => {
  dir = temporaryDirectory(cleanup);
});
afterAll(async () => {
  host.close();
  await cleanup.run();
});

async function listening(
  where: string | { port: number; host: string },
  onSocket: (socket: Socket) => void,
): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    cleanup.defer(() => socket.destroy());
    onSocket(socket);
  });
  cleanup.defer(() => server.close());
  server.listen(where);
  await once(server, 'listening');
  return server;
}

/** A socket that Node cannot make: perl is on every Debian (perl-base). Ready when this comes back. */
async function perlSocket(path: string, type: 'SOCK_DGRAM' | 'SOCK_STREAM', then: string): Promise<void> {
  const script = `use Socket; $| = 1; $address = sockaddr_un($ARGV[0]);
    socket S, AF_UNIX, ${type}, 0; bind S, $address or die $!; ${then} print "ready"; <STDIN>`;
  const perl = spawn('perl', ['-e', script, path], { stdio: ['pipe', 'pipe', 'inherit'] });
  cleanup.defer(() => perl.kill('SIGKILL'));
  await once(perl.stdout, 'data');
}

const connect = (unix: string) => host.ask('connect', { unix });

test('a Unix socket that accepts is connected to, also through a symlink', async () => {
  await listening(at('alive'), (socket) => socket.resume());
  symlinkSync('alive', at('link'));
  for (const name of ['alive', 'link']) {
    expect(await connect(at(name))).toEqual({ ok: true, value: { ms: expect.any(Number) as number } });
  }
});

test('what is no listening socket has the errno of connect(2)', async () => {
  await leaveStaleSocket(at('stale'));
  writeFileSync(at('file'), '');
  mkdirSync(at('directory'));
  expect(await connect(at('stale'))).toMatchObject({ error: { code: 'ECONNREFUSED' } });
  expect(await connect(at('file'))).toMatchObject({ error: { code: 'ECONNREFUSED' } });
  expect(await connect(at('directory'))).toMatchObject({ error: { code: 'ECONNREFUSED' } });
  expect(await connect(at('nothing'))).toMatchObject({ error: { code: 'ENOENT' } });
  expect(await connect(at('file/below'))).toMatchObject({ error: { code: 'ENOTDIR' } });
});

test('a datagram socket is of the wrong type', async () => {
  await perlSocket(at('datagram'), 'SOCK_DGRAM', '');
  expect(await connect(at('datagram'))).toMatchObject({ error: { code: 'EPROTOTYPE' } });
});

test('paths that no socket can have are told as such', async () => {
  expect(await connect(at('x'.repeat(120)))).toMatchObject({ error: { code: 'ENAMETOOLONG' } });
  expect(await connect('\0abstract')).toMatchObject({ error: { code: 'EINVAL' } });
  expect(await connect('relative')).toMatchObject({ error: { code: 'EINVAL' } });
  expect(await connect('')).toMatchObject({ error: { code: 'ENOENT' } });
});

test('a listener whose queue is full does not answer within the limit', async () => {
  await perlSocket(
    at('full'),
    'SOCK_STREAM',
    'listen S, 0; socket C, AF_UNIX, SOCK_STREAM, 0; connect C, $address or die $!;',
  );
  const begun = performance.now();
  const answer = await connect(at('full'));
  expect(answer).toMatchObject({ error: { code: 'TIMEOUT', afterMs: LIMIT } });
  expect(performance.now() - begun).toBeGreaterThan(LIMIT - 100);
});

test('TCP: an address that accepts, one that refuses, and what is no address', async () => {
  const server = await listening({ port: 0, host: '127.0.0.1' }, (socket) => socket.resume());
  const { port } = server.address() as AddressInfo;
  expect(await host.ask('connect', { address: '127.0.0.1', port })).toMatchObject({ ok: true });
  expect(await host.ask('connect', { address: '127.0.0.2', port })).toMatchObject({ error: { code: 'ECONNREFUSED' } });
  expect(await host.ask('connect', { address: 'localhost', port })).toMatchObject({ error: { code: 'EINVAL' } });
  expect(await host.ask('connect', { address: '127.0.0.1', port: 70_000 })).toMatchObject({
    error: { code: 'EINVAL' },
  });
});

const greet = (name: string, send = 'PRI') => host.ask('greet', { unix: at(name), send });

test('a greeting gives back what the peer says first, byte for byte', async () => {
  await listening(at('echo'), (socket) => socket.on('data', (bytes) => socket.write(bytes)));
  expect(await greet('echo', 'a\0\xff\r\n')).toMatchObject({ value: { received: 'a\0\xff\r\n', closed: false } });
});

test('a peer that closes, and one that is silent, are told apart', async () => {
  await listening(at('closing'), (socket) => socket.end('bye'));
  await listening(at('mute'), (socket) => socket.destroy());
  await listening(at('silent'), (socket) => socket.resume());
  expect(await greet('closing')).toMatchObject({ value: { received: 'bye', closed: true } });
  expect(await greet('mute')).toMatchObject({ value: { received: '', closed: true } });
  const silent = await greet('silent');
  expect(silent).toMatchObject({ value: { received: '', closed: false } });
  expect(silent.ok && silent.value.ms).toBeGreaterThan(LIMIT - 100);
  expect(silent.ok && silent.value.ms).toBeLessThan(LIMIT + 1_500);
});

test('of an endless reply 512 bytes are kept', async () => {
  await listening(at('endless'), (socket) => {
    const more = (): boolean => socket.write('x'.repeat(10_000));
    socket.on('drain', more);
    more();
  });
  const answer = await greet('endless');
  expect(answer.ok && answer.value.received.length).toBe(512);
});

test('a peer that drips is heard until the limit, not for ever', async () => {
  await listening(at('dripping'), (socket) => {
    const timer = setInterval(() => socket.write('.'), 50);
    cleanup.defer(() => clearInterval(timer));
  });
  const answer = await greet('dripping');
  expect(answer.ok && answer.value.ms).toBeLessThan(LIMIT + 1_500);
  expect(answer.ok && answer.value.received).toMatch(/^\.{3,}$/);
});

test('closing the host answers a greeting that is under way', async () => {
  const other = liveHost();
  const server = await listening(at('kept'), (socket) => socket.resume());
  const asked = other.ask('greet', { unix: at('kept'), send: 'x' });
  await once(server, 'connection');
  other.close();
  const answer = await asked;
  expect(answer.ok ? answer.value.ms : 0).toBeLessThan(LIMITS.connect - 200);
});

test('UDP on the port is nothing for TCP', async () => {
  const udp = createSocket('udp4').bind(0, '127.0.0.1');
  await once(udp, 'listening');
  cleanup.defer(() => udp.close());
  expect(await host.ask('connect', { address: '127.0.0.1', port: udp.address().port })).toMatchObject({
    error: { code: 'ECONNREFUSED' },
  });
});
