import { afterAll, describe, expect, it } from 'vitest';
import { answered } from '../../src/host/answer.ts';
import { withAnswers } from '../../src/host/replay.ts';
import { dockerRoutes } from '../../src/registry/docker-routes.ts';
import type { Routes } from '../../src/registry/route.ts';
import { nodeTree, type Placed } from '../checks/node-tree.ts';
import { Cleanup } from '../support/cleanup.ts';
import { linesOf, registryOf } from './routes-reading.ts';

const cleanup = new Cleanup();
afterAll(() => cleanup.run());

const DAEMON = '/etc/docker/daemon.json';

/** The routes by a daemon.json, where reg.example.com is 10.1.2.3. */
function routes(daemon: unknown, registry: string, files: { readonly [path: string]: Placed } = {}): Promise<Routes> {
  const file = typeof daemon === 'string' ? daemon : JSON.stringify(daemon);
  const { host } = nodeTree(cleanup, { ...files, ...(daemon === null ? {} : { [DAEMON]: { file } }) });
  const known = answered({ addresses: [{ address: '10.1.2.3', family: 4 as const }], names: [], servers: [], ms: 1 });
  const asked = withAnswers(host, [{ method: 'resolve', args: { name: 'reg.example.com' }, answer: known }]);
  return dockerRoutes(asked, registryOf(registry));
}

async function by(daemon: unknown, registry: string): Promise<readonly string[]> {
  const found = await routes(daemon, registry);
  expect(found.notes).toEqual([]);
  return linesOf(found);
}

it('without daemon.json each registry is asked itself', async () => {
  expect(await by(null, 'docker.io')).toEqual(['https://registry-1.docker.io/v2']);
  expect(await by(null, 'reg.example.com')).toEqual(['https://reg.example.com/v2']);
  expect(await by(null, '127.0.0.1:5000')).toEqual(['https://127.0.0.1:5000/v2 unverified or-plain']);
});

describe('registry-mirrors', () => {
  const mirrors = { 'registry-mirrors': ['https://m.example.com/', 'http://n.example.com:5000'] };

  it('are for docker.io and come before it', async () => {
    expect(await by(mirrors, 'docker.io')).toEqual([
      'https://m.example.com/v2 mirror',
      'http://n.example.com:5000/v2 mirror',
      'https://registry-1.docker.io/v2',
    ]);
    expect(await by(mirrors, 'quay.io')).toEqual(['https://quay.io/v2']);
  });

  it('that are no URLs are noticed', async () => {
    const found = await routes({ 'registry-mirrors': ['m.example.com', 'ftp://m.example.com'] }, 'docker.io');
    expect(linesOf(found)).toEqual(['https://registry-1.docker.io/v2']);
    expect(found.notes).toMatchObject([
      { kind: 'invalid', path: DAEMON, detail: 'm.example.com: it has no scheme' },
      { kind: 'invalid', path: DAEMON },
    ]);
  });
});

it.each([
  [['reg.example.com'], 'reg.example.com', true],
  [['reg.example.com:5000'], 'reg.example.com:5000', true],
  [['reg.example.com'], 'reg.example.com:5000', false],
  [['10.0.0.0/8'], '10.9.9.9:5000', true],
  [['10.0.0.0/8'], '11.9.9.9:5000', false],
  [['10.0.0.0/8'], 'reg.example.com', true],
  [['192.168.0.0/16'], 'reg.example.com', false],
])('insecure-registries %j makes %s insecure: %s', async (insecure, registry, expected) => {
  const [line] = await by({ 'insecure-registries': insecure }, registry);
  expect(line?.endsWith('unverified or-plain')).toBe(expected);
});

it("certificates are the endpoint's, and docker.io has none", async () => {
  const files = Object.fromEntries(
    ['reg.example.com:5000', 'docker.io', 'm.example.com'].map((name) => [
      `/etc/docker/certs.d/${name}/ca.crt`,
      { file: '' },
    ]),
  );
  expect(linesOf(await routes(null, 'reg.example.com:5000', files))).toEqual([
    'https://reg.example.com:5000/v2 ca=/etc/docker/certs.d/reg.example.com:5000/ca.crt',
  ]);
  expect(linesOf(await routes({ 'registry-mirrors': ['https://m.example.com'] }, 'docker.io', files))).toEqual([
    'https://m.example.com/v2 mirror ca=/etc/docker/certs.d/m.example.com/ca.crt',
    'https://registry-1.docker.io/v2',
  ]);
});

it.each(['{', '[]', 'null', '{"registry-mirrors": 3, "insecure-registries": {"a": 1}}'])(
  'a daemon.json of %j breaks nothing',
  async (text) => {
    const found = await routes(text, 'docker.io');
    expect(linesOf(found)).toEqual(['https://registry-1.docker.io/v2']);
    expect(found.notes.length).toBe(text === '{' ? 1 : 0);
  },
);
