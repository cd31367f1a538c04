import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { registryImage } from '../../src/checks/image/registry-image.ts';
import { dns } from '../../src/checks/network/dns.ts';
import { registry } from '../../src/checks/network/registry.ts';
import { startCriServer } from '../../src/demo/cri-server.ts';
import { answered } from '../../src/host/answer.ts';
import { withAnswers } from '../../src/host/replay.ts';
import { routedNode } from '../checks/network/routed-node.ts';
import { runCheck as runOne } from '../checks/run-check.ts';
import { recordingOf } from '../cri/recordings.ts';
import { makeAuthority } from '../support/certificates.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { makeCraneNode } from '../support/crane-node.ts';
import { startDnsmasq } from '../support/dnsmasq.ts';
import { makeNamespaces, type NamespaceOptions, type Namespaces } from '../support/namespaces.ts';
import { describeWith } from '../support/needs.ts';
import { runCheck, type RunOptions } from '../support/program.ts';
import { pushImage } from '../support/push-image.ts';
import { startRegistry } from '../support/registry.ts';
import { checkOf, codesOf } from '../support/report-reading.ts';
import type { Report } from '../support/report-schema.ts';
import { startTinyproxy } from '../support/tinyproxy.ts';
import { asNobody } from '../support/unprivileged.ts';

const CERTS = '/etc/containerd/certs.d';
const NODE = {
  hostname: 'cn01',
  os: { id: 'debian', idLike: [], versionId: '12', prettyName: 'Debian' },
  kernel: '6.1.0',
  uid: 0,
  root: true,
  init: 'systemd',
};
const NAME = 'registry.site.test';

describeWith(
  ['root', 'namespaces', 'dnsmasq', 'docker-registry', 'openssl'],
  'real registries by the files of containerd',
  () => {
    let cleanup: Cleanup;
    let namespaces: Namespaces;
    let config: string;
    beforeEach(() => {
      cleanup = new Cleanup();
    });
    afterEach(() => cleanup.run());

    /** A machine whose containerd has these files, and whose DNS server knows these names only. */
    async function machine(
      etc: NamespaceOptions['etc'],
      names: { readonly [name: string]: string } = {},
    ): Promise<void> {
      const directory = temporaryDirectory(cleanup);
      chmodSync(directory, 0o755);
      const socket = join(directory, 'containerd.sock');
      const server = await startCriServer({ socket, recording: recordingOf('containerd-2.2.4') });
      cleanup.defer(() => server.close());
      const settings = `version = 3
[grpc]
address = '${socket}'
[plugins.'io.containerd.cri.v1.images'.registry]
config_path = '${CERTS}'
`;
      const files = { '/etc/containerd/config.toml': settings, ...etc } as const;
      namespaces = await makeNamespaces(cleanup, { hostname: 'cn01', etc: files });
      await startDnsmasq(cleanup, namespaces, { names, nxdomain: ['docker.io', 'upstream.test'] });
      ({ config } = makeCraneNode(cleanup, { socket, hostname: 'cn01' }));
    }

    async function examine(name: string, how: RunOptions = namespaces): Promise<Report> {
      return (await runCheck(['-c', config, '--only', 'dns,registry', '--registry', name], how)).report;
    }

    test('over TLS with an authority that only hosts.toml names, and the same without it', async () => {
      const authority = makeAuthority(cleanup);
      const tls = authority.issue([NAME]);
      const hosts = `[host."https://${NAME}"]\nca = "site.crt"\n`;
      const names = { [NAME]: '127.0.0.1' };
      await machine(
        { [`${CERTS}/${NAME}/hosts.toml`]: hosts, [`${CERTS}/${NAME}/site.crt`]: authority.certificate },
        names,
      );
      await startRegistry(cleanup, { listen: '127.0.0.1:443', tls, enter: namespaces.enter });
      const trusted = await examine(NAME);
      expect(codesOf(trusted, 'error', 'warning', 'unknown')).toEqual([]);
      expect(checkOf(trusted, 'registry').observed).toMatchObject({
        registries: [{ registry: NAME, authorities: [`${CERTS}/${NAME}/site.crt`], status: 200 }],
      });

      execFileSync(namespaces.enter[0]!, [...namespaces.enter.slice(1), 'rm', '-r', `${CERTS}/${NAME}`]);
      expect(codesOf(await examine(NAME), 'error', 'warning', 'unknown')).toEqual(['registry/tls-untrusted']);
    });

    test('a mirror of docker.io is enough where docker.io cannot be reached', async () => {
      const hosts = 'server = "https://upstream.test"\n[host."http://127.0.0.1:5000"]\n';
      await machine({ [`${CERTS}/docker.io/hosts.toml`]: hosts });
      await startRegistry(cleanup, { listen: '127.0.0.1:5000', enter: namespaces.enter });
      const report = await examine('docker.io');
      expect(codesOf(report, 'error', 'warning', 'unknown')).toEqual([]);
      expect(checkOf(report, 'registry').observed).toMatchObject({
        registries: [{ registry: 'registry-1.docker.io', mirror: 'http://127.0.0.1:5000/v2', status: 200 }],
      });
    });

    test('a directory that only root reads makes it unknown for others, and no failure', async () => {
      const hosts = '[host."http://127.0.0.1:5000"]\n';
      await machine({ [`${CERTS}/docker.io/hosts.toml`]: hosts });
      await startRegistry(cleanup, { listen: '127.0.0.1:5000', enter: namespaces.enter });
      execFileSync(namespaces.enter[0]!, [...namespaces.enter.slice(1), 'chmod', '700', CERTS]);
      expect(codesOf(await examine('docker.io'), 'error', 'warning', 'unknown')).toEqual([]);
      const { enter = [], ...how } = asNobody(cleanup);
      const report = await examine('docker.io', { ...how, enter: [...namespaces.enter, ...enter] });
      expect(codesOf(report, 'error', 'warning')).toEqual([]);
      expect(checkOf(report, 'dns').findings).toMatchObject([{ code: 'dns/could-not-look' }]);
      expect(JSON.stringify(checkOf(report, 'dns').findings)).toContain(CERTS);
    });
  },
);

describeWith(['root', 'docker-registry', 'openssl', 'skopeo', 'tinyproxy'], 'a proxy in the unit of containerd', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  test('leads to a registry whose name nobody knows here', async () => {
    const authority = makeAuthority(cleanup);
    const { port } = await startRegistry(cleanup, { tls: authority.issue([NAME]) });
    pushImage(cleanup, `127.0.0.1:${port}/team/app:1`);
    const hosts = join(temporaryDirectory(cleanup), 'hosts');
    writeFileSync(hosts, `127.0.0.1 localhost ${NAME}\n`);
    const knowing = ['unshare', '--mount', 'sh', '-c', `mount --bind ${hosts} /etc/hosts && exec "$@"`, 'sh'];
    const proxy = await startTinyproxy(cleanup, { enter: knowing });
    const node = await routedNode(cleanup, {
      runtime: 'containerd-2.2.4',
      unit: `HTTPS_PROXY=http://127.0.0.1:${proxy.port}`,
      names: { [NAME]: { code: 'ENOTFOUND', message: 'no such name' } },
      trusted: [authority.certificate],
    });
    const arch = process.arch === 'x64' ? 'x86_64' : 'aarch64';
    const host = withAnswers(node, [{ method: 'identity', args: {}, answer: answered({ ...NODE, arch }) }]);
    const image = `${NAME}:${port}/team/app:1`;
    const options = { images: [image] };
    const [names, ways] = [
      await runOne(dns, { host, options }),
      await runOne(registry, { host, options, runs: ['dns'] }),
    ];
    const images = await runOne(registryImage, { host, options });
    expect([names.findings, ways.findings, images.findings]).toEqual([[], [], []]);
    expect(names.observed['hosts']).toMatchObject([{ host: NAME, behindProxy: `http://127.0.0.1:${proxy.port}/` }, {}]);
    expect(ways.observed['registries']).toMatchObject([{ proxyFrom: 'containerd.service', status: 200 }]);
    expect(images.observed['images']).toMatchObject([{ image, layers: 1 }]);
    expect(proxy.daemon.output()).toContain(`CONNECT ${NAME}:${port}`);
  });
});
