import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';

import { runtimeSocket } from '../../../src/checks/runtime/runtime-socket.ts';
import { leaveStaleSocket, startSickServer } from '../../../src/demo/cri-server.ts';
import { answered, refused, type HostError } from '../../../src/host/answer.ts';
import type { Host } from '../../../src/host/host.ts';
import { liveHost } from '../../../src/host/live.ts';
import { withAnswers } from '../../../src/host/replay.ts';
import { Cleanup, temporaryDirectory } from '../../support/cleanup.ts';
import { waitFor } from '../../support/wait-for.ts';
import { identityOfNode, pathInfo } from './recorded-facts.ts';
import { nodeConfig, runCheck } from '../run-check.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

function live(): Host {
  const host = liveHost();
  cleanup.defer(() => host.close());
  return host;
}

const look = (socket: string, host = live()) =>
  runCheck(runtimeSocket, { host, config: nodeConfig({ RuntimeEndpoint: socket }) });

async function listening(): Promise<string> {
  const socket = join(temporaryDirectory(cleanup), 's');
  const server = await startSickServer(socket, 'silent');
  cleanup.defer(() => server.close());
  return socket;
}

describe('what can lie at the path', () => {
  test('a socket that accepts connections, though it says nothing', async () => {
    const socket = await listening();
    chmodSync(socket, 0o660);
    const ran = await look(socket);
    expect(ran.status).toBe('pass');
    expect(ran.observed).toMatchObject({ socket, mode: 'srw-rw----', connect: 'ok' });
  });

  test('the same through a symlink, as /var/run is one', async () => {
    const socket = await listening();
    symlinkSync(socket, `${socket}.link`);
    const ran = await look(`${socket}.link`);
    expect(ran.status).toBe('pass');
    expect(ran.observed).toMatchObject({ realPath: socket });
  });

  test('nothing; nothing at the end of a symlink; a loop; a file for a directory', async () => {
    const directory = temporaryDirectory(cleanup);
    symlinkSync('nowhere', join(directory, 'dangling'));
    symlinkSync('loop', join(directory, 'loop'));
    writeFileSync(join(directory, 'file'), '');
    for (const [name, reason] of [
      ['missing', 'ENOENT'],
      ['no/such/directory', 'ENOENT'],
      ['dangling', 'ENOENT'],
      ['loop', 'ELOOP'],
      ['file/socket', 'ENOTDIR'],
    ] as const) {
      const ran = await look(join(directory, name));
      expect([name, ran.codes, ran.findings[0]?.args['reason']]).toEqual([name, ['missing'], reason]);
      expect(ran.findings[0]?.target).toBe(join(directory, name));
    }
  });

  test('a file, a directory, a device', async () => {
    const directory = temporaryDirectory(cleanup);
    writeFileSync(join(directory, 'file'), '');
    mkdirSync(join(directory, 'directory'));
    for (const [path, type] of [
      [join(directory, 'file'), 'file'],
      [join(directory, 'directory'), 'directory'],
      ['/dev/null', 'character-device'],
    ] as const) {
      const ran = await look(path);
      expect([ran.codes, ran.findings[0]!.args]).toEqual([['not-a-socket'], { socket: path, type }]);
    }
  });

  test('a stale socket', async () => {
    const socket = join(temporaryDirectory(cleanup), 's');
    await leaveStaleSocket(socket);
    const ran = await look(socket);
    expect(ran.codes).toEqual(['refused']);
    expect(ran.observed).toMatchObject({ connect: 'ECONNREFUSED' });
    expect(Date.parse(ran.observed['modified'] as string)).toBeGreaterThan(Date.now() - 60_000);
  });

  test('a datagram socket', async () => {
    const socket = join(temporaryDirectory(cleanup), 's');
    const script = 'socket(S,AF_UNIX,SOCK_DGRAM,0); bind(S,sockaddr_un($ARGV[0])) or die; <STDIN>';
    const child = spawn('perl', ['-MSocket', '-e', script, socket], { stdio: ['pipe', 'ignore', 'inherit'] });
    cleanup.defer(() => child.kill('SIGKILL'));
    await once(child, 'spawn');
    const ran = await waitFor('the datagram socket', async () => {
      const ran = await look(socket);
      return !ran.codes.includes('missing') && ran;
    });
    expect(ran.codes).toEqual(['wrong-type']);
  });
});

const PERSON = identityOfNode();
const SOCKET = pathInfo('socket', '/run/s', 0o660);

const failing = (code: string): HostError => ({ code, message: code });

describe('permission', () => {
  const nobody = { ...PERSON, uid: 65_534, root: false };

  test.each([
    ['nobody at the directory', nobody, refused(failing('EACCES')), 'unknown'],
    ['root at the directory', PERSON, refused(failing('EACCES')), 'error'],
    ['nobody at the socket', nobody, answered(SOCKET), 'unknown'],
    ['root at the socket', PERSON, answered(SOCKET), 'error'],
  ] as const)('%s', async (_, identity, stat, severity) => {
    const host = withAnswers(live(), [
      { method: 'identity', args: {}, answer: answered(identity) },
      { method: 'stat', args: { path: '/run/s', follow: true }, answer: stat },
      { method: 'connect', args: { unix: '/run/s' }, answer: refused(failing('EACCES')) },
    ]);
    const ran = await look('/run/s', host);
    expect(ran.findings).toMatchObject([
      { code: 'runtime-socket/permission-denied', severity, args: { reason: 'EACCES' } },
    ]);
  });

  test.runIf(process.getuid?.() === 0)('a real socket of root’s, as nobody', async () => {
    const socket = await listening();
    chmodSync(join(socket, '..'), 0o755);
    chmodSync(socket, 0o600);
    const host = live();
    const ran = await as(65_534, () => look(socket, host));
    expect(ran.codes).toEqual(['permission-denied']);
    expect(ran.observed).toMatchObject({ mode: 'srw-------', connect: 'EACCES' });
    chmodSync(join(socket, '..'), 0o700);
    const hidden = await as(65_534, () => look(socket, host));
    expect(hidden.codes).toEqual(['permission-denied']);
    expect(hidden.observed).toEqual({ socket });
  });

  /** Does something with another effective uid; the real one stays, so that it can come back. */
  async function as<T>(uid: number, work: () => Promise<T>): Promise<T> {
    process.seteuid!(uid);
    try {
      return await work();
    } finally {
      process.seteuid!(0);
    }
  }
});

describe('what says nothing about the socket', () => {
  test.each([
    ['a listener with a full queue', 'EAGAIN', []],
    ['a listener that does not accept', 'TIMEOUT', []],
    ['no more file descriptors', 'EMFILE', ['could-not-look']],
  ])('%s', async (_, code, codes) => {
    const host = withAnswers(live(), [
      { method: 'stat', args: { path: '/run/s', follow: true }, answer: answered(SOCKET) },
      { method: 'connect', args: { unix: '/run/s' }, answer: refused(failing(code)) },
    ]);
    expect((await look('/run/s', host)).codes).toEqual(codes);
  });

  test('a dead mount on the way', async () => {
    const answer = refused({ code: 'HUNG', message: 'no answer', afterMs: 3_000 });
    const host = withAnswers(live(), [{ method: 'stat', args: { path: '/run/s', follow: true }, answer }]);
    expect((await look('/run/s', host)).codes).toEqual(['could-not-look']);
  });
});
