import { mkdirSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Host } from '../../../src/host/host.ts';
import { liveHost } from '../../../src/host/live.ts';
import type { HttpRequest } from '../../../src/host/questions.ts';
import { makeAuthority, type Authority } from '../../support/certificates.ts';
import { Cleanup, temporaryDirectory } from '../../support/cleanup.ts';
import { httpRequest } from '../../support/http-request.ts';
import { loopbackServers, startForwardProxy } from '../../support/loopback-servers.ts';

const cleanup = new Cleanup();
const { http, https, raw } = loopbackServers(cleanup);
/** For every step, in ms: every peer is in this process. */
const LIMIT = 600;
/** A label has at most 63 bytes (RFC 1035, 2.3.4): no name server is asked. */
const NO_NAME = `${'x'.repeat(64)}.test`;
let trusted: Authority;
let other: Authority;
let host: Host;

beforeAll(() => {
  trusted = makeAuthority(cleanup);
  other = makeAuthority(cleanup);
  const directory = temporaryDirectory(cleanup);
  mkdirSync(join(directory, 'none'));
  writeFileSync(join(directory, 'ca.crt'), trusted.certificate);
  const authorities = { files: [join(directory, 'ca.crt')], directories: [join(directory, 'none')] };
  host = liveHost({ authorities, limits: { http: LIMIT } });
});
afterAll(async () => {
  host.close();
  await cleanup.run();
});

/** Asks for a URL through a proxy; the names in it are known to nobody but the proxy. */
const through = (proxy: number | string, url: string, more: Partial<HttpRequest> = {}) =>
  host.ask(
    'http',
    httpRequest(url, {
      address: null,
      proxy: typeof proxy === 'number' ? `http://127.0.0.1:${proxy}` : proxy,
      ...more,
    }),
  );

test('an https URL goes through a tunnel: the proxy resolves the name, TLS is with the registry', async () => {
  const target = await https(trusted.issue(['registry.test']), (request, reply) =>
    reply.end(JSON.stringify({ url: request.url, headers: request.headers })),
  );
  const proxy = await startForwardProxy(cleanup, target);
  const answer = await through(`http://us%40er:p%20w@127.0.0.1:${proxy.port}`, 'https://registry.test/v2/?a=b');
  expect(answer).toMatchObject({
    value: {
      status: 200,
      certificate: { subject: 'CN=registry.test' },
      stepMs: {
        'proxy-resolve': expect.any(Number) as number,
        'proxy-connect': expect.any(Number) as number,
        proxy: expect.any(Number) as number,
        tls: expect.any(Number) as number,
        headers: expect.any(Number) as number,
        body: expect.any(Number) as number,
      },
    },
  });
  const basic = `Basic ${Buffer.from('us@er:p w').toString('base64')}`;
  expect(proxy.asked).toEqual([{ line: 'CONNECT registry.test:443', authorization: basic }]);
  // What the proxy is told is no business of the registry.
  const seen = JSON.parse(answer.ok ? answer.value.body : '') as { url: string; headers: object };
  expect(seen).toEqual({ url: '/v2/?a=b', headers: { host: 'registry.test', connection: 'close' } });
});

test('an http URL is asked of the proxy as a whole', async () => {
  const target = await http((request, reply) => reply.end(request.headers.host));
  const proxy = await startForwardProxy(cleanup, target);
  const answer = await through(`http://u:p@127.0.0.1:${proxy.port}`, 'http://registry.test:5000/v2/');
  expect(answer).toMatchObject({ value: { status: 200, body: 'registry.test:5000', certificate: null } });
  expect(proxy.asked).toEqual([{ line: 'GET http://registry.test:5000/v2/', authorization: 'Basic dTpw' }]);
});

test('an IPv6 address keeps its brackets on the way', async () => {
  const proxy = await startForwardProxy(cleanup, await https(trusted.issue(['::1'])));
  expect(await through(proxy.port, 'https://[::1]:5000/')).toMatchObject({ value: { body: 'ok' } });
  expect(proxy.asked).toMatchObject([{ line: 'CONNECT [::1]:5000', authorization: null }]);
});

test("the proxy's own name is resolved by the host, and whichever of its addresses accepts is taken", async () => {
  const proxy = await startForwardProxy(cleanup, await http((_, reply) => reply.end('here')));
  const answer = await through(`http://localhost:${proxy.port}`, 'http://registry.test/');
  expect(answer).toMatchObject({ value: { body: 'here' } });
  expect(await through(`http://${NO_NAME}:3128`, 'http://registry.test/')).toMatchObject({
    ok: false,
    error: { detail: { step: 'proxy-resolve' } },
  });
});

test('a proxy over TLS, whose certificate is judged as well', async () => {
  const target = await https(trusted.issue(['registry.test']));
  const proxy = await startForwardProxy(cleanup, target, trusted.issue(['127.0.0.1']));
  const at = (port: number): string => `https://127.0.0.1:${port}`;
  expect(await through(at(proxy.port), 'https://registry.test/')).toMatchObject({
    value: {
      body: 'ok',
      certificate: { subject: 'CN=registry.test' },
      stepMs: { 'proxy-tls': expect.any(Number) as number },
    },
  });
  expect(proxy.asked).toMatchObject([{ line: 'CONNECT registry.test:443' }]);
  const plain = await startForwardProxy(
    cleanup,
    await http((_, reply) => reply.end('x')),
    trusted.issue(['127.0.0.1']),
  );
  expect(await through(at(plain.port), 'http://registry.test/')).toMatchObject({ value: { body: 'x' } });
  const unknown = await startForwardProxy(cleanup, target, other.issue(['127.0.0.1']));
  expect(await through(at(unknown.port), 'https://registry.test/')).toMatchObject({
    error: { code: expect.stringMatching(/^UNABLE_TO_/) as string, detail: { step: 'proxy-tls' } },
  });
  expect(unknown.asked).toEqual([]);
});

test("the registry's certificate is judged through the tunnel too, before anything is sent", async () => {
  let requests = 0;
  const target = await https(other.issue(['registry.test']), (_, reply) => {
    requests += 1;
    reply.end();
  });
  const proxy = await startForwardProxy(cleanup, target);
  expect(await through(proxy.port, 'https://registry.test/', { headers: { authorization: 'x' } })).toMatchObject({
    error: {
      code: expect.stringMatching(/^UNABLE_TO_/) as string,
      detail: { step: 'tls', subject: 'CN=registry.test' },
    },
  });
  expect(requests).toBe(0);
});

test.each([
  ['wants credentials', '407 Proxy Authentication Required', 'ERR_PROXY_AUTH', 407],
  ['wants other credentials, in the words of tinyproxy', '401 Unauthorized', 'ERR_PROXY_AUTH', 401],
  ['forbids the host', '403 Filtered', 'ERR_PROXY_REFUSED', 403],
  ['cannot reach the host', '502 Bad Gateway', 'ERR_PROXY_REFUSED', 502],
  ['answers 204, which is no tunnel for Go', '204 No Content', 'ERR_PROXY_REFUSED', 204],
])('a proxy that %s', async (_, line, code, status) => {
  const proxy = await raw((socket) => socket.end(`HTTP/1.1 ${line}\r\nContent-Length: 0\r\n\r\n`));
  expect(await through(proxy, 'https://registry.test/')).toMatchObject({
    error: { code, detail: { step: 'proxy', status, reason: line.slice(4) }, message: `the proxy answers ${line}` },
  });
});

test('credentials that a proxy wants for a plain URL are no answer of the registry', async () => {
  const proxy = await raw((socket) => socket.end('HTTP/1.1 407 Who are you\r\nContent-Length: 0\r\n\r\n'));
  expect(await through(proxy, 'http://registry.test/')).toMatchObject({
    error: { code: 'ERR_PROXY_AUTH', detail: { step: 'proxy', status: 407, reason: 'Who are you' } },
  });
});

test('credentials of a proxy are in no answer and no error, even where a peer sends them back', async () => {
  const parrot = await raw((socket) =>
    socket.once('data', (head: Buffer) => {
      const said = /authorization: (.*)\r/i.exec(head.toString())?.[1] ?? '';
      const clear = Buffer.from(said.slice(6), 'base64').toString();
      socket.end(
        `HTTP/1.1 ${head.toString().startsWith('CONNECT') ? 403 : 200} ${said}\r\nX: ${clear}\r\n\r\n${said} ${clear}`,
      );
    }),
  );
  const silent = await raw((socket) => socket.resume());
  const asked = [
    through(`http://us%65r:s%20cret@127.0.0.1:${parrot}`, 'https://registry.test/'),
    through(`http://us%65r:s%20cret@127.0.0.1:${parrot}`, 'http://registry.test/'),
    through(`http://user:s%20cret@127.0.0.1:${silent}`, 'https://registry.test/'),
    through('http://user:s%20cret@127.0.0.1:1', 'https://registry.test/'),
    through(`http://user:s%20cret@${NO_NAME}:1`, 'https://registry.test/'),
    through('socks5://user:s%20cret@127.0.0.1:1', 'https://registry.test/'),
    through('http://user:s%20cret%zz@127.0.0.1:1', 'https://registry.test/'),
    through('http://user:s%20cret@[::1', 'https://registry.test/'),
  ];
  const answers = await Promise.all(asked);
  const text = JSON.stringify(answers);
  expect(answers[1]).toMatchObject({ value: { body: '*** ***'.replace('***', 'Basic ***'), headers: { x: '***' } } });
  for (const secret of ['cret', Buffer.from('user:s cret').toString('base64')]) expect(text).not.toContain(secret);
});

test('what is no proxy is told at once', async () => {
  for (const proxy of ['socks5://127.0.0.1:1', 'nonsense', '127.0.0.1:3128', 'http://u:%ff@127.0.0.1:1']) {
    expect(await through(proxy, 'https://registry.test/')).toMatchObject({ error: { code: 'EINVAL' } });
  }
  // The name is the proxy's to resolve.
  expect(await through(1, 'https://registry.test/', { address: '127.0.0.1' })).toMatchObject({
    error: { code: 'EINVAL' },
  });
  expect(await through(1, 'https://registry.test/')).toMatchObject({
    error: { code: 'ECONNREFUSED', detail: { step: 'proxy-connect' } },
  });
});

const ESTABLISHED = 'HTTP/1.1 200 OK\r\n\r\n';
const drip = (head: string) => (socket: Socket) => {
  socket.write(head);
  const timer = setInterval(() => socket.write('x'), 100);
  socket.on('close', () => clearInterval(timer));
};
/** A head and then the same bytes without end, as quickly as they are taken. */
const pour = (head: string, chunk: string) => (socket: Socket) => {
  socket.write(head);
  const more = (): void => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on('drain', more);
  more();
};

test.each([
  ['is silent', (socket: Socket) => socket.resume(), 'proxy', /^TIMEOUT$/],
  ['drips its head', drip('HTTP/1.1 200 OK\r\nX-Slow: '), 'proxy', /^TIMEOUT$/],
  [
    'sends headers without end',
    pour('HTTP/1.1 200 OK\r\n', 'X-More: y\r\n'.repeat(1_000)),
    'proxy',
    /^HPE_HEADER_OVERFLOW$/,
  ],
  [
    'sends provisional answers without end, which Node takes for its last,',
    pour('', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(100)),
    'proxy',
    /^ERR_PROXY_REFUSED$/,
  ],
  ['closes', (socket: Socket) => socket.end(), 'proxy', /^ECONNRESET$/],
  ['speaks something else', (socket: Socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'), 'proxy', /^HPE_/],
  ['opens a tunnel that is silent', (socket: Socket) => socket.write(ESTABLISHED), 'tls', /^TIMEOUT$/],
  ['opens a tunnel and closes it', (socket: Socket) => socket.end(ESTABLISHED), 'tls', /^ECONNRESET$/],
  ['opens a tunnel to something else', pour(ESTABLISHED, 'x'.repeat(10_000)), 'tls', /^ERR_SSL_|^EPROTO$/],
])('a proxy that %s ends at that step, within its limit', async (_, behave, step, code) => {
  const proxy = await raw((socket) => {
    // What it is asked is read first, else closing would reset the connection.
    socket.once('data', () => behave(socket));
  });
  expect(await through(proxy, 'https://registry.test/')).toMatchObject({
    error: { code: expect.stringMatching(code) as string, detail: { step } },
  });
});

test('a tunnel that breaks at any byte is an answer', async () => {
  const target = await https(trusted.issue(['registry.test']), (_, reply) => reply.end('x'.repeat(20_000)));
  const { port } = await startForwardProxy(cleanup, target);
  for (let after = 1; after < 24_000; after += after < 3_000 ? 150 : 3_000) {
    const cutting = await raw((client) => {
      const proxy = connect(port, '127.0.0.1');
      let left = after;
      client.pipe(proxy).on('error', () => {});
      proxy.on('data', (chunk: Buffer) => {
        client.write(chunk.subarray(0, left));
        left -= chunk.length;
        if (left <= 0) client.resetAndDestroy();
      });
      client.on('close', () => proxy.destroy());
    });
    const answer = await through(cutting, 'https://registry.test/', { maxBodyBytes: 100_000 });
    expect(answer).toMatchObject({ ok: false, error: { detail: { step: expect.any(String) as string } } });
  }
});

test('closing the host ends what is under way', async () => {
  const short = liveHost();
  const { promise: connected, resolve } = Promise.withResolvers<Buffer>();
  const silent = await raw((socket) => socket.once('data', resolve));
  const asked = short.ask(
    'http',
    httpRequest('https://registry.test/', { address: null, proxy: `http://127.0.0.1:${silent}` }),
  );
  await connected;
  short.close();
  const answer = await asked;
  expect(answer.ok).toBe(false);
  expect(answer).not.toMatchObject({ error: { code: 'TIMEOUT' } });
});
