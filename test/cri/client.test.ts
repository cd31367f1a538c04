import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer as createHttp2Server } from 'node:http2';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';

import { closeCri } from '../../src/cri/channels.ts';
import { callCri } from '../../src/cri/client.ts';
import { leaveStaleSocket, startCriServer, startSickServer } from '../../src/demo/cri-server.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { recordingOf } from './recordings.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());
afterAll(closeCri);

const recording = recordingOf('containerd-2.2.4');

const newSocket = (name = 's'): string => join(temporaryDirectory(cleanup), name);

function ask(socket: string, method = 'Version', limitMs = 5_000) {
  return callCri({ socket, service: 'RuntimeService', method, request: {} }, limitMs);
}

async function errorOf(socket: string, limitMs?: number): Promise<string> {
  const answer = await ask(socket, 'Version', limitMs);
  return answer.ok ? 'no error' : `${answer.error.code} ${answer.error.grpc?.code ?? '-'} ${answer.error.message}`;
}

async function serve(overrides = {}, socket = newSocket()): Promise<string> {
  const server = await startCriServer({ socket, recording, overrides });
  cleanup.defer(() => server.close());
  return socket;
}

describe('answers', () => {
  test('the reply as a plain object, and the time that it took', async () => {
    const answer = await ask(await serve());
    expect(answer).toMatchObject({
      ok: true,
      value: {
        reply: { version: '0.1.0', runtime_name: 'containerd', runtime_version: 'v2.2.4', runtime_api_version: 'v1' },
      },
    });
    expect(answer.ok && answer.value.ms).toBeGreaterThan(0);
  });

  test.each(['a b', '100%25', '#top?x=1', '%2Fetc', '运行时'])('a socket named %s', async (name) => {
    expect(await ask(await serve({}, newSocket(name)))).toMatchObject({ ok: true });
  });

  test('many calls at once, and again after the server came back', async () => {
    const socket = newSocket();
    const first = await startCriServer({ socket, recording });
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(socket, 'Status')));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    await first.close();
    expect(await ask(socket)).toMatchObject({ ok: false });
    await serve({}, socket);
    expect(await ask(socket)).toMatchObject({ ok: true });
  });
});

describe('errors are data', () => {
  test('a status of the server is GRPC with its code and its words', async () => {
    const details = 'failed to get docker version from dockerd: Cannot connect to the Docker daemon';
    const socket = await serve({ 'RuntimeService.Version': { error: { code: 2, details } } });
    expect(await ask(socket)).toEqual({
      ok: false,
      error: { code: 'GRPC', message: details, grpc: { code: 2, details } },
    });
    expect(await ask(socket, 'Status')).toMatchObject({ ok: true });
  });

  test('a server without CRI', async () => {
    const socket = newSocket();
    const server = await startSickServer(socket, 'no-cri');
    cleanup.defer(() => server.close());
    expect(await errorOf(socket)).toBe('GRPC 12 unknown service runtime.v1.RuntimeService');
  });

  test('a deadline that the server itself reports at once is its status, not silence', async () => {
    const error = { code: 4, details: 'context deadline exceeded' };
    expect(await errorOf(await serve({ 'RuntimeService.Version': { error } }))).toBe(
      'GRPC 4 context deadline exceeded',
    );
  });

  test('a reply beyond 4 MiB, craned’s limit too', async () => {
    const reply = { runtime_name: 'x'.repeat(4 * 1024 * 1024) };
    expect(await errorOf(await serve({ 'RuntimeService.Version': { reply } }))).toMatch(/^GRPC 8 .*larger than max/);
  });

  test('nothing there, a file, a directory, a stale socket', async () => {
    const directory = temporaryDirectory(cleanup);
    writeFileSync(join(directory, 'file'), '');
    mkdirSync(join(directory, 'directory'));
    await leaveStaleSocket(join(directory, 'stale'));
    expect(await errorOf(join(directory, 'missing'))).toMatch(/^ENOENT - connect ENOENT/);
    for (const name of ['file', 'directory', 'stale']) {
      expect(await errorOf(join(directory, name))).toMatch(/^ECONNREFUSED - connect ECONNREFUSED/);
    }
  });

  test('paths that no socket can have, and methods that the proto file does not have', async () => {
    for (const path of ['', 'relative', '/a\0b', '/a\nb', `/${'x'.repeat(107)}`]) {
      expect(await errorOf(path)).toMatch(/^EINVAL/);
    }
    expect(await ask('/x', 'PullImage')).toMatchObject({ ok: false, error: { code: 'EINVAL' } });
  });

  test('HTTP/1, and a connection that is closed at once', async () => {
    for (const fault of ['http1', 'closing'] as const) {
      const socket = newSocket();
      const server = await startSickServer(socket, fault);
      cleanup.defer(() => server.close());
      expect(await errorOf(socket)).toMatch(/^NO_GRPC - ./);
    }
  });

  test('HTTP/2 that is no gRPC', async () => {
    const socket = newSocket();
    const server = createHttp2Server((_, response) => response.writeHead(404).end('no')).listen(socket);
    await once(server, 'listening');
    cleanup.defer(() => server.close());
    expect(await errorOf(socket)).toMatch(/^NO_GRPC - Received HTTP status code 404/);
    closeCri();
  });
});

describe('silence', () => {
  test('ends at the deadline, for all calls at once', async () => {
    const socket = newSocket();
    const server = await startSickServer(socket, 'silent');
    cleanup.defer(() => server.close());
    const answers = await Promise.all([ask(socket, 'Version', 300), ask(socket, 'Status', 300)]);
    for (const answer of answers) {
      expect(answer).toMatchObject({ ok: false, error: { code: 'TIMEOUT', message: 'no answer' } });
      expect(!answer.ok && answer.error.afterMs).toBeGreaterThanOrEqual(270);
    }
  });

  test('a server that greets and then says nothing', async () => {
    const socket = newSocket();
    const server = createHttp2Server().on('stream', () => {});
    server.listen(socket);
    await once(server, 'listening');
    cleanup.defer(() => server.close());
    expect(await errorOf(socket, 300)).toBe('TIMEOUT - no answer');
    closeCri();
  });

  test('neither a silent socket nor an open channel keeps the process', async () => {
    const socket = newSocket();
    const silent = createServer(() => {}).listen(socket);
    await once(silent, 'listening');
    cleanup.defer(() => silent.close());
    const alive = await serve();
    const client = join(import.meta.dirname, '../../src/cri/client.ts');
    const script = `
      import { callCri } from ${JSON.stringify(client)};
      const ask = (socket) => callCri({ socket, service: 'RuntimeService', method: 'Version', request: {} }, 200);
      const answers = await Promise.all([ask(${JSON.stringify(socket)}), ask(${JSON.stringify(alive)})]);
      console.log(answers.map((answer) => (answer.ok ? 'ok' : answer.error.code)).join(' '));`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    cleanup.defer(() => child.kill('SIGKILL'));
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const [exitCode] = (await once(child, 'exit')) as [number | null];
    expect([output.trim(), exitCode]).toEqual(['TIMEOUT ok', 0]);
  });
});
