import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer as createHttps } from 'node:https';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { liveHost, type LiveOptions } from '../../../src/host/live.ts';
import type { Host } from '../../../src/host/host.ts';
import type { HttpRequest } from '../../../src/host/questions.ts';
import { makeAuthority, type Authority } from '../../support/certificates.ts';
import { Cleanup, temporaryDirectory } from '../../support/cleanup.ts';
import { httpRequest } from '../../support/http-request.ts';
import { loopbackServers, onLoopback, pem } from '../../support/loopback-servers.ts';

const cleanup = new Cleanup();
let trusted: Authority;
let other: Authority;
let host: Host;
let directory = '';
const { http, https, raw } = loopbackServers(cleanup);

beforeAll(() => {
  trusted = makeAuthority(cleanup);
  other = makeAuthority(cleanup);
  directory = temporaryDirectory(cleanup);
  mkdirSync(join(directory, 'certs'));
  writeFileSync(join(directory, 'ca.crt'), `text around it\n${trusted.certificate}\n-----BEGIN CERTIFICATE-----\n`);
  host = hostTrusting('ca.crt');
});
afterAll(async () => {
  host.close();
  await cleanup.run();
});

function hostTrusting(file: string, options: LiveOptions = {}): Host {
  const authorities = {
    files: [join(directory, 'absent'), join(directory, file)],
    directories: [join(directory, 'certs')],
  };
  const trusting = liveHost({ authorities, ...options });
  cleanup.defer(() => trusting.close());
  return trusting;
}

const get = (url: string, more: Partial<HttpRequest> = {}) => host.ask('http', httpRequest(url, more));

test('a reply has its status, headers and body; the request has the host of the URL and our headers', async () => {
  const port = await http((request, reply) => {
    const { method, url, headers } = request;
    reply.writeHead(401, { 'WWW-Authenticate': 'Bearer realm="x"', 'Set-Cookie': ['a=1', 'b=2'] });
    reply.end(JSON.stringify({ method, url, host: headers.host, accept: headers.accept }));
  });
  const answer = await get(`http://registry.example:${port}/v2/?a=b`, { headers: { accept: 'text/x' } });
  expect(answer).toMatchObject({
    value: {
      status: 401,
      headers: { 'www-authenticate': 'Bearer realm="x"', 'set-cookie': 'a=1, b=2' },
      certificate: null,
    },
  });
  expect(answer.ok && JSON.parse(answer.value.body)).toEqual({
    method: 'GET',
    url: '/v2/?a=b',
    host: `registry.example:${port}`,
    accept: 'text/x',
  });
});

test('a redirect is not followed, a body is cut where the question ends', async () => {
  const port = await http((_, reply) => {
    reply.writeHead(307, { location: 'http://127.0.0.1:1/' });
    const more = (): void => {
      if (reply.write('x'.repeat(100_000))) setImmediate(more);
    };
    reply.on('drain', more);
    more();
  });
  const answer = await get(`http://127.0.0.1:${port}/`, { maxBodyBytes: 1_234 });
  expect(answer).toMatchObject({ value: { status: 307, headers: { location: 'http://127.0.0.1:1/' } } });
  expect(answer.ok && answer.value.body).toBe('x'.repeat(1_234));
});

test('without an address the name is resolved by the host', async () => {
  const port = await http((_, reply) => reply.end('here'));
  expect(await get(`http://127.0.0.1:${port}/`, { address: null })).toMatchObject({ value: { body: 'here' } });
});

test('a proxy of the environment is not used', async () => {
  process.env['http_proxy'] = process.env['HTTP_PROXY'] = 'http://127.0.0.1:1';
  const port = await http((_, reply) => reply.end('direct'));
  const answer = await get(`http://127.0.0.1:${port}/`);
  delete process.env['http_proxy'];
  delete process.env['HTTP_PROXY'];
  expect(answer).toMatchObject({ value: { body: 'direct' } });
});

test('a trusted certificate is accepted for its names and addresses, and told', async () => {
  const names = ['registry.example', '127.0.0.1'];
  const port = await https(trusted.issue(names));
  for (const url of [`https://registry.example:${port}/`, `https://127.0.0.1:${port}/`]) {
    expect(await get(url)).toMatchObject({
      value: {
        status: 200,
        body: 'ok',
        certificate: {
          subject: 'CN=registry.example',
          issuer: 'CN=crane-doctor test CA',
          names,
          validFrom: '2020-01-01T00:00:00.000Z',
          validTo: '2049-01-01T00:00:00.000Z',
        },
      },
    });
  }
});

test('the name goes to the server in SNI', async () => {
  const server = createHttps(pem(trusted.issue(['registry.example'])));
  const names: (string | false | undefined)[] = [];
  server.on('request', (request, reply) => {
    names.push((request.socket as Socket & { servername?: string | false }).servername);
    reply.end();
  });
  const port = await onLoopback(cleanup, server);
  expect(await get(`https://registry.example:${port}/`)).toMatchObject({ ok: true });
  expect(names).toEqual(['registry.example']);
});

test.each([
  ['of another authority', 'registry.example', () => other.issue(['registry.example']), /^UNABLE_TO_/],
  [
    'for another name',
    'elsewhere.example',
    () => trusted.issue(['registry.example']),
    /^ERR_TLS_CERT_ALTNAME_INVALID$/,
  ],
  [
    'that has expired',
    'registry.example',
    () => trusted.issue(['registry.example'], { from: '20200101000000Z', to: '20210101000000Z' }),
    /^CERT_HAS_EXPIRED$/,
  ],
  [
    'that is not valid yet',
    'registry.example',
    () => trusted.issue(['registry.example'], { from: '20480101000000Z', to: '20490101000000Z' }),
    /^CERT_NOT_YET_VALID$/,
  ],
])('a certificate %s is refused before anything is sent, and told', async (_, name, issue, code) => {
  let requests = 0;
  const port = await https(issue(), (_request, reply) => {
    requests += 1;
    reply.end();
  });
  const answer = await get(`https://${name}:${port}/`, { headers: { authorization: 'Basic c2VjcmV0' } });
  expect(answer).toMatchObject({
    ok: false,
    error: {
      code: expect.stringMatching(code) as string,
      detail: {
        step: 'tls',
        subject: 'CN=registry.example',
        issuer: 'CN=crane-doctor test CA',
        names: 'registry.example',
      },
    },
  });
  expect(requests).toBe(0);
});

test('an authority that was just put into the directory is trusted, as Go does', async () => {
  const port = await https(other.issue(['registry.example']));
  writeFileSync(join(directory, 'certs/own.pem'), other.certificate);
  const answer = await hostTrusting('ca.crt').ask('http', httpRequest(`https://registry.example:${port}/`));
  expect(answer).toMatchObject({ value: { status: 200 } });
});

test('a common name alone is no name, as Go has it', async () => {
  const key = join(directory, 'cn.key');
  const certificate = join(directory, 'cn.crt');
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key];
  execFileSync(
    'openssl',
    ['req', '-x509', ...newKey, '-subj', '/CN=registry.example', '-days', '30', '-out', certificate],
    {
      stdio: 'pipe',
    },
  );
  const port = await https({ certificate, key });
  const answer = await hostTrusting('cn.crt').ask('http', httpRequest(`https://registry.example:${port}/`));
  expect(answer).toMatchObject({
    error: { code: 'ERR_TLS_CERT_ALTNAME_INVALID', message: expect.stringContaining('common name') as string },
  });
});

test('without any authority nobody is trusted: the list of Node does not count', async () => {
  const port = await https(trusted.issue(['registry.example']));
  const answer = await hostTrusting('no-such-file').ask('http', httpRequest(`https://registry.example:${port}/`));
  expect(answer).toMatchObject({ error: { code: expect.stringMatching(/^(UNABLE_TO_|SELF_SIGNED)/) as string } });
});

const timeout = (step: string) => ({ error: { code: 'TIMEOUT', afterMs: 600, detail: { step } } });

test('a peer that never speaks TLS, never replies, or drips its head or body ends at the limit of that step', async () => {
  const impatient = hostTrusting('ca.pem', { limits: { http: 600 } });
  const within = (url: string) => impatient.ask('http', httpRequest(url));
  const silent = await raw((socket) => socket.resume());
  const drip = (head: string) => (socket: Socket) => {
    socket.write(head);
    const timer = setInterval(() => socket.write('x'), 100);
    socket.on('close', () => clearInterval(timer));
  };
  const head = await raw(drip('HTTP/1.1 200 OK\r\nX-Slow: '));
  const body = await raw(drip('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n'));
  const answers = await Promise.all([
    within(`https://127.0.0.1:${silent}/`),
    within(`http://127.0.0.1:${silent}/`),
    within(`http://127.0.0.1:${head}/`),
    within(`http://127.0.0.1:${body}/`),
  ]);
  expect(answers).toMatchObject([timeout('tls'), timeout('headers'), timeout('headers'), timeout('body')]);
});

test.each([
  ['speaks something else', 'SSH-2.0-OpenSSH_9.2\r\n', 'headers', /^HPE_/],
  ['closes at once', '', 'headers', /^ECONNRESET$/],
  ['closes in its body', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc', 'body', /^ECONNRESET$/],
  ['sends a header without end', `HTTP/1.1 200 OK\r\nX: ${'y'.repeat(70_000)}`, 'headers', /^HPE_HEADER_OVERFLOW$/],
])('a peer that %s is an answer', async (_, bytes, step, code) => {
  const port = await raw((socket) => socket.end(bytes));
  expect(await get(`http://127.0.0.1:${port}/`)).toMatchObject({
    error: { code: expect.stringMatching(code) as string, detail: { step } },
  });
});

test('HTTP where TLS is expected is told by the code of the TLS library', async () => {
  const port = await http((_, reply) => reply.end());
  const answer = await get(`https://127.0.0.1:${port}/`);
  expect(answer).toMatchObject({
    error: {
      code: expect.stringMatching(/^ERR_SSL_|^EPROTO$/) as string,
      message: expect.stringMatching(/^[a-z ]+$/) as string,
      detail: { step: 'tls' },
    },
  });
  expect(answer.ok ? '' : answer.error.message).not.toContain('node:');
});

test('a port that refuses, and what is no URL or address, are answers', async () => {
  expect(await get('http://127.0.0.1:1/')).toMatchObject({
    error: { code: 'ECONNREFUSED', detail: { step: 'connect' } },
  });
  for (const url of ['nonsense', 'file:///etc/passwd', 'http://']) {
    expect(await get(url)).toMatchObject({ error: { code: 'EINVAL' } });
  }
  expect(await get('http://x/', { address: 'localhost' })).toMatchObject({ error: { code: 'EINVAL' } });
  expect(await get('http://127.0.0.1:1/', { headers: { 'bad header': 'x' } })).toMatchObject({ ok: false });
});
