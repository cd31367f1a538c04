import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { startCriServer } from '../../src/demo/cri-server.ts';
import { recordingOf } from '../cri/recordings.ts';
import { makeAuthority } from '../support/certificates.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { makeCraneNode } from '../support/crane-node.ts';
import { startDnsmasq } from '../support/dnsmasq.ts';
import { TRUSTED } from '../support/healthy-node.ts';
import { makeNamespaces } from '../support/namespaces.ts';
import { describeWith } from '../support/needs.ts';
import { runCheck } from '../support/program.ts';
import { startRegistry } from '../support/registry.ts';
import { checkOf, codesOf } from '../support/report-reading.ts';
import type { Report } from '../support/report-schema.ts';
import { startTinyproxy, type TinyproxyOptions } from '../support/tinyproxy.ts';

const NEEDS = ['root', 'namespaces', 'dnsmasq', 'docker-registry', 'openssl', 'tinyproxy'] as const;
const NAME = 'registry.site.test';

describeWith(NEEDS, 'a node that comes to registries only through a proxy', () => {
  let cleanup: Cleanup;
  beforeEach(() => {
    cleanup = new Cleanup();
  });
  afterEach(() => cleanup.run());

  /**
   * The report on a node whose dockerd has a proxy in daemon.json, and whose DNS server knows no name. The
   * real tinyproxy knows the registry; without `proxy` nobody listens there.
   */
  async function behind(proxy: TinyproxyOptions | null, credentials = ''): Promise<Report> {
    const authority = makeAuthority(cleanup);
    const url = `http://${credentials}127.0.0.1:3128`;
    const namespaces = await makeNamespaces(cleanup, {
      hostname: 'cn01',
      etc: {
        [TRUSTED]: authority.certificate,
        '/etc/docker/daemon.json': JSON.stringify({ proxies: { 'http-proxy': url, 'https-proxy': url } }),
      },
    });
    await startDnsmasq(cleanup, namespaces, { names: {}, nxdomain: [NAME] });
    const tls = authority.issue([NAME]);
    await startRegistry(cleanup, { listen: '127.0.0.1:443', tls, enter: namespaces.enter });
    const directory = temporaryDirectory(cleanup);
    if (proxy) {
      const hosts = join(directory, 'hosts');
      writeFileSync(hosts, `127.0.0.1 localhost ${NAME}\n`);
      const knowing = ['unshare', '--mount', 'sh', '-c', `mount --bind ${hosts} /etc/hosts && exec "$@"`, 'sh'];
      await startTinyproxy(cleanup, { ...proxy, port: 3128, enter: [...namespaces.enter, ...knowing] });
    }
    const socket = join(directory, 'cri-dockerd.sock');
    const server = await startCriServer({ socket, recording: recordingOf('cri-dockerd-0.4.3') });
    cleanup.defer(() => server.close());
    const { config } = makeCraneNode(cleanup, { socket, hostname: 'cn01' });
    return (await runCheck(['-c', config, '--only', 'dns,registry', '--registry', NAME], namespaces)).report;
  }

  test('is well: the registry’s name is the proxy’s affair', async () => {
    const report = await behind({});
    expect(codesOf(report, 'error', 'warning', 'unknown')).toEqual([]);
    expect(checkOf(report, 'dns').observed).toMatchObject({
      hosts: [{ host: NAME, behindProxy: 'http://127.0.0.1:3128/' }, { addresses: 'is an address' }],
    });
    expect(checkOf(report, 'registry').observed).toMatchObject({
      registries: [{ registry: NAME, proxyFrom: '/etc/docker/daemon.json', status: 200 }],
    });
  });

  test('a proxy that is down', async () => {
    expect(codesOf(await behind(null), 'error')).toEqual(['registry/proxy']);
  });

  test('a proxy that wants other credentials, which are never shown', async () => {
    expect(codesOf(await behind({ basicAuth: 'anna s3cret' }, 'anna:s3cret@'), 'error')).toEqual([]);
    await cleanup.run();
    const report = await behind({ basicAuth: 'anna s3cret' }, 'anna:gu3ss@');
    expect(checkOf(report, 'registry').findings).toMatchObject([
      { code: 'registry/proxy', target: '127.0.0.1:3128', args: { step: 'auth', registries: [NAME] } },
    ]);
    expect(JSON.stringify(report)).not.toContain('gu3ss');
  });

  test('a proxy that does not lead to the registry', async () => {
    const report = await behind({ filter: [NAME] });
    expect(checkOf(report, 'registry').findings).toMatchObject([
      { code: 'registry/proxy', target: NAME, args: { step: 'proxy' } },
    ]);
  });
});
