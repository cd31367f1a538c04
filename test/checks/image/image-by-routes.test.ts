import type { IncomingMessage, RequestListener } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { registryImage } from '../../../src/checks/image/registry-image.ts';
import type { Identity } from '../../../src/host/questions.ts';
import { answered, refused } from '../../../src/host/answer.ts';
import { withAnswers } from '../../../src/host/replay.ts';
import { makeAuthority } from '../../support/certificates.ts';
import { Cleanup } from '../../support/cleanup.ts';
import { routedNode, type RoutedNode } from '../network/routed-node.ts';
import { serve } from '../network/registry-server.ts';
import { runCheck, type Ran } from '../run-check.ts';

const NODE: Omit<Identity, 'uid'> = {
  hostname: 'cn01',
  os: { id: 'debian', idLike: [], versionId: '12', prettyName: 'Debian' },
  kernel: '6.1.0',
  arch: 'x86_64',
  root: true,
  init: 'systemd',
};
/** Whoever has no mirror is not looked for on the real network. */
const ABSENT = { code: 'ENOTFOUND', message: 'no such name' };
const CONFIG = `sha256:${'c'.repeat(64)}`;
const MANIFEST = { config: { digest: CONFIG, size: 100 }, layers: [] };
const CERTS = '/etc/containerd/certs.d';
const HOSTS = (name: string): string => `${CERTS}/${name}/hosts.toml`;
const CONTAINERD = {
  '/etc/containerd/config.toml': `version = 3
[plugins.'io.containerd.cri.v1.images'.registry]
config_path = '${CERTS}'
`,
};

describe('an image by the ways of the runtime', () => {
  let cleanup: Cleanup;
  beforeEach(() => {
    cleanup = new Cleanup();
  });
  afterEach(() => cleanup.run());

  /** A registry that has images at these paths, and 404 as a web server has it elsewhere; what it was asked. */
  async function registryAt(...bases: readonly string[]): Promise<{ port: number; asked: IncomingMessage[] }> {
    const asked: IncomingMessage[] = [];
    const answer: RequestListener = (request, response) => {
      asked.push(request);
      const path = (request.url ?? '').replace(/\?.*/, '');
      const body = bases.some((base) => path === `${base}/manifests/1`)
        ? MANIFEST
        : bases.some((base) => path === `${base}/blobs/${CONFIG}`)
          ? { os: 'linux', architecture: 'amd64' }
          : null;
      if (body) response.end(JSON.stringify(body));
      else if (path === '/v2/' || path === '/cache/v2/')
        response.setHeader('docker-distribution-api-version', 'registry/2.0').end('{}');
      else response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found\n');
    };
    return { port: await serve(cleanup, answer), asked };
  }

  async function look(
    node: Omit<RoutedNode, 'runtime'>,
    image: string,
    { runtime = 'containerd-2.2.4', runs = [] as readonly string[] } = {},
  ): Promise<Ran> {
    const host = await routedNode(cleanup, { runtime, names: { 'reg.test': ABSENT, 'other.test': ABSENT }, ...node });
    const identity = { ...NODE, uid: 0 };
    const known = withAnswers(host, [{ method: 'identity', args: {}, answer: answered(identity) }]);
    return runCheck(registryImage, { host: known, options: { images: [image] }, runs });
  }

  test.each([
    ['below its own path', (port: number) => `[host."http://127.0.0.1:${port}/cache"]\n`, '/cache/v2/team/app'],
    [
      'where override_path says',
      (port: number) => `[host."http://127.0.0.1:${port}/v2/cache"]\noverride_path = true\n`,
      '/v2/cache/team/app',
    ],
  ])('of a mirror %s, which is told whose image it is', async (_, hosts, base) => {
    const { port, asked } = await registryAt(base);
    const ran = await look({ files: { ...CONTAINERD, [HOSTS('reg.test')]: hosts(port) } }, 'reg.test/team/app:1');
    expect(ran.findings).toEqual([]);
    expect(ran.observed['images']).toMatchObject([{ registry: `127.0.0.1:${port}`, mirror: true, size: 100 }]);
    expect(asked.at(-1)?.url).toBe(`${base}/blobs/${CONFIG}?ns=reg.test`);
  });

  test('that the mirror does not have and the registry has', async () => {
    const [mirror, own] = [await registryAt(), await registryAt('/v2/team/app')];
    const name = `127.0.0.1:${own.port}`;
    const files = { ...CONTAINERD, [HOSTS(`127.0.0.1_${own.port}_`)]: `[host."http://127.0.0.1:${mirror.port}"]\n` };
    const ran = await look({ files }, `${name}/team/app:1`);
    expect(ran.findings).toEqual([]);
    expect(ran.observed['images']).toMatchObject([{ registry: name }]);
    expect(mirror.asked.map(({ url }) => url)).toContain(`/v2/team/app/manifests/1?ns=${name}`);
  });

  test('under the name that CRI-O gives it at another place', async () => {
    const { port } = await registryAt('/v2/copies/app');
    const conf = `[[registry]]\nprefix = "reg.test/team"\nlocation = "127.0.0.1:${port}/copies"\ninsecure = true\n`;
    const ran = await look({ files: { '/etc/containers/registries.conf': conf } }, 'reg.test/team/app:1', {
      runtime: 'cri-o-1.36.3',
    });
    expect(ran.findings).toEqual([]);
    expect(ran.observed['images']).toMatchObject([{ registry: `127.0.0.1:${port}`, size: 100 }]);
  });

  test('is not asked for where CRI-O can use no registries.conf and so pulls nothing', async () => {
    const { port, asked } = await registryAt('/v2/app');
    const files = { '/etc/containers/registries.conf': '[[registry' };
    const image = `127.0.0.1:${port}/app:1`;
    const left = await look({ files }, image, { runtime: 'cri-o-1.36.3', runs: ['dns', 'registry'] });
    expect(left.looked).toMatchObject({ blockedBy: ['registry'] });
    const alone = await look({ files }, image, { runtime: 'cri-o-1.36.3' });
    expect(alone.findings).toMatchObject([{ code: 'registry-image/failed', severity: 'error' }]);
    expect(alone.messages[0]?.en).toContain('registries.conf');
    expect(asked).toEqual([]);
  });

  test('of a registry that wants the runtime’s client certificate is not said to be refused', async () => {
    const authority = makeAuthority(cleanup);
    const port = await serve(cleanup, (_, response) => response.writeHead(403).end(), authority.issue(['reg.test']));
    const hosts = `server = "https://reg.test:${port}"\nclient = "/etc/site.pem"\n`;
    const node = { names: { 'reg.test': ['127.0.0.1'] }, trusted: [authority.certificate] };
    const image = `reg.test:${port}/app:1`;
    const shown = await look({ ...node, files: { ...CONTAINERD, [HOSTS('_default')]: hosts } }, image);
    expect(shown.findings).toMatchObject([{ code: 'registry-image/could-not-look', target: image }]);
    expect((await look({ ...node, files: CONTAINERD }, image)).codes).toEqual(['failed']);
  });

  describe('of a registry whose certificate the runtime does not verify, but whose own', () => {
    test.each([
      [
        'token service',
        (other: string): RequestListener =>
          (_, response) =>
            response.writeHead(401, { 'www-authenticate': `Bearer realm="${other}/token"` }).end(),
      ],
      [
        'place of its manifests',
        (other: string): RequestListener =>
          (_, response) =>
            response.writeHead(307, { location: `${other}/manifest` }).end(),
      ],
    ])('%s elsewhere is not trusted here: a runtime would go there, so it is unknown', async (_, answer) => {
      const authority = makeAuthority(cleanup);
      const pair = authority.issue(['reg.test', 'other.test']);
      const elsewhere: IncomingMessage[] = [];
      const to = await serve(cleanup, (request, response) => (elsewhere.push(request), response.end('{}')), pair);
      const other = `https://other.test:${to}`;
      const port = await serve(
        cleanup,
        (request, response) => (request.url === '/v2/' ? response.end('{}') : answer(other)(request, response)),
        pair,
      );
      const hosts = `[host."https://reg.test:${port}"]\nskip_verify = true\n`;
      const names = { 'reg.test': ['127.0.0.1'], 'other.test': ['127.0.0.1'] };
      const image = `reg.test:${port}/app:1`;
      const ran = await look({ names, files: { ...CONTAINERD, [HOSTS(`reg.test_${port}_`)]: hosts } }, image);
      expect(ran.findings).toMatchObject([{ code: 'registry-image/could-not-look', target: image }]);
      expect(ran.messages[0]?.en).toContain(`other.test:${to}`);
      expect(elsewhere).toEqual([]);
    });
  });

  test('that is refused without the login of the runtime’s own configuration is unknown', async () => {
    const port = await serve(cleanup, ({ url }, response) =>
      url === '/v2/' ? response.end('{}') : response.writeHead(401, { 'www-authenticate': 'Basic realm="r"' }).end(),
    );
    const name = `127.0.0.1:${port}`;
    const login = `[plugins.'io.containerd.cri.v1.images'.registry.configs."${name}".auth]\nusername = "a"\npassword = "s3cret"\n`;
    const files = { '/etc/containerd/config.toml': CONTAINERD['/etc/containerd/config.toml'] + login };
    const ran = await look({ files }, `${name}/app:1`);
    expect(ran.findings).toMatchObject([{ code: 'registry-image/could-not-look' }]);
    expect(JSON.stringify(ran)).not.toContain('s3cret');
    expect((await look({ files: CONTAINERD }, `${name}/app:1`)).codes).toEqual(['unauthorized']);
  });

  test('of a registry that the runtime has no way of pulling from', async () => {
    const hosts = 'server = "https://reg.test"\ncapabilities = ["push"]\n';
    const ran = await look({ files: { ...CONTAINERD, [HOSTS('reg.test')]: hosts } }, 'reg.test/app:1', {
      runs: ['dns', 'registry'],
    });
    expect(ran.messages[0]?.en).toContain('no way to this registry');
    expect(ran.status).toBe('fail');
  });

  test('by a mirror beside an authority that is none: containerd pulls by neither', async () => {
    const { port, asked } = await registryAt('/v2/team/app');
    const hosts = `[host."http://127.0.0.1:${port}"]\n[host."https://other.test"]\nca = "/nowhere/ca.pem"\n`;
    const ran = await look({ files: { ...CONTAINERD, [HOSTS('reg.test')]: hosts } }, 'reg.test/team/app:1');
    expect(ran.findings).toMatchObject([{ code: 'registry-image/failed' }]);
    expect(ran.messages[0]?.en).toContain('/nowhere/ca.pem');
    expect(asked).toEqual([]);
  });

  test('for a processor that nobody tells is not looked for', async () => {
    const host = await routedNode(cleanup, { runtime: 'containerd-2.2.4' });
    const error = { code: 'NOT_RECORDED', message: 'not asked' };
    const unknown = withAnswers(host, [{ method: 'identity', args: {}, answer: refused(error) }]);
    expect((await runCheck(registryImage, { host: unknown, options: { images: ['reg.test/app:1'] } })).codes).toEqual([
      'could-not-look',
    ]);
  });

  test('that is not there by the way that is known, while a file that only root reads may know another', async () => {
    const { port } = await registryAt();
    const host = await routedNode(cleanup, { runtime: 'containerd-2.2.4', files: CONTAINERD });
    const path = `${CERTS}/127.0.0.1_${port}_`;
    const identity = { ...NODE, uid: 1000, root: false };
    const known = withAnswers(host, [
      { method: 'identity', args: {}, answer: answered(identity) },
      {
        method: 'stat',
        args: { path, follow: true },
        answer: refused({ code: 'EACCES', message: 'permission denied' }),
      },
    ]);
    const ran = await runCheck(registryImage, { host: known, options: { images: [`127.0.0.1:${port}/team/app:1`] } });
    expect(ran.findings).toMatchObject([{ code: 'registry-image/could-not-look', target: path }]);
    expect(ran.status).toBe('unknown');
  });
});
