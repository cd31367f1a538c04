import type { RequestListener } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { registry } from '../../../src/checks/network/registry.ts';
import { refused } from '../../../src/host/answer.ts';
import { LIMITS } from '../../../src/host/limits.ts';
import { recordingOf, replayHost, withAnswers } from '../../../src/host/replay.ts';
import { makeAuthority, type Authority } from '../../support/certificates.ts';
import { Cleanup } from '../../support/cleanup.ts';
import { networkHost, type Names } from './network-host.ts';
import { closedPort, REGISTRY, serve, serveTcp } from './registry-server.ts';
import { runCheck, type Ran } from '../run-check.ts';

/** A registry by a name that is not loopback's, so that TLS is wanted of it. */
const NAMES: Names = { 'reg.test': ['127.0.0.1'] };

describe('registry', () => {
  const shared = new Cleanup();
  let authority: Authority;
  let cleanup: Cleanup;
  beforeAll(() => {
    authority = makeAuthority(shared);
  });
  afterAll(() => shared.run());
  beforeEach(() => {
    cleanup = new Cleanup();
  });
  afterEach(() => cleanup.run());

  /** Runs it for registries that were named, with the test's authority trusted or not. */
  function run(
    registries: readonly string[],
    more: { names?: Names; trust?: boolean; runs?: readonly string[]; httpMs?: number } = {},
  ): Promise<Ran> {
    const { names = NAMES, trust = true, runs = [], httpMs = LIMITS.http } = more;
    const host = networkHost(cleanup, names, trust ? [authority.certificate] : [], { http: httpMs });
    return runCheck(registry, { host, options: { registries }, runs });
  }

  /** A server over TLS for reg.test, answering in one way. */
  function answering(answer: RequestListener, dates?: { from: string; to: string }): Promise<number> {
    return serve(cleanup, answer, authority.issue(['reg.test'], dates));
  }

  it('passes over TLS with an authority that the system trusts', async () => {
    const ran = await run([`reg.test:${await answering(REGISTRY)}`]);
    expect(ran.findings).toEqual([]);
    expect(ran.observed['registries']).toMatchObject([
      { why: 'registry-option', address: '127.0.0.1', scheme: 'https', status: 200, api: 'registry/2.0' },
    ]);
    expect(JSON.stringify(ran.observed)).toContain('crane-doctor test CA');
  });

  it('passes where a login is wanted, and tells how', async () => {
    const port = await answering((_, response) => {
      response.writeHead(401, { 'www-authenticate': 'Bearer realm="https://auth.test/token",service="x"' }).end();
    });
    const ran = await run([`reg.test:${port}`]);
    expect(ran.findings).toEqual([]);
    expect(ran.observed['registries']).toMatchObject([{ status: 401, auth: 'bearer https://auth.test/token' }]);
  });

  it('passes in plain HTTP on loopback, and only there', async () => {
    const port = await serve(cleanup, REGISTRY);
    const loopback = await run([`127.0.0.1:${port}`]);
    expect(loopback.findings).toEqual([]);
    expect(loopback.observed['registries']).toMatchObject([{ scheme: 'http', status: 200 }]);
    const named = await run([`reg.test:${port}`]);
    expect(named.codes).toEqual(['tls']);
    expect(named.messages[0]?.en).toContain('does not speak TLS');
  });

  it('has no trust in an authority that the system does not know', async () => {
    const ran = await run([`reg.test:${await answering(REGISTRY)}`], { trust: false });
    expect(ran.codes).toEqual(['tls-untrusted']);
    for (const words of Object.values(ran.messages[0] ?? {}))
      expect(words).toMatch(/crane-doctor test CA.*reg\.test.*2020-01-01.*2049-01-01/);
    expect(ran.observed['registries']).toMatchObject([
      {
        failed: 'tls',
        tlsMs: expect.any(Number) as number,
        issuer: expect.stringContaining('crane-doctor test CA') as string,
        validTo: '2049-01-01T00:00:00.000Z',
      },
    ]);
    expect(ran.status).toBe('fail');
  });

  it('tells a certificate for another name', async () => {
    const port = await serve(cleanup, REGISTRY, authority.issue(['other.test', 'third.test']));
    const ran = await run([`reg.test:${port}`]);
    expect(ran.codes).toEqual(['tls-untrusted']);
    for (const words of Object.values(ran.messages[0] ?? {}))
      expect(words).toMatch(/other\.test, third\.test.*crane-doctor test CA.*2020-01-01.*2049-01-01/);
  });

  it('tells an expired certificate from one of the future, with the dates', async () => {
    const old = await run([
      `reg.test:${await answering(REGISTRY, { from: '20200101000000Z', to: '20200201000000Z' })}`,
    ]);
    expect(old.codes).toEqual(['tls-expired']);
    expect(old.messages[0]?.en).toMatch(/expired 2020-02-01.*clock says \d{4}-.*reg\.test.*crane-doctor test CA/);
    expect(old.messages[0]?.zh).toMatch(/2020-02-01.*本节点的时间为 \d{4}-.*reg\.test.*crane-doctor test CA/);
    const early = await run([
      `reg.test:${await answering(REGISTRY, { from: '20480101000000Z', to: '20490101000000Z' })}`,
    ]);
    expect(early.codes).toEqual(['tls-expired']);
    expect(early.messages[0]?.en).toContain('not valid before 2048-01-01');
  });

  it('is silent after the connection: TLS, at the end of that step', async () => {
    const port = await serveTcp(cleanup, () => undefined);
    const ran = await run([`reg.test:${port}`], { httpMs: 600 });
    expect(ran.codes).toEqual(['tls']);
    expect(ran.messages[0]?.en).toContain('TIMEOUT');
    expect(ran.observed['registries']).toMatchObject([{ tlsMs: expect.any(Number) as number, failed: 'tls' }]);
  });

  it('closes the connection at once: TLS', async () => {
    const port = await serveTcp(cleanup, (socket) => socket.destroy());
    expect((await run([`reg.test:${port}`])).codes).toEqual(['tls']);
  });

  it('is silent after the handshake, or drips: HTTP', async () => {
    const silent = await answering(() => undefined);
    const dripping = await answering((_, response) => {
      response.writeHead(200, { 'content-length': '100000' });
      const drip = setInterval(() => response.write('x'), 100);
      response.on('close', () => clearInterval(drip));
    });
    const ran = await run([`reg.test:${silent}`, `reg.test:${dripping}`], { httpMs: 600 });
    expect(ran.codes).toEqual(['http', 'http']);
    expect(ran.messages[0]?.zh).toContain('TIMEOUT');
    expect(ran.observed['registries']).toMatchObject([
      { tlsMs: expect.any(Number) as number, failed: 'http', ms: expect.any(Number) as number },
      { failed: 'http', ms: expect.any(Number) as number },
    ]);
  });

  it('speaks something else', async () => {
    const port = await serveTcp(cleanup, (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
    expect((await run([`reg.test:${port}`])).codes).toEqual(['tls']);
    // On loopback nobody insists on TLS: what it says without counts.
    expect((await run([`127.0.0.1:${port}`])).codes).toEqual(['not-a-registry']);
  });

  it.each<[string, RequestListener, string]>([
    ['a page', (_, response) => response.setHeader('content-type', 'text/html').end('<html>hello'), '200'],
    ['nothing there', (_, response) => response.writeHead(404).end(), '404'],
    [
      'a login page',
      (_, response) => response.writeHead(302, { location: 'https://portal.test/login' }).end(),
      'portal.test',
    ],
  ])('is no registry: %s', async (_, answer, words) => {
    const ran = await run([`reg.test:${await answering(answer)}`]);
    expect(ran.codes).toEqual(['not-a-registry']);
    expect(ran.messages[0]?.en).toContain(words);
    expect(ran.messages[0]?.zh).toContain(words);
  });

  it('is no registry, and says what shows it where the status alone does not', async () => {
    const page = await answering((_, response) => response.setHeader('content-type', 'text/html').end('<html>hello'));
    const closed = await answering((_, response) => response.writeHead(401).end());
    const large = await serveTcp(cleanup, (socket) => socket.end(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(200_000)}`));
    const ran = await run([`reg.test:${page}`, `reg.test:${closed}`, `127.0.0.1:${large}`]);
    expect(ran.codes).toEqual(['not-a-registry', 'not-a-registry', 'not-a-registry']);
    expect(ran.messages.map(({ en }) => en.replace(/^.*: /, ''))).toEqual([
      'GET /v2/ gives 200 with a page',
      'GET /v2/ gives 401 without WWW-Authenticate',
      'the headers of its answer are too large',
    ]);
    expect(ran.messages[0]?.zh).toContain('网页');
  });

  it('limits how often it may be asked: a warning, also where it was named', async () => {
    const port = await answering((_, response) => response.writeHead(429, { 'retry-after': '77' }).end());
    const ran = await run([`reg.test:${port}`]);
    expect(ran.codes).toEqual(['rate-limited']);
    expect(ran.status).toBe('warn');
    expect(ran.messages[0]?.en).toContain('77');
  });

  it('has a fault of its own', async () => {
    const port = await answering((_, response) => response.writeHead(503).end('{}'));
    const ran = await run([`reg.test:${port}`]);
    expect(ran.codes).toEqual(['http']);
    expect(ran.messages[0]?.en).toContain('503');
  });

  describe('on TCP', () => {
    it('is refused on all of its addresses', async () => {
      const port = await closedPort();
      const names = { 'reg.test': ['127.0.0.1', '127.0.0.2', '127.0.0.3'] };
      const ran = await run([`reg.test:${port}`], { names });
      expect(ran.codes).toEqual(['tcp']);
      expect(ran.messages[0]?.en).toContain('refused on all 3 addresses');
      expect(ran.messages[0]?.zh).toContain('全部 3 个地址均连接被拒绝');
    });

    /** Runs it for a registry with two addresses beside that of its server: one refuses, the other fails with a code. */
    async function withOthers(other: string, code: string): Promise<{ ran: Ran; port: number }> {
      const port = await answering(REGISTRY);
      const names = { 'reg.test': ['127.0.0.2', other, '127.0.0.1'] };
      const host = withAnswers(networkHost(cleanup, names, [authority.certificate]), [
        { method: 'connect', args: { address: other, port }, answer: refused({ code, message: '', afterMs: 2000 }) },
      ]);
      return { ran: await runCheck(registry, { host, options: { registries: [`reg.test:${port}`] } }), port };
    }

    it('warns where one of its addresses answers and others do not: how many, and how each fails', async () => {
      const { ran, port } = await withOthers('192.0.2.1', 'TIMEOUT');
      expect(ran.findings).toMatchObject([
        { code: 'registry/some-addresses', severity: 'warning', target: `reg.test:${port}`, args: { of: 3 } },
      ]);
      expect(ran.messages[0]?.en).toMatch(/2 of 3 addresses.*127\.0\.0\.2 refused, 192\.0\.2\.1 no answer \(2\.0 s\)/);
      expect(ran.messages[0]?.zh).toMatch(
        /3 个地址中有 2 个.*127\.0\.0\.2 连接被拒绝、192\.0\.2\.1 没有应答（2\.0 秒）/,
      );
      expect(ran.observed['registries']).toMatchObject([
        { address: '127.0.0.1', noConnection: ['127.0.0.2 ECONNREFUSED', '192.0.2.1 TIMEOUT'] },
      ]);
    });

    it('counts no IPv6 address that this node has no route to: it is well without', async () => {
      const { ran } = await withOthers('2001:db8::1', 'ENETUNREACH');
      expect(ran.messages.map(({ en }) => en)).toEqual([
        expect.stringMatching(/^1 of 2 addresses.*: 127\.0\.0\.2 refused$/),
      ]);
    });

    it('tells each address’s own reason where they differ', async () => {
      const port = await closedPort();
      const address = '192.0.2.1';
      const silent = { code: 'TIMEOUT', message: 'not accepted', afterMs: 2000 };
      const host = withAnswers(networkHost(cleanup, { 'reg.test': ['127.0.0.1', address] }), [
        { method: 'connect', args: { address, port }, answer: refused(silent) },
      ]);
      const ran = await runCheck(registry, { host, options: { registries: [`reg.test:${port}`] } });
      expect(ran.messages[0]?.en).toContain('127.0.0.1 refused, 192.0.2.1 no answer (2.0 s)');
      expect(ran.observed['registries']).toMatchObject([{ tcpMs: 2000, failed: 'tcp' }]);
    });
  });

  describe('whose name does not resolve', () => {
    const gone: Names = { ...NAMES, 'gone.test': { code: 'ENOTFOUND', message: 'no such name' } };

    it('is left to dns where that runs, while the others are looked at', async () => {
      const port = await answering(REGISTRY);
      const ran = await run([`gone.test:${port}`, `reg.test:${port}`], { names: gone, runs: ['dns'] });
      expect(ran.findings).toEqual([]);
      expect(ran.observed).toMatchObject({ leftToDns: ['gone.test'] });
    });

    it('is blocked by dns where none is left', async () => {
      const ran = await run(['gone.test'], { names: gone, runs: ['dns'] });
      expect(ran.looked).toMatchObject({ blockedBy: ['dns'] });
    });

    it('is its own finding where dns does not run', async () => {
      const ran = await run(['gone.test:5000'], { names: gone });
      expect(ran.observed['registries']).toMatchObject([{ dnsMs: expect.any(Number) as number, failed: 'dns' }]);
      expect(ran.codes).toEqual(['dns']);
      expect(ran.findings[0]?.target).toBe('gone.test');
    });
  });

  it('looks at each by itself, and warns about what nobody named', async () => {
    const port = await closedPort();
    const ran = await run([`127.0.0.1:${port}`, `reg.test:${await answering(REGISTRY)}`]);
    expect(ran.findings.map(({ code, target, severity }) => [code, target, severity])).toEqual([
      ['registry/tcp', `127.0.0.1:${port}`, 'error'],
    ]);
    const host = networkHost(cleanup, { 'registry-1.docker.io': { code: 'ENOTFOUND', message: 'no such name' } });
    const byDefault = await runCheck(registry, { host, config: '' });
    expect(byDefault.status).toBe('warn');
  });

  it('is unknown in a bundle that was made offline', async () => {
    const ran = await runCheck(registry, {
      host: replayHost(recordingOf([])),
      options: { registries: ['127.0.0.1:5000'] },
    });
    expect(ran.codes).toEqual(['could-not-look']);
  });
});
