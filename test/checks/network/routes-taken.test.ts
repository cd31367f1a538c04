import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dns } from '../../../src/checks/network/dns.ts';
import { registry } from '../../../src/checks/network/registry.ts';
import { makeAuthority, type Authority } from '../../support/certificates.ts';
import { Cleanup, temporaryDirectory } from '../../support/cleanup.ts';
import { runCheck, type Ran } from '../run-check.ts';
import { closedPort, REGISTRY, serve } from './registry-server.ts';
import { routedNode, type RoutedNode } from './routed-node.ts';

const CONTAINERD = 'containerd-2.2.4';
const CRIO = 'cri-o-1.36.3';
const ABSENT = { code: 'ENOTFOUND', message: 'no such name' };
const HOSTS = (name: string): string => `/etc/containerd/certs.d/${name}/hosts.toml`;
/** Where a host directory has to be told: by itself containerd 2.2 has a list of two, and finds nothing in them. */
const ONE_ROOT = {
  '/etc/containerd/config.toml': `version = 3
[plugins.'io.containerd.cri.v1.images'.registry]
config_path = '/etc/containerd/certs.d'
`,
};
const REGISTRIES = '/etc/containers/registries.conf';

describe('the ways of the runtime', () => {
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

  /** What both checks of the network say about these registries, on one node. */
  async function look(node: RoutedNode, registries: readonly string[]): Promise<{ dns: Ran; registry: Ran }> {
    const host = await routedNode(cleanup, node);
    const options = { registries };
    const [names, ways] = await Promise.all([
      runCheck(dns, { host, options }),
      runCheck(registry, { host, options, runs: ['dns'] }),
    ]);
    return { dns: names, registry: ways };
  }

  /** The path of a file that is there for the node and for this machine's TLS alike. */
  function pem(text: string): string {
    const path = join(temporaryDirectory(cleanup), 'site.pem');
    writeFileSync(path, text);
    return path;
  }

  describe('mirrors', () => {
    it('are enough: what they stand for is not asked, and need not exist', async () => {
      const port = await serve(cleanup, REGISTRY);
      const files = { ...ONE_ROOT, [HOSTS('docker.io')]: `[host."http://127.0.0.1:${port}"]\n` };
      const seen = await look({ runtime: CONTAINERD, files, names: { 'registry-1.docker.io': ABSENT } }, ['docker.io']);
      expect([seen.dns.findings, seen.registry.findings]).toEqual([[], []]);
      expect(seen.registry.observed['registries']).toMatchObject([
        {
          registry: 'registry-1.docker.io',
          mirror: `http://127.0.0.1:${port}/v2`,
          from: HOSTS('docker.io'),
          status: 200,
        },
      ]);
    });

    it('that fail are a warning about the mirror while the registry itself answers', async () => {
      const [port, closed] = [await serve(cleanup, REGISTRY, authority.issue(['reg.test'])), await closedPort()];
      const name = `reg.test:${port}`;
      const files = { ...ONE_ROOT, [HOSTS(`reg.test_${port}_`)]: `[host."http://127.0.0.1:${closed}"]\n` };
      const node = {
        runtime: CONTAINERD,
        files,
        names: { 'reg.test': ['127.0.0.1'] },
        trusted: [authority.certificate],
      };
      const seen = await look(node, [name]);
      expect(seen.registry.findings).toMatchObject([
        { code: 'registry/tcp', severity: 'warning', target: `127.0.0.1:${closed}`, args: { mirrorOf: name } },
      ]);
      expect(seen.registry.messages[0]?.en).toContain(`(mirror of ${name})`);
    });

    it('that fail with the registry behind them are errors, each', async () => {
      const closed = await closedPort();
      const files = { ...ONE_ROOT, [HOSTS('docker.io')]: `[host."http://127.0.0.1:${closed}"]\n` };
      const seen = await look({ runtime: CONTAINERD, files, names: { 'registry-1.docker.io': ABSENT } }, ['docker.io']);
      expect(seen.dns.findings).toEqual([]);
      expect(seen.registry.findings).toMatchObject([
        { code: 'registry/tcp', severity: 'error', target: `127.0.0.1:${closed}` },
        { code: 'registry/dns', severity: 'error', target: 'registry-1.docker.io' },
      ]);
    });
  });

  describe('authorities', () => {
    it('of hosts.toml are trusted besides those of the system, for that registry', async () => {
      const port = await serve(cleanup, REGISTRY, authority.issue(['reg.test']));
      const names = { 'reg.test': ['127.0.0.1'] };
      const registries = [`reg.test:${port}`];
      const without = await look({ runtime: CONTAINERD, names }, registries);
      expect(without.registry.codes).toEqual(['tls-untrusted']);
      const ca = pem(authority.certificate);
      const hosts = `[host."https://reg.test:${port}"]\nca = "${ca}"\n`;
      const files = { ...ONE_ROOT, [HOSTS(`reg.test_${port}_`)]: hosts, [ca]: authority.certificate };
      const trusting = await look({ runtime: CONTAINERD, names, files }, registries);
      expect(trusting.registry.findings).toEqual([]);
    });

    it.each([
      ['is not there', null, 'ENOENT'],
      ['is none', 'no certificate\n', 'NO_CERTIFICATE'],
    ])('whose file %s: containerd then takes no other route either', async (_, text, reason) => {
      const mirror = await serve(cleanup, REGISTRY);
      const ca = text === null ? '/nowhere/ca.pem' : pem(text);
      const hosts = `[host."http://127.0.0.1:${mirror}"]\n[host."https://reg.test"]\nca = "${ca}"\n`;
      const files = { ...ONE_ROOT, [HOSTS('reg.test')]: hosts, ...(text === null ? {} : { [ca]: text }) };
      const seen = await look({ runtime: CONTAINERD, names: { 'reg.test': ['127.0.0.1'] }, files }, ['reg.test']);
      expect(seen.registry.findings).toMatchObject([
        { code: 'registry/ca-file', severity: 'error', target: ca, args: { reason } },
      ]);
    });
  });

  it('a file that means nothing to the runtime is told, and the registry asked as without it', async () => {
    const port = await serve(cleanup, REGISTRY, authority.issue(['reg.test']));
    const path = HOSTS(`reg.test_${port}_`);
    const node = { runtime: CONTAINERD, names: { 'reg.test': ['127.0.0.1'] }, trusted: [authority.certificate] };
    const seen = await look({ ...node, files: { ...ONE_ROOT, [path]: '[host."http://mirror.test\n' } }, [
      `reg.test:${port}`,
    ]);
    expect(seen.registry.findings).toMatchObject([
      { code: 'registry/config-unused', severity: 'warning', target: path },
    ]);
    expect(seen.registry.observed['registries']).toMatchObject([{ registry: `reg.test:${port}`, status: 200 }]);
  });

  it('a host directory that containerd 2.2 does not look in is told', async () => {
    const port = await serve(cleanup, REGISTRY, authority.issue(['reg.test']));
    const node = { runtime: CONTAINERD, names: { 'reg.test': ['127.0.0.1'] }, trusted: [authority.certificate] };
    const files = { [HOSTS(`reg.test_${port}_`)]: '[host."http://mirror.test"]\n' };
    const seen = await look({ ...node, files }, [`reg.test:${port}`]);
    expect(seen.registry.findings).toMatchObject([
      { code: 'registry/config-unused', severity: 'warning', target: `/etc/containerd/certs.d/reg.test_${port}_` },
    ]);
    expect(seen.registry.messages[0]?.en).toContain('config_path names several directories');
  });

  describe('registries.conf of CRI-O', () => {
    it('may block a registry, which is then not looked at', async () => {
      const files = { [REGISTRIES]: '[[registry]]\nlocation = "reg.test"\nblocked = true\n' };
      const seen = await look({ runtime: CRIO, files }, ['reg.test']);
      expect(seen.dns.findings).toEqual([]);
      expect(seen.registry.findings).toMatchObject([
        { code: 'registry/blocked', severity: 'error', target: 'reg.test', args: { from: REGISTRIES } },
      ]);
    });

    it('may take one in plain HTTP', async () => {
      const port = await serve(cleanup, REGISTRY);
      const node = { runtime: CRIO, names: { 'reg.test': ['127.0.0.1'] } };
      expect((await look(node, [`reg.test:${port}`])).registry.codes).toEqual(['tls']);
      const files = { [REGISTRIES]: `[[registry]]\nlocation = "reg.test:${port}"\ninsecure = true\n` };
      expect((await look({ ...node, files }, [`reg.test:${port}`])).registry.findings).toEqual([]);
    });
  });

  it.each([
    ['no TOML', '[[registry]]\nlocation = "reg.test"\ninsecure =\n', /line 3, column \d+/],
    ['no registries.conf', '[[registry]]\nlocation = "reg.test"\n[[registry.mirror]]\n', /mirror of reg.test/],
  ])('a registries.conf that is %s: CRI-O pulls nothing, and nothing else is the cause', async (_, text, reason) => {
    const port = await serve(cleanup, REGISTRY);
    const names = { 'reg.test': ['127.0.0.1'], 'gone.test': ABSENT };
    const node = { runtime: CRIO, names, files: { [REGISTRIES]: text } };
    const seen = await look(node, [`reg.test:${port}`, 'gone.test']);
    expect(seen.registry.findings).toMatchObject([
      {
        code: 'registry/config-unusable',
        severity: 'error',
        target: REGISTRIES,
        args: { registries: [`reg.test:${port}`, 'gone.test'], reason: expect.stringMatching(reason) as string },
      },
    ]);
    expect(seen.dns.findings).toMatchObject([{ code: 'dns/could-not-look', target: REGISTRIES }]);
    for (const { en, zh } of seen.registry.messages) {
      expect(en).toContain(`CRI-O pulls nothing`);
      expect(zh).toContain(REGISTRIES);
    }
  });

  it('a registries.conf of the old format makes a failure unknown: it is not read', async () => {
    const port = await closedPort();
    const files = { [REGISTRIES]: '[registries.block]\nregistries = ["quay.io"]\n' };
    const seen = await look({ runtime: CRIO, files }, [`127.0.0.1:${port}`]);
    expect(seen.registry.findings).toMatchObject([{ code: 'registry/could-not-look', target: REGISTRIES }]);
  });

  it('a header of the runtime’s configuration, which is not sent, is what a refusal may want', async () => {
    const port = await serve(cleanup, (_, response) => response.writeHead(403).end());
    const hosts = `[host."http://127.0.0.1:${port}"]\n[host."http://127.0.0.1:${port}".header]\nx-site = "a"\n`;
    const files = { ...ONE_ROOT, [HOSTS(`127.0.0.1_${port}_`)]: `server = "http://127.0.0.1:${port}"\n${hosts}` };
    const seen = await look({ runtime: CONTAINERD, files }, [`127.0.0.1:${port}`]);
    expect(seen.registry.codes).toContain('could-not-look');
    expect(seen.registry.messages[0]?.en).toContain('x-site');
  });

  it('a unit whose files systemd has not read again says so', async () => {
    const port = await serve(cleanup, REGISTRY);
    const seen = async (needsDaemonReload: boolean) =>
      (await look({ runtime: CONTAINERD, unit: '', needsDaemonReload }, [`127.0.0.1:${port}`])).registry;
    expect((await seen(true)).observed).toMatchObject({ needsDaemonReload: 'containerd.service' });
    expect((await seen(false)).observed).not.toHaveProperty('needsDaemonReload');
  });

  describe('a proxy', () => {
    it('that refuses the connection is told once, with all registries behind it', async () => {
      const closed = await closedPort();
      const unit = `HTTPS_PROXY=http://anna:s3cret@127.0.0.1:${closed}`;
      const seen = await look({ runtime: CONTAINERD, unit }, ['a.test', 'b.test']);
      expect(seen.dns.findings).toEqual([]);
      expect(seen.registry.findings).toMatchObject([
        {
          code: 'registry/proxy',
          severity: 'error',
          target: `127.0.0.1:${closed}`,
          args: { from: 'containerd.service', registries: ['a.test', 'b.test'] },
        },
      ]);
      expect(seen.registry.messages[0]?.en).toContain('cannot be used on the way to a.test, b.test');
      expect(JSON.stringify(seen)).not.toContain('s3cret');
    });

    it('whose name does not resolve is the finding of dns, not the registries behind it', async () => {
      const node = { runtime: CONTAINERD, unit: 'HTTPS_PROXY=http://proxy.test:3128', names: { 'proxy.test': ABSENT } };
      const seen = await look(node, ['a.test', 'b.test']);
      expect(seen.dns.findings).toMatchObject([{ code: 'dns/not-found', target: 'proxy.test' }]);
      expect(seen.registry.looked).toMatchObject({ blockedBy: ['dns'] });
    });

    it('is not used for what NO_PROXY has', async () => {
      const port = await serve(cleanup, REGISTRY, authority.issue(['reg.test']));
      const unit = `HTTPS_PROXY=http://127.0.0.1:${await closedPort()} NO_PROXY=.test`;
      const node = {
        runtime: CONTAINERD,
        unit,
        names: { 'reg.test': ['127.0.0.1'] },
        trusted: [authority.certificate],
      };
      const caller = { https_proxy: 'http://elsewhere.test:1', NO_PROXY: '.test' };
      expect((await look({ ...node, caller: {} }, [`reg.test:${port}`])).registry.codes).toEqual(['proxy-differs']);
      const differs = await look({ ...node, caller }, [`reg.test:${port}`]);
      expect(differs.registry.findings).toMatchObject([
        { code: 'registry/proxy-differs', severity: 'info', args: { than: 'caller', names: ['HTTPS_PROXY'] } },
      ]);
    });

    it('is another way than that of a shell whose NO_PROXY alone differs; without a proxy NO_PROXY misleads nobody', async () => {
      const port = await serve(cleanup, REGISTRY);
      const proxy = { HTTPS_PROXY: 'http://proxy.test:3128' };
      const unlike = async (unit: string, caller: NonNullable<RoutedNode['caller']>) =>
        (await look({ runtime: CONTAINERD, unit, caller }, [`127.0.0.1:${port}`])).registry.findings;
      const differs = [{ code: 'registry/proxy-differs', severity: 'info', args: { names: ['NO_PROXY'] } }];
      expect(await unlike('HTTPS_PROXY=http://proxy.test:3128', { ...proxy, NO_PROXY: 'reg.test' })).toMatchObject(
        differs,
      );
      expect(await unlike('HTTPS_PROXY=http://proxy.test:3128 NO_PROXY=.test', proxy)).toMatchObject(differs);
      expect(await unlike('NO_PROXY=.test', {})).toEqual([]);
      expect(await unlike('', { NO_PROXY: 'reg.test' })).toEqual([]);
    });

    it('that the running process does not know yet is a warning', async () => {
      const port = await serve(cleanup, REGISTRY, authority.issue(['reg.test']));
      const unit = 'HTTPS_PROXY=http://proxy.test:3128';
      const node = {
        runtime: CONTAINERD,
        unit,
        names: { 'reg.test': ['127.0.0.1'] },
        trusted: [authority.certificate],
      };
      const seen = await look({ ...node, process: {} }, [`reg.test:${port}`]);
      expect(seen.registry.findings).toMatchObject([
        {
          code: 'registry/proxy-differs',
          severity: 'warning',
          target: 'containerd.service',
          args: { than: 'process', names: ['HTTPS_PROXY'] },
        },
      ]);
      expect(seen.registry.messages[0]?.en).toContain('until it is restarted');
    });
  });
});
