import { execFileSync } from 'node:child_process';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { LIMITS } from '../../src/host/limits.ts';
import { makeAuthority } from '../support/certificates.ts';
import { Cleanup } from '../support/cleanup.ts';
import { makeCraneNode } from '../support/crane-node.ts';
import { startDnsmasq } from '../support/dnsmasq.ts';
import { TRUSTED } from '../support/healthy-node.ts';
import { makeNamespaces, type NamespaceOptions, type Namespaces } from '../support/namespaces.ts';
import { describeWith } from '../support/needs.ts';
import { runCheck, type Run } from '../support/program.ts';
import { startRegistry } from '../support/registry.ts';
import { checkOf, codesOf } from '../support/report-reading.ts';
import type { Report } from '../support/report-schema.ts';
import { startStubs } from '../support/stub-servers.ts';

const NEEDS = ['root', 'namespaces', 'dnsmasq', 'docker-registry', 'openssl'] as const;

describeWith(NEEDS, 'names and registries', () => {
  let cleanup: Cleanup;
  let namespaces: Namespaces;
  beforeEach(() => {
    cleanup = new Cleanup();
  });
  afterEach(() => cleanup.run());

  /** A machine of its own whose /etc has these files. */
  async function machine(etc: NamespaceOptions['etc'] = {}): Promise<void> {
    namespaces = await makeNamespaces(cleanup, { hostname: 'cn01', etc });
  }

  /** The report about registries that are named, without the runtime. */
  async function examine(...registries: readonly string[]): Promise<Run & { report: Report }> {
    const { config } = makeCraneNode(cleanup, { socket: '/run/containerd/containerd.sock', hostname: 'cn01' });
    const named = registries.flatMap((registry) => ['--registry', registry]);
    return runCheck(['-c', config, '--only', 'dns,registry', ...named], namespaces);
  }

  /** A machine with a DNS server that sends every name to loopback. */
  async function withNames(etc: NamespaceOptions['etc'] = {}): Promise<void> {
    await machine(etc);
    await startDnsmasq(cleanup, namespaces, { names: { '*': '127.0.0.1' }, nxdomain: ['absent.test'] });
  }

  test('over TLS with an authority that the system trusts', async () => {
    const authority = makeAuthority(cleanup);
    await withNames({ [TRUSTED]: authority.certificate });
    const tls = authority.issue(['registry.test']);
    await startRegistry(cleanup, { listen: '127.0.0.1:443', tls, enter: namespaces.enter });
    const { report, code } = await examine('registry.test');
    expect(codesOf(report, 'error', 'warning', 'unknown')).toEqual([]);
    expect(checkOf(report, 'registry').status).toBe('pass');
    expect(code).toBe(0);
  });

  test('the same with an authority that it does not trust', async () => {
    await withNames();
    const tls = makeAuthority(cleanup).issue(['registry.test']);
    await startRegistry(cleanup, { listen: '127.0.0.1:443', tls, enter: namespaces.enter });
    const { report, code } = await examine('registry.test');
    expect(codesOf(report, 'error')).toEqual(['registry/tls-untrusted']);
    expect(JSON.stringify(checkOf(report, 'registry').findings)).toContain('crane-doctor test CA');
    expect(code).toBe(1);
  });

  test('with a certificate for another name', async () => {
    const authority = makeAuthority(cleanup);
    await withNames({ [TRUSTED]: authority.certificate });
    const tls = authority.issue(['other.test']);
    await startRegistry(cleanup, { listen: '127.0.0.1:443', tls, enter: namespaces.enter });
    const { report } = await examine('registry.test');
    expect(codesOf(report, 'error')).toEqual([expect.stringMatching(/^registry\/tls(-untrusted)?$/)]);
  });

  test('with an expired certificate', async () => {
    const authority = makeAuthority(cleanup);
    await withNames({ [TRUSTED]: authority.certificate });
    const tls = authority.issue(['registry.test'], { from: '20200101000000Z', to: '20200201000000Z' });
    await startRegistry(cleanup, { listen: '127.0.0.1:443', tls, enter: namespaces.enter });
    const { report } = await examine('registry.test');
    expect(codesOf(report, 'error')).toEqual(['registry/tls-expired']);
    expect(JSON.stringify(checkOf(report, 'registry').findings)).toContain('2020');
  });

  test('plain HTTP on loopback, as containerd allows it there', async () => {
    await machine();
    const { address } = await startRegistry(cleanup, { enter: namespaces.enter });
    const { report, code } = await examine(address);
    expect(codesOf(report, 'error', 'warning', 'unknown')).toEqual([]);
    expect(code).toBe(0);
  });

  test('plain HTTP where TLS is wanted, and nobody listening: each registry by itself', async () => {
    await withNames();
    const { port } = await startRegistry(cleanup, { enter: namespaces.enter });
    const { report } = await examine(`plain.test:${port}`, 'nobody.test');
    const found = checkOf(report, 'registry').findings.map(({ code, target }) => [code, target]);
    expect(found).toEqual([
      ['registry/tls', expect.stringContaining('plain.test')],
      ['registry/tcp', expect.stringContaining('nobody.test')],
    ]);
  });

  test('a name that does not exist', async () => {
    await withNames();
    const { report, code } = await examine('absent.test');
    expect(codesOf(report, 'error')).toEqual(['dns/not-found']);
    expect(checkOf(report, 'registry').skip).toEqual({ reason: 'blocked', by: ['dns'] });
    expect(code).toBe(1);
  });

  test('a name with IPv6 addresses only, on a machine with IPv4 addresses only', async () => {
    await machine();
    // Loopback alone would do for neither (AI_ADDRCONFIG of getaddrinfo(3)).
    const [enter = '', ...into] = namespaces.enter;
    execFileSync(enter, [...into, 'ip', 'address', 'add', '192.0.2.10/32', 'dev', 'lo']);
    await startDnsmasq(cleanup, namespaces, { names: { 'six.test': '2001:db8::6' } });
    const { report } = await examine('six.test');
    expect(codesOf(report, 'error')).toEqual(['dns/ipv6-only']);
    expect(JSON.stringify(checkOf(report, 'dns'))).toMatch(/EAI_ADDRFAMILY.*2001:db8::6|2001:db8::6.*EAI_ADDRFAMILY/);
  });

  test('a DNS server that answers SERVFAIL', async () => {
    await machine();
    await startStubs(cleanup, namespaces, ['udp:127.0.0.1:53:servfail']);
    const { report } = await examine('registry.test');
    expect(codesOf(report, 'error')).toEqual(['dns/failed']);
  });

  test('a DNS server that is silent', async () => {
    await machine();
    await startStubs(cleanup, namespaces, ['udp:127.0.0.1:53:silent']);
    const { report, code } = await examine('registry.test');
    expect(codesOf(report, 'error', 'unknown')).toEqual(['dns/timeout']);
    expect(checkOf(report, 'dns').findings).toMatchObject([{ args: { afterMs: LIMITS.dns } }]);
    expect(code).toBe(1);
  });

  test('no DNS server is configured', async () => {
    await machine({ '/etc/resolv.conf': '# nobody\n' });
    const { report } = await examine('registry.test');
    expect(codesOf(report, 'error')).toEqual(['dns/no-resolver']);
  });

  test('the default registry is only warned about: nobody named it', async () => {
    await machine();
    await startDnsmasq(cleanup, namespaces, { nxdomain: ['docker.io'] });
    const { report, code } = await examine();
    expect(codesOf(report, 'error', 'unknown')).toEqual([]);
    expect(codesOf(report, 'warning')).toEqual(['dns/not-found']);
    expect(code).toBe(0);
  });

  test('a registry that is silent ends within the deadline of its check', async () => {
    await withNames();
    await startStubs(cleanup, namespaces, ['tcp:127.0.0.1:443:silent']);
    const { report } = await examine('registry.test');
    expect(codesOf(report, 'error')).toEqual(['registry/tls']);
    expect(codesOf(report, 'unknown')).toEqual([]);
  });
});
