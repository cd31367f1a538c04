import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Host } from '../../src/host/host.ts';
import { liveHost } from '../../src/host/live.ts';
import { makeAuthority, type Authority } from '../support/certificates.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { httpRequest } from '../support/http-request.ts';
import { loopbackServers } from '../support/loopback-servers.ts';
import { describeWith } from '../support/needs.ts';
import { startRegistry } from '../support/registry.ts';
import { startTinyproxy } from '../support/tinyproxy.ts';

describeWith(['tinyproxy', 'docker-registry', 'openssl'], 'a real forward proxy', () => {
  const cleanup = new Cleanup();
  const { http } = loopbackServers(cleanup);
  /** For every step, in ms. */
  const LIMIT = 1_500;
  let host: Host;
  let authority: Authority;

  beforeAll(() => {
    authority = makeAuthority(cleanup);
    const directory = temporaryDirectory(cleanup);
    mkdirSync(join(directory, 'none'));
    writeFileSync(join(directory, 'ca.crt'), authority.certificate);
    const authorities = { files: [join(directory, 'ca.crt')], directories: [join(directory, 'none')] };
    host = liveHost({ authorities, limits: { http: LIMIT } });
  });
  afterAll(async () => {
    host.close();
    await cleanup.run();
  });

  const through = (proxy: string, url: string) =>
    host.ask('http', httpRequest(url, { address: null, proxy: `http://${proxy}` }));
  const overTls = async (): Promise<number> =>
    (await startRegistry(cleanup, { tls: authority.issue(['localhost']) })).port;

  test('leads to a registry over TLS, by the name that the proxy resolves', async () => {
    const [port, proxy] = await Promise.all([overTls(), startTinyproxy(cleanup)]);
    expect(await through(`127.0.0.1:${proxy.port}`, `https://localhost:${port}/v2/`)).toMatchObject({
      value: { status: 200, body: '{}', certificate: { subject: 'CN=localhost' } },
    });
    expect(proxy.daemon.output()).toContain(`CONNECT localhost:${port} HTTP/1.1`);
  });

  test('leads to a registry over plain HTTP', async () => {
    const [registry, proxy] = await Promise.all([startRegistry(cleanup), startTinyproxy(cleanup)]);
    expect(await through(`127.0.0.1:${proxy.port}`, `http://localhost:${registry.port}/v2/`)).toMatchObject({
      value: {
        status: 200,
        body: '{}',
        headers: {
          'docker-distribution-api-version': 'registry/2.0',
          via: expect.stringContaining('tinyproxy') as string,
        },
      },
    });
  });

  test('refuses this client, a host or a port: CONNECT is answered with the status and the reason', async () => {
    const port = await overTls();
    const [client, filtered, ports] = await Promise.all([
      startTinyproxy(cleanup, { allow: '127.0.0.9' }),
      startTinyproxy(cleanup, { filter: ['^localhost$'] }),
      startTinyproxy(cleanup, { connectPorts: [443] }),
    ]);
    const answers = await Promise.all(
      [client, filtered, ports].map((proxy) => through(`127.0.0.1:${proxy.port}`, `https://localhost:${port}/v2/`)),
    );
    const refusal = (reason: string) => ({
      error: { code: 'ERR_PROXY_REFUSED', detail: { step: 'proxy', status: 403, reason } },
    });
    expect(answers).toMatchObject([refusal('Access denied'), refusal('Filtered'), refusal('Access violation')]);
  });

  test('knows no such name: the proxy says so, nobody resolves it here', async () => {
    const proxy = await startTinyproxy(cleanup);
    // A label has at most 63 bytes (RFC 1035, 2.3.4): no name server is asked.
    expect(await through(`127.0.0.1:${proxy.port}`, `https://${'x'.repeat(64)}.test/v2/`)).toMatchObject({
      error: { code: 'ERR_PROXY_REFUSED', detail: { step: 'proxy', status: 500 } },
    });
  });

  test('wants a name and a password', async () => {
    const port = await overTls();
    const plain = await http((request, reply) => reply.end(request.headers['proxy-authorization'] ?? 'nothing'));
    const proxy = await startTinyproxy(cleanup, { basicAuth: 'node s3cret' });
    const at = `127.0.0.1:${proxy.port}`;
    const answers = await Promise.all([
      through(at, `https://localhost:${port}/v2/`),
      through(`node:wr0ng@${at}`, `https://localhost:${port}/v2/`),
      through(at, `http://localhost:${plain}/`),
      through(`node:s3cret@${at}`, `https://localhost:${port}/v2/`),
      through(`node:s3cret@${at}`, `http://localhost:${plain}/`),
    ]);
    const refusal = (status: number) => ({
      error: { code: 'ERR_PROXY_AUTH', detail: { step: 'proxy', status } },
    });
    expect(answers).toMatchObject([
      refusal(407),
      refusal(401),
      refusal(407),
      { value: { status: 200 } },
      { value: { status: 200, body: 'nothing' } },
    ]);
    expect(JSON.stringify(answers)).not.toMatch(/s3cret|wr0ng/);
  });

  test('is stopped: its kernel still accepts, nobody answers', async () => {
    const proxy = await startTinyproxy(cleanup);
    proxy.daemon.signal('SIGSTOP');
    const answers = await Promise.all([
      through(`127.0.0.1:${proxy.port}`, 'https://localhost/v2/'),
      through(`127.0.0.1:${proxy.port}`, 'http://localhost/v2/'),
    ]);
    expect(answers).toMatchObject([
      { error: { code: 'TIMEOUT', afterMs: LIMIT, detail: { step: 'proxy' } } },
      { error: { code: 'TIMEOUT', afterMs: LIMIT, detail: { step: 'headers' } } },
    ]);
    await proxy.daemon.stop();
    expect(await through(`127.0.0.1:${proxy.port}`, 'https://localhost/v2/')).toMatchObject({
      error: { code: 'ECONNREFUSED', detail: { step: 'proxy-connect' } },
    });
  });
});
