import type { Socket } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { liveHost } from '../../../src/host/live.ts';
import { Cleanup } from '../../support/cleanup.ts';
import { httpRequest } from '../../support/http-request.ts';
import { loopbackServers } from '../../support/loopback-servers.ts';

const cleanup = new Cleanup();
const { http, raw } = loopbackServers(cleanup);
/** For every step, in ms: every peer is in this process. */
const LIMIT = 600;
const host = liveHost({ limits: { http: LIMIT } });
afterAll(async () => {
  host.close();
  await cleanup.run();
});

const MiB = 1 << 20;

/** A head, then the same bytes without end. */
const pour = (head: string, chunk: string) => (socket: Socket) => {
  socket.write(head);
  const more = (): void => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on('drain', more);
  more();
};
/** The same reply from a registry, and from a proxy that is asked for it. */
const bothWays = (port: number, more: Parameters<typeof httpRequest>[1] = {}) =>
  [
    httpRequest(`http://127.0.0.1:${port}/`, more),
    httpRequest('http://registry.test/', { ...more, address: null, proxy: `http://127.0.0.1:${port}` }),
  ].map((request) => host.ask('http', request));

test('HEAD asks for the head alone', async () => {
  const port = await http((request, reply) => {
    reply.setHeader('docker-content-digest', 'sha256:x').setHeader('content-length', 1_234);
    reply.end(request.method === 'HEAD' ? undefined : 'x'.repeat(1_234));
  });
  expect(await host.ask('http', httpRequest(`http://127.0.0.1:${port}/`, { method: 'HEAD' }))).toMatchObject({
    value: {
      status: 200,
      headers: { 'docker-content-digest': 'sha256:x', 'content-length': '1234' },
      body: '',
      bodyBytes: 0,
      bodyMs: 0,
    },
  });
});

test('a body is counted and not kept where it is not wanted; a part of a blob can be asked for', async () => {
  const blob = 'x'.repeat(3 * MiB);
  const port = await http((request, reply) => {
    const to = Number(/^bytes=0-(\d+)$/.exec(request.headers.range ?? '')?.[1]);
    reply.writeHead(206, { 'content-range': `bytes 0-${to}/${blob.length}` }).end(blob.slice(0, to + 1));
  });
  const answer = await host.ask(
    'http',
    httpRequest(`http://127.0.0.1:${port}/`, {
      headers: { range: `bytes=0-${2 * MiB - 1}` },
      maxBodyBytes: 4 * MiB,
      discardBody: true,
    }),
  );
  expect(answer).toMatchObject({
    value: {
      status: 206,
      headers: { 'content-range': `bytes 0-${2 * MiB - 1}/${3 * MiB}` },
      body: '',
      bodyBytes: 2 * MiB,
    },
  });
  expect(answer.ok && answer.value.bodyMs).toBeGreaterThan(0);
  expect(answer.ok && answer.value.bodyMs).toBeLessThanOrEqual((answer.ok && answer.value.ms) || 0);
});

test('a server that does not know of ranges is not read to its end', async () => {
  const port = await raw(pour('HTTP/1.1 200 OK\r\n\r\n', 'x'.repeat(64 * 1_024)));
  for (const answer of await Promise.all(bothWays(port, { maxBodyBytes: MiB, discardBody: true }))) {
    const bytes = answer.ok ? answer.value.bodyBytes : 0;
    expect(bytes).toBeGreaterThanOrEqual(MiB);
    expect(bytes).toBeLessThan(2 * MiB);
  }
});

test('a body that does not end in time tells how much of it came', async () => {
  const port = await raw((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n');
    const timer = setInterval(() => socket.write('x'), 100);
    socket.on('close', () => clearInterval(timer));
  });
  for (const answer of await Promise.all(bothWays(port, { discardBody: true }))) {
    expect(answer).toMatchObject({ error: { code: 'TIMEOUT', afterMs: LIMIT, detail: { step: 'body' } } });
    const { bodyBytes, bodyMs } = (answer.ok ? null : answer.error.detail) as { bodyBytes: number; bodyMs: number };
    expect(bodyBytes).toBeGreaterThan(1);
    expect(bodyBytes).toBeLessThan(10);
    expect(bodyMs).toBeGreaterThan(0);
  }
});

test.each([
  ['headers', 'HTTP/1.1 200 OK\r\n', 'X-More: y\r\n'.repeat(5_000), 'headers'],
  ['one header', 'HTTP/1.1 200 OK\r\nX: ', 'y'.repeat(64 * 1_024), 'headers'],
  ['provisional answers', '', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(2_000), 'headers'],
  ['trailers', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n', 'X-More: y\r\n'.repeat(5_000), 'body'],
  ['chunk extensions', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;', 'x'.repeat(64 * 1_024), 'body'],
])('%s without end end within the limit and take no memory', async (_, head, more, step) => {
  const port = await raw(pour(head, more));
  const before = process.memoryUsage().rss;
  for (const answer of await Promise.all(bothWays(port))) {
    expect(answer).toMatchObject({ error: { detail: { step } } });
  }
  expect(process.memoryUsage().rss - before).toBeLessThan(150 * MiB);
});
