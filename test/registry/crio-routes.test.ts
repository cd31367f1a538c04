import { afterAll, describe, expect, it } from 'vitest';
import { crioRoutes } from '../../src/registry/crio-routes.ts';
import type { Routes } from '../../src/registry/route.ts';
import { nodeTree, type Placed } from '../checks/node-tree.ts';
import { Cleanup } from '../support/cleanup.ts';
import { linesOf, registryOf } from './routes-reading.ts';

const cleanup = new Cleanup();
afterAll(() => cleanup.run());

const MAIN = '/etc/containers/registries.conf';
const DROP_IN = (name: string): string => `/etc/containers/registries.conf.d/${name}`;

function routes(files: { readonly [path: string]: string }, registry: string, repository = ''): Promise<Routes> {
  const placed = Object.fromEntries(Object.entries(files).map(([path, file]): [string, Placed] => [path, { file }]));
  const { host } = nodeTree(cleanup, placed);
  return crioRoutes(host, registryOf(registry), repository);
}

async function byConf(text: string, registry: string, repository = ''): Promise<readonly string[]> {
  const found = await routes({ [MAIN]: text }, registry, repository);
  expect(found.notes).toEqual([]);
  return linesOf(found);
}

it('without a table the registry itself is asked, on this machine as anywhere', async () => {
  expect(linesOf(await routes({}, 'docker.io'))).toEqual(['https://registry-1.docker.io/v2']);
  expect(await byConf('', 'localhost:5000', 'pause')).toEqual(['https://localhost:5000/v2 repository=pause']);
});

describe('[[registry]]', () => {
  it('has mirrors in their order, then the location', async () => {
    const lines = await byConf(
      `[[registry]]
       location = "docker.io"
       [[registry.mirror]]
       location = "mirror.example.com:5000/hub/"
       insecure = true
       [[registry.mirror]]
       location = "other.example.com"`,
      'docker.io',
      'library/alpine',
    );
    expect(lines).toEqual([
      'https://mirror.example.com:5000/v2 repository=hub/library/alpine mirror unverified or-plain',
      'https://other.example.com/v2 repository=library/alpine mirror',
      'https://registry-1.docker.io/v2 repository=library/alpine',
    ]);
  });

  it('may put another place in the place of the registry', async () => {
    const text = '[[registry]]\nprefix = "quay.io"\nlocation = "reg.example.com/quay"\n';
    expect(await byConf(text, 'quay.io', 'org/app')).toEqual([
      'https://reg.example.com/v2 repository=quay/org/app mirror',
    ]);
    expect(await byConf(text, 'quay.io')).toEqual(['https://reg.example.com/v2 repository=quay mirror']);
  });

  it('with the longest prefix counts, and one for a namespace only for that', async () => {
    const text = `
      [[registry]]
      location = "quay.io"
      insecure = true
      [[registry]]
      prefix = "quay.io/org"
      location = "quay.io/org"
      blocked = true`;
    expect(await byConf(text, 'quay.io', 'other/app')).toEqual([
      'https://quay.io/v2 repository=other/app unverified or-plain',
    ]);
    expect(await byConf(text, 'quay.io', 'org/app')).toEqual(['https://quay.io/v2 repository=org/app blocked']);
    expect(await byConf(text, 'quay.io', 'organic/app')).toEqual([
      'https://quay.io/v2 repository=organic/app unverified or-plain',
    ]);
    expect(await byConf(text, 'quay.io')).toEqual(['https://quay.io/v2 unverified or-plain']);
  });

  it('may cover all names below a domain', async () => {
    const text = '[[registry]]\nprefix = "*.example.com"\n[[registry.mirror]]\nlocation = "mirror.example.org/all"\n';
    expect(await byConf(text, 'reg.example.com', 'app')).toEqual([
      'https://mirror.example.org/v2 repository=all/app mirror',
      'https://reg.example.com/v2 repository=app',
    ]);
    expect(await byConf(text, 'example.com', 'app')).toEqual(['https://example.com/v2 repository=app']);
    expect(await byConf(text, 'quay.io', 'reg.example.com/app')).toEqual([
      'https://quay.io/v2 repository=reg.example.com/app',
    ]);
  });

  it('says for which references a mirror is', async () => {
    const text = (outer: string, inner: string): string =>
      `[[registry]]\nlocation = "quay.io"\n${outer}\n[[registry.mirror]]\nlocation = "m.example.com"\n${inner}\n`;
    expect((await byConf(text('', 'pull-from-mirror = "digest-only"'), 'quay.io'))[0]).toMatch(/ digests$/);
    expect((await byConf(text('', 'pull-from-mirror = "tag-only"'), 'quay.io'))[0]).toMatch(/ tags$/);
    expect((await byConf(text('', 'pull-from-mirror = "all"'), 'quay.io'))[0]).toMatch(/ mirror$/);
    expect((await byConf(text('mirror-by-digest-only = true', ''), 'quay.io'))[0]).toMatch(/ digests$/);
  });
});

describe('drop-ins', () => {
  it('come after registries.conf by name, and a table takes the whole place of one of the same prefix', async () => {
    const mirror = (name: string): string =>
      `[[registry]]\nlocation = "quay.io"\n[[registry.mirror]]\nlocation = "${name}.example.com"\n`;
    const found = await routes(
      {
        [MAIN]: mirror('main'),
        [DROP_IN('20-last.conf')]: '[[registry]]\nlocation = "quay.io"\ninsecure = true\n',
        [DROP_IN('10-first.conf')]: mirror('first'),
        [DROP_IN('30-none.conf.bak')]: mirror('none'),
      },
      'quay.io',
    );
    expect(linesOf(found)).toEqual(['https://quay.io/v2 unverified or-plain']);
    expect(found.routes[0]!.from).toBe(DROP_IN('20-last.conf'));
  });

  it('count where there is no registries.conf', async () => {
    const text = '[[registry]]\nlocation = "quay.io"\nblocked = true\n';
    expect(linesOf(await routes({ [DROP_IN('a.conf')]: text }, 'quay.io'))).toEqual(['https://quay.io/v2 blocked']);
  });
});

describe('what is noticed', () => {
  it.each([
    ['[[registry]]\n', /neither location nor prefix/],
    ['[[registry]]\nprefix = "quay.io"\n', /no location/],
    ['[[registry]]\nlocation = "https://quay.io"\n', /scheme/],
    ['[[registry]]\nlocation = "quay.io"\n[[registry.mirror]]\n', /mirror of quay.io has no location/],
    ['[[registry]]\nlocation = "quay.io"\n[[registry.mirror]]\nlocation = "m"\npull-from-mirror = "x"\n', /is x/],
    ['[[registry]]\nlocation = "quay.io"\npull-from-mirror = "all"\n', /for mirrors/],
    ['registry = 3\n', /no list of tables/],
    ['unqualified-search-registries = ["a"]\n[registries.search]\nregistries = ["a"]\n', /mixes/],
    ['# ours\n[[registry', /^line 2, column \d+: \w.*\w/],
  ])('%j is no registries.conf', async (text, reason) => {
    const { notes } = await routes({ [MAIN]: text }, 'quay.io');
    expect(notes).toMatchObject([{ kind: 'unusable', path: MAIN }]);
    expect(notes[0]!.detail).toMatch(reason);
    expect(notes[0]!.detail).not.toContain('\n');
  });

  it('is a place that cannot be asked, without its credentials', async () => {
    const text = '[[registry]]\nlocation = "quay.io"\n[[registry.mirror]]\nlocation = "user:secret@m.example.com"\n';
    const found = await routes({ [MAIN]: text }, 'quay.io');
    expect(linesOf(found)).toEqual(['https://quay.io/v2']);
    expect(found.notes).toMatchObject([{ kind: 'invalid', path: MAIN }]);
    expect(JSON.stringify(found)).not.toContain('secret');
  });

  it('is the old format', async () => {
    const { notes } = await routes({ [MAIN]: '[registries.block]\nregistries = ["docker.io"]\n' }, 'quay.io');
    expect(notes).toEqual([{ kind: 'v1', path: MAIN, detail: '' }]);
    const search = '[registries.search]\nregistries = ["docker.io"]\n';
    expect((await routes({ [MAIN]: search }, 'quay.io')).notes).toEqual([]);
  });
});

it('certificates are those of the endpoint, from the first directory that is there', async () => {
  const files = {
    [MAIN]: '[[registry]]\nlocation = "docker.io"\n[[registry.mirror]]\nlocation = "m.example.com:5000"\n',
    '/etc/docker/certs.d/m.example.com:5000/ca.crt': '',
    '/etc/containers/certs.d/docker.io/hub.crt': '',
    '/etc/docker/certs.d/docker.io/other.crt': '',
  };
  expect(linesOf(await routes(files, 'docker.io'))).toEqual([
    'https://m.example.com:5000/v2 mirror ca=/etc/docker/certs.d/m.example.com:5000/ca.crt',
    'https://registry-1.docker.io/v2 ca=/etc/containers/certs.d/docker.io/hub.crt',
  ]);
  expect(linesOf(await routes({ '/etc/containers/certs.d/quay.io/x.crt': '' }, 'quay.io'))).toEqual([
    'https://quay.io/v2 ca=/etc/containers/certs.d/quay.io/x.crt',
  ]);
});
