import { afterAll, describe, expect, it } from 'vitest';
import { containerdRoutes } from '../../src/registry/containerd-routes.ts';
import type { Routes } from '../../src/registry/route.ts';
import { nodeTree, type Placed } from '../checks/node-tree.ts';
import { Cleanup } from '../support/cleanup.ts';
import { linesOf, registryOf } from './routes-reading.ts';

const cleanup = new Cleanup();
afterAll(() => cleanup.run());

const CERTS = '/etc/containerd/certs.d';

interface Asked {
  readonly version?: string;
  readonly roots?: readonly string[];
}

function routes(placed: { readonly [path: string]: Placed }, registry: string, asked: Asked = {}): Promise<Routes> {
  const { host } = nodeTree(cleanup, placed);
  return containerdRoutes(host, registryOf(registry), { version: '2.2.4', roots: [CERTS], ...asked });
}

/** The routes by a hosts.toml in the registry's own directory. */
async function byToml(text: string, registry = 'reg.example.com', asked: Asked = {}): Promise<readonly string[]> {
  return linesOf(await routes({ [`${CERTS}/${registry}/hosts.toml`]: { file: text } }, registry, asked));
}

describe('without a host directory', () => {
  it.each([
    ['quay.io', 'https://quay.io/v2'],
    ['docker.io', 'https://registry-1.docker.io/v2'],
    ['reg.example.com:5000', 'https://reg.example.com:5000/v2'],
    ['localhost:5000', 'https://localhost:5000/v2 unverified or-plain'],
    ['127.0.0.1:5000', 'https://127.0.0.1:5000/v2 unverified or-plain'],
    ['[::1]:5000', 'https://[::1]:5000/v2 unverified or-plain'],
    ['localhost', 'https://localhost/v2 unverified'],
    ['localhost:80', 'http://localhost:80/v2 unverified'],
  ])('%s is asked at %s', async (registry, line) => {
    const { routes: found, notes } = await routes({}, registry);
    expect(linesOf({ routes: found, notes })).toEqual([line]);
    expect(found[0]).toMatchObject({ from: 'default', mirror: false });
    expect(notes).toEqual([]);
  });

  it('this very machine is asked in plain HTTP by containerd 1.6', async () => {
    expect(linesOf(await routes({}, 'localhost:5000', { version: '1.6.20~ds1' }))).toEqual([
      'http://localhost:5000/v2 unverified',
    ]);
  });
});

describe('the host directory', () => {
  const named = (name: string): Placed => ({ file: `server = "https://${name}.example.com"\n` });
  const server = async (placed: { readonly [path: string]: Placed }, asked: Asked = {}): Promise<string> =>
    (await routes(placed, 'reg.example.com:5000', asked)).routes[0]!.endpoint.name;

  it('is host_port_, else host:port, else _default', async () => {
    const all = {
      [`${CERTS}/reg.example.com_5000_/hosts.toml`]: named('underscores'),
      [`${CERTS}/reg.example.com:5000/hosts.toml`]: named('colon'),
      [`${CERTS}/reg.example.com/hosts.toml`]: named('portless'),
      [`${CERTS}/_default/hosts.toml`]: named('default'),
    };
    const without = (...count: number[]): { readonly [path: string]: Placed } =>
      Object.fromEntries(Object.entries(all).filter((_, index) => !count.includes(index)));
    expect(await server(all)).toBe('underscores.example.com');
    expect(await server(without(0))).toBe('colon.example.com');
    expect(await server(without(0, 1))).toBe('default.example.com');
    expect(await server(without(0, 1, 3))).toBe('reg.example.com:5000');
  });

  it('is looked for in one root after the other, _default included', async () => {
    const placed = {
      '/one/_default/hosts.toml': named('first'),
      '/two/reg.example.com:5000/hosts.toml': named('second'),
    };
    expect(await server(placed, { roots: ['/one', '/two'] })).toBe('first.example.com');
    const { routes: found } = await routes(placed, 'reg.example.com:5000', { roots: ['/none', '/two/', '/one'] });
    expect(found[0]).toMatchObject({ endpoint: { name: 'second.example.com' } });
    expect(found[0]!.from).toBe('/two/reg.example.com:5000/hosts.toml');
  });

  it('may be a symlink', async () => {
    const placed = {
      [`${CERTS}/reg.example.com:5000`]: { link: '/srv/hosts' },
      '/srv/hosts/hosts.toml': named('there'),
    };
    expect(await server(placed)).toBe('there.example.com');
  });

  it('that is a file ends all: containerd refuses to pull', async () => {
    const { notes } = await routes({ [CERTS]: { file: '' } }, 'quay.io');
    expect(notes).toEqual([{ kind: 'unreadable', path: `${CERTS}/quay.io`, detail: 'ENOTDIR' }]);
  });
});

describe('hosts.toml', () => {
  it('has mirrors in the order of the file, then the server', async () => {
    const lines = await byToml(`
      server = "https://upstream.example.com"
      [host."https://b.example.com"]
        capabilities = ["pull", "resolve"]
      [host."http://a.example.com:5000"]
      [host."http://a.example.com:5000".header]
        x-mirror = "yes"
      [host."https://c.example.com/proxy"]
    `);
    expect(lines).toEqual([
      'https://b.example.com/v2 mirror',
      'http://a.example.com:5000/v2 mirror header=x-mirror',
      'https://c.example.com/proxy/v2 mirror',
      'https://upstream.example.com/v2 mirror',
    ]);
  });

  it('without a server leads to the registry itself in the end', async () => {
    const placed = { [`${CERTS}/docker.io/hosts.toml`]: { file: '[host."https://mirror.example.com"]\n' } };
    const found = await routes(placed, 'docker.io');
    expect(linesOf(found)).toEqual(['https://mirror.example.com/v2 mirror', 'https://registry-1.docker.io/v2']);
    expect(found.routes.map(({ from }) => from)).toEqual(Array(2).fill(`${CERTS}/docker.io/hosts.toml`));
  });

  it('may name the registry itself, which is no mirror', async () => {
    expect(await byToml('[host."https://reg.example.com"]\nskip_verify = true\n')).toEqual([
      'https://reg.example.com/v2 unverified',
      'https://reg.example.com/v2',
    ]);
  });

  it('takes docker.io as a server at its word', async () => {
    expect(await byToml('server = "https://docker.io"\n', 'docker.io')).toEqual(['https://docker.io/v2']);
  });

  it('with credentials in a URL leads to the same place without them', async () => {
    expect(await byToml('server = "https://user:secret@mirror.example.com"\n')).toEqual([
      'https://mirror.example.com/v2 mirror',
    ]);
  });

  it('says what an endpoint is for', async () => {
    const lines = await byToml(`
      [host."https://digests.example.com"]
        capabilities = ["pull"]
      [host."https://push.example.com"]
        capabilities = ["push"]
      [host."https://both.example.com"]
        capabilities = ["Pull", "RESOLVE"]
    `);
    expect(lines.slice(0, -1)).toEqual([
      'https://digests.example.com/v2 mirror digests',
      'https://both.example.com/v2 mirror',
    ]);
  });

  it('has certificates as a text, as texts and as pairs, beside the file or anywhere', async () => {
    const lines = await byToml(`
      ca = "own.crt"
      [host."https://a.example.com"]
        ca = "/etc/ssl/a.crt"
        client = "../a.pem"
      [host."https://b.example.com"]
        ca = ["b1.crt", "b2.crt"]
        client = [["b.cert", "b.key"], "c.pem"]
    `);
    const at = `${CERTS}/reg.example.com`;
    expect(lines).toEqual([
      `https://a.example.com/v2 mirror ca=/etc/ssl/a.crt client=${CERTS}/a.pem`,
      `https://b.example.com/v2 mirror ca=${at}/b1.crt ca=${at}/b2.crt client=${at}/b.cert client=${at}/c.pem`,
      `https://reg.example.com/v2 ca=${at}/own.crt`,
    ]);
  });

  it('may say that the path is the API', async () => {
    const lines = await byToml(`
      [host."https://a.example.com/v2/cache"]
        override_path = true
      [host."https://b.example.com"]
        override_path = true
      [host."https://c.example.com/x/v2"]
      [host."https://d.example.com/"]
      [host."e.example.com:5000"]
    `);
    expect(lines.slice(0, -1)).toEqual([
      'https://a.example.com/v2/cache mirror',
      'https://b.example.com mirror',
      'https://c.example.com/x/v2 mirror',
      'https://d.example.com/v2 mirror',
      'https://e.example.com:5000/v2 mirror',
    ]);
  });

  it('with settings of TLS for a plain endpoint has TLS tried first, since containerd 1.7', async () => {
    const text =
      '[host."http://a.example.com:5000"]\nskip_verify = true\n[host."http://b.example.com"]\nskip_verify = true\n';
    expect((await byToml(text)).slice(0, 2)).toEqual([
      'https://a.example.com:5000/v2 mirror unverified or-plain',
      'http://b.example.com/v2 mirror unverified',
    ]);
    expect((await byToml(text, undefined, { version: '1.6.20~ds1' }))[0]).toBe(
      'http://a.example.com:5000/v2 mirror unverified',
    );
  });

  it.each([
    ['capabilities = ["fly"]', /unknown capability fly/],
    ['ca = 3', /ca is no list of texts/],
    ['client = [["one"]]', /pair/],
    ['server = 3', /server is no text/],
    ['host = 3', /host is no table/],
    ['server = "httpx://reg.example.com"', /scheme/],
    ['server = "https://a\\u0007.example.com"', /control character/],
  ])('%s makes it as if it were not there', async (text, reason) => {
    const directory = `${CERTS}/reg.example.com`;
    const placed = { [`${directory}/hosts.toml`]: { file: `${text}\n` }, [`${directory}/own.crt`]: { file: '' } };
    const found = await routes(placed, 'reg.example.com');
    expect(linesOf(found)).toEqual([`https://reg.example.com/v2 ca=${directory}/own.crt`]);
    expect(found.notes).toMatchObject([{ kind: 'ignored', path: `${directory}/hosts.toml` }]);
    expect(found.notes[0]!.detail).toMatch(reason);
  });

  it('that is no TOML makes it as if it were not there, too', async () => {
    const found = await routes({ [`${CERTS}/quay.io/hosts.toml`]: { file: '[host."https://a' } }, 'quay.io');
    expect(linesOf(found)).toEqual(['https://quay.io/v2']);
    expect(found.notes).toMatchObject([{ kind: 'invalid', path: `${CERTS}/quay.io/hosts.toml` }]);
  });

  it('without a [host] table counts for nothing in containerd 1.x', async () => {
    const text = 'server = "https://mirror.example.com"\n';
    expect(await byToml(text, undefined, { version: '1.7.24~ds1' })).toEqual(['https://reg.example.com/v2']);
    expect(await byToml(text)).toEqual(['https://mirror.example.com/v2 mirror']);
  });

  it('that is too large is not read', async () => {
    const path = `${CERTS}/quay.io/hosts.toml`;
    const { notes } = await routes({ [path]: { file: '#'.repeat(1024 * 1024 + 1) } }, 'quay.io');
    expect(notes).toEqual([{ kind: 'unreadable', path, detail: 'TOO_LARGE' }]);
  });
});

it("a directory without hosts.toml is in docker's layout", async () => {
  const directory = `${CERTS}/reg.example.com_5000_`;
  const placed = Object.fromEntries(
    ['ca.crt', 'client.cert', 'client.key', 'README'].map((name) => [`${directory}/${name}`, { file: '' }]),
  );
  const found = await routes(placed, 'reg.example.com:5000');
  expect(linesOf(found)).toEqual([
    `https://reg.example.com:5000/v2 ca=${directory}/ca.crt client=${directory}/client.cert`,
  ]);
  expect(found.routes[0]!.from).toBe(directory);
});
