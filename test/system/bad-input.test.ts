import { execFileSync } from 'node:child_process';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { makeCraneNode } from '../support/crane-node.ts';
import { describeWith } from '../support/needs.ts';
import { runCheck, runProgram } from '../support/program.ts';
import { causesOf, checkOf } from '../support/report-reading.ts';
import { asNobody } from '../support/unprivileged.ts';

let cleanup: Cleanup;
let directory: string;
beforeEach(() => {
  cleanup = new Cleanup();
  directory = temporaryDirectory(cleanup);
});
afterEach(() => cleanup.run());

describe('a configuration that is no configuration', () => {
  /** What is made at the path, and the code with which it ends. Each ends at once: nothing waits for a FIFO. */
  const kinds: readonly (readonly [string, (path: string) => unknown, string])[] = [
    ['missing', () => undefined, 'config-file/missing'],
    ['a directory', (path) => mkdirSync(path), 'config-file/not-a-file'],
    ['a FIFO', (path) => execFileSync('mkfifo', [path]), 'config-file/not-a-file'],
    ['100 MB', (path) => (writeFileSync(path, ''), truncateSync(path, 100_000_000)), 'config-file/too-large'],
    [
      'a binary',
      (path) => writeFileSync(path, Buffer.from('7f454c46020101000000ff1b5b324a0d0a93', 'hex')),
      'config-file/syntax',
    ],
    [
      'control characters',
      (path) => writeFileSync(path, 'Container:\n  "\u001b[2J\u001b]0;x\u0007": [\n'),
      'config-file/syntax',
    ],
  ];

  test.each(kinds)('%s', async (_, make, expected) => {
    const path = join(directory, 'config.yaml');
    make(path);
    const { report, code } = await runCheck(['-c', path, '--offline']);
    expect(causesOf(report)).toEqual([expected]);
    expect(code).toBe(1);
    const text = await runProgram(['check', '-c', path, '--offline']);
    expect(text.code).toBe(1);
  });

  test('a path with control characters', async () => {
    const text = await runProgram(['check', '-c', join(directory, 'a\u001b[31m\u0007b'), '--offline']);
    expect(text.code).toBe(1);
  });
});

describe('a socket that is no runtime', () => {
  const kinds: readonly (readonly [string, (socket: Socket) => unknown, string])[] = [
    ['silent', () => undefined, 'runtime-version/timeout'],
    ['closing at once', (socket) => socket.destroy(), 'runtime-version/not-grpc'],
    ['HTTP/1', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n\u001b[2J'), 'runtime-version/not-grpc'],
    ['an endless stream of control characters', flood, 'runtime-version/not-grpc'],
  ];

  test.each(kinds)('%s', async (_, behave, expected) => {
    const socket = join(directory, 'runtime.sock');
    await listen(cleanup, socket, behave);
    const { report, code } = await runCheck(['-c', makeCraneNode(cleanup, { socket }).config, '--offline']);
    expect(causesOf(report)).toEqual([expected]);
    expect(code).toBe(1);
  });

  test('a regular file', async () => {
    const socket = join(directory, 'runtime.sock');
    writeFileSync(socket, '');
    const { report } = await runCheck(['-c', makeCraneNode(cleanup, { socket }).config, '--offline']);
    expect(causesOf(report)).toEqual(['runtime-socket/not-a-socket']);
  });

  test('nothing', async () => {
    const socket = join(directory, 'runtime.sock');
    const { report } = await runCheck(['-c', makeCraneNode(cleanup, { socket }).config, '--offline']);
    expect(causesOf(report)).toContain('runtime-socket/missing');
    expect(checkOf(report, 'runtime-version').skip).toEqual({ reason: 'blocked', by: ['runtime-socket'] });
  });
});

describeWith(['root'], 'a user who may not look', () => {
  let nobody: ReturnType<typeof asNobody>;
  const copies = new Cleanup();
  beforeAll(() => {
    nobody = asNobody(copies);
  });
  afterAll(() => copies.run());

  test('a configuration that is not readable is unknown', async () => {
    const { config } = makeCraneNode(cleanup, { socket: '/run/containerd/containerd.sock' });
    execFileSync('chmod', ['600', config]);
    const { report, code } = await runCheck(['-c', config, '--offline'], nobody);
    expect(causesOf(report)).toEqual(['config-file/unreadable']);
    expect(report.host.uid).toBe(65534);
    expect([code, report.verdict]).toEqual([3, 'unknown']);
  });

  test('a socket in a directory that is closed to the user is unknown', async () => {
    const socket = join(directory, 'runtime.sock');
    await listen(cleanup, socket, () => undefined);
    const { config } = makeCraneNode(cleanup, { socket });
    const { report, code } = await runCheck(['-c', config, '--offline'], nobody);
    expect(checkOf(report, 'runtime-socket').status).toBe('unknown');
    expect(code).toBe(3);
  });
});

/** A server on a Unix socket that does this with every connection. */
async function listen(until: Cleanup, path: string, behave: (socket: Socket) => unknown): Promise<Server> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined).resume();
    behave(socket);
  });
  until.defer(() => {
    open.forEach((socket) => socket.destroy());
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return server;
}

function flood(socket: Socket): void {
  const chunk = Buffer.alloc(65_536, '\u001b[2J');
  const more = (): void => {
    while (socket.writable && socket.write(chunk));
  };
  socket.on('drain', more);
  more();
}
