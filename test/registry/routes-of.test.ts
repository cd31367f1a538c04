import { afterAll, describe, expect, it } from 'vitest';
import type { CriRecording } from '../../src/demo/cri-recording.ts';
import { answered } from '../../src/host/answer.ts';
import type { Host } from '../../src/host/host.ts';
import { withAnswers } from '../../src/host/replay.ts';
import type { Routes } from '../../src/registry/route.ts';
import { pullingRuntime, routesOf } from '../../src/registry/routes-of.ts';
import { recordingOf } from '../cri/recordings.ts';
import { CONTAINERD_SOCKET, runtimeNode, type RuntimeNode } from '../runtime/runtime-node.ts';
import { Cleanup } from '../support/cleanup.ts';
import { linesOf, registryOf, telling } from './routes-reading.ts';

const cleanup = new Cleanup();
afterAll(() => cleanup.run());

async function routesOn(host: Host, registry: string, repository = ''): Promise<Routes> {
  return routesOf(host, await pullingRuntime(host, CONTAINERD_SOCKET), registryOf(registry), repository);
}

/** The routes on a node whose runtime answers as one was recorded. */
async function routes(
  recording: CriRecording | string,
  registry: string,
  node: Omit<RuntimeNode, 'recording'> = {},
): Promise<Routes> {
  const recorded = typeof recording === 'string' ? recordingOf(recording) : recording;
  return routesOn(await runtimeNode(cleanup, { recording: recorded, ...node }), registry);
}

const MIRROR = '[host."https://mirror.example.com"]\n';
const HUB = 'https://registry-1.docker.io/v2';
const MIRRORED = ['https://mirror.example.com/v2 mirror', HUB];

describe('as recorded, without any file', () => {
  it.each([
    ['containerd-1.6.20', 'http://127.0.0.1:5000/v2'],
    ['containerd-1.7.24', 'http://127.0.0.1:5000/v2'],
    ['containerd-2.2.4', 'https://127.0.0.1:5000/v2 unverified or-plain'],
    ['containerd-2.3.4', 'https://127.0.0.1:5000/v2 unverified or-plain'],
    ['cri-o-1.33.13', 'https://127.0.0.1:5000/v2'],
    ['cri-o-1.36.3', 'https://127.0.0.1:5000/v2'],
    ['cri-dockerd-0.4.3', 'https://127.0.0.1:5000/v2 unverified or-plain'],
  ])('%s comes to docker.io directly, and to this machine by %s', async (name, local) => {
    const found = await routes(name, 'docker.io');
    expect(linesOf(found)).toEqual([HUB]);
    expect(found.notes).toEqual([]);
    expect(linesOf(await routes(name, '127.0.0.1:5000'))).toEqual([local]);
  });
});

describe('containerd 1.x', () => {
  const files = { '/srv/certs/docker.io/hosts.toml': MIRROR };

  it('tells where its host directories are', async () => {
    for (const name of ['containerd-1.6.20', 'containerd-1.7.24'])
      expect(linesOf(await routes(telling(name, { configPath: '/none:/srv/certs' }), 'docker.io', { files }))).toEqual(
        MIRRORED,
      );
  });

  it('has the mirrors of the registry, else those of all, and its own TLS settings for each', async () => {
    const recording = telling('containerd-1.7.24', {
      mirrors: {
        'docker.io': {
          endpoint: [
            'https://a.example.com:5000',
            'http://b.example.com/x',
            'c.example.com',
            'https://d.example.com/',
            'localhost:5000',
          ],
        },
        '*': { endpoint: ['https://all.example.com/v2'] },
      },
      configs: {
        'a.example.com:5000': {
          tls: { insecure_skip_verify: true, caFile: '/etc/ssl/a.pem', certFile: '/c', keyFile: '/k' },
        },
        'quay.io': { tls: { insecure_skip_verify: false, caFile: '/etc/ssl/q.pem' } },
      },
    });
    expect(linesOf(await routes(recording, 'docker.io'))).toEqual([
      'https://a.example.com:5000/v2 mirror unverified ca=/etc/ssl/a.pem client=/c',
      'http://b.example.com/x mirror',
      'https://c.example.com/v2 mirror',
      'https://d.example.com mirror',
      'http://localhost:5000/v2 mirror',
      HUB,
    ]);
    expect(linesOf(await routes(recording, 'quay.io'))).toEqual([
      'https://all.example.com/v2 mirror',
      'https://quay.io/v2 ca=/etc/ssl/q.pem',
    ]);
  });

  it('asks a registry that is among its own mirrors once', async () => {
    const mirrors = { 'reg.example.com': { endpoint: ['http://reg.example.com'] } };
    expect(linesOf(await routes(telling('containerd-1.7.24', { mirrors }), 'reg.example.com'))).toEqual([
      'http://reg.example.com/v2',
    ]);
  });

  it('passes over an endpoint that is none, and says so', async () => {
    const mirrors = { 'docker.io': { endpoint: ['https://user:secret@\u0007', 'https://m.example.com'] } };
    const found = await routes(telling('containerd-1.7.24', { mirrors }), 'docker.io');
    expect(linesOf(found)).toEqual(['https://m.example.com/v2 mirror', HUB]);
    expect(found.notes).toMatchObject([{ kind: 'invalid', path: 'Status' }]);
    expect(JSON.stringify(found)).not.toContain('secret');
  });
});

describe('containerd 2.x', () => {
  const config = (text: string): string =>
    `version = 3\n[plugins.'io.containerd.cri.v1.images']\n${text}\n[plugins.'io.containerd.cri.v1.images'.registry]\n`;
  const on = (toml: string, more: Omit<RuntimeNode, 'recording'> = {}): Promise<Routes> =>
    routes('containerd-2.2.4', 'docker.io', {
      ...more,
      files: { '/srv/certs/docker.io/hosts.toml': MIRROR, '/etc/containerd/config.toml': toml, ...more.files },
    });

  it('has its host directories in config.toml, of version 3 as of version 2', async () => {
    expect(linesOf(await on(`${config('')}config_path = "/srv/certs"\n`))).toEqual(MIRRORED);
    const two = 'version = 2\n[plugins."io.containerd.grpc.v1.cri".registry]\nconfig_path = "/srv/certs"\n';
    expect(linesOf(await on(two))).toEqual(MIRRORED);
  });

  it('has its configuration where the unit says', async () => {
    const units = { 'containerd.service': '/usr/bin/containerd --config /srv/config.toml' };
    const files = { '/srv/config.toml': `${config('')}config_path = "/srv/certs"\n` };
    expect(linesOf(await on('', { units, files }))).toEqual(MIRRORED);
  });

  it('is not the one that a configuration for another socket is for', async () => {
    const found = await on(`${config('')}config_path = "/srv/certs"\n[grpc]\naddress = "/run/k3s/containerd.sock"\n`);
    expect(linesOf(found)).toEqual([HUB]);
    expect(found.notes).toEqual([
      { kind: 'ignored', path: '/etc/containerd/config.toml', detail: 'it is for /run/k3s/containerd.sock' },
    ]);
  });

  it('takes several directories for one, unless a setting makes it pull by itself', async () => {
    const several = 'config_path = "/srv/certs:/none"\n';
    const found = await on(config('max_concurrent_downloads = 3') + several);
    expect(linesOf(found)).toEqual([HUB]);
    expect(found.notes).toMatchObject([{ kind: 'ignored', path: '/srv/certs/docker.io' }]);
    expect(linesOf(await on(config('discard_unpacked_layers = true') + several))).toEqual(MIRRORED);
    const recorded = recordingOf('containerd-2.2.4');
    const older = { ...recorded, version: { ...recorded.version, RuntimeVersion: 'v2.0.5' } };
    const files = { '/srv/certs/docker.io/hosts.toml': MIRROR, '/etc/containerd/config.toml': config('') + several };
    expect(linesOf(await routes(older, 'docker.io', { files }))).toEqual(MIRRORED);
  });

  it('2.2 looks in no directory by default, where its default is several', async () => {
    const found = await on('', { files: { '/etc/docker/certs.d/docker.io/hosts.toml': MIRROR } });
    expect(linesOf(found)).toEqual([HUB]);
    expect(found.notes).toMatchObject([{ kind: 'ignored', path: '/etc/docker/certs.d/docker.io' }]);
  });

  it('has mirrors of the old kind without TLS settings', async () => {
    const mirrors = `[plugins.'io.containerd.cri.v1.images'.registry.mirrors."docker.io"]\nendpoint = ["https://mirror.example.com"]\n
      [plugins.'io.containerd.cri.v1.images'.registry.configs."mirror.example.com".tls]\ninsecure_skip_verify = true\n`;
    expect(linesOf(await on(config('') + mirrors))).toEqual(MIRRORED);
  });

  it('2.0 comes to this machine as 1.x, 2.1 as its transfer service does', async () => {
    const recorded = recordingOf('containerd-2.2.4');
    const of = (RuntimeVersion: string): CriRecording => ({
      ...recorded,
      version: { ...recorded.version, RuntimeVersion },
    });
    expect(linesOf(await routes(of('v2.0.5'), 'localhost:5000'))).toEqual(['http://localhost:5000/v2']);
    expect(linesOf(await routes(of('v2.1.4'), 'localhost:5000'))).toEqual([
      'https://localhost:5000/v2 unverified or-plain',
    ]);
  });

  it('with a broken configuration is said to have one', async () => {
    const found = await on('version = 3\n[plugins');
    expect(linesOf(found)).toEqual([HUB]);
    expect(found.notes).toEqual([{ kind: 'invalid', path: '/etc/containerd/config.toml', detail: 'invalid' }]);
  });
});

it('a runtime that is not there, or unknown, comes to a registry directly', async () => {
  const host = await runtimeNode(cleanup, { recording: recordingOf('containerd-2.2.4') });
  const runtime = await pullingRuntime(host, null);
  expect(runtime).toMatchObject({ socket: null, name: null, proxy: { unit: null } });
  expect(linesOf(await routesOf(host, runtime, registryOf('docker.io')))).toEqual([HUB]);
  expect(linesOf(await routesOf(host, runtime, registryOf('localhost:5000')))).toEqual([
    'https://localhost:5000/v2 or-plain',
  ]);
});

/** A host whose containerd.service has these variables. */
function withUnit(host: Host, environment: string): Host {
  const properties = 'LoadState,MainPID,NeedDaemonReload,Environment,EnvironmentFiles,PassEnvironment,UnsetEnvironment';
  const stdout = `LoadState=loaded\nEnvironment=${environment}\n`;
  return withAnswers(host, [
    {
      method: 'command',
      args: { file: 'systemctl', args: ['show', 'containerd.service', '--no-pager', `--property=${properties}`] },
      answer: answered({ exitCode: 0, signal: null, stdout, stderr: '', truncated: false }),
    },
  ]);
}

it('each route has the proxy of its own scheme and host', async () => {
  const recording = telling('containerd-1.7.24', {
    mirrors: { 'docker.io': { endpoint: ['http://mirror.example.com:5000', 'https://near.example.org'] } },
  });
  const environment = 'HTTP_PROXY=http://p:1 HTTPS_PROXY=http://user:secret@s:2 NO_PROXY=.example.org';
  const host = withUnit(await runtimeNode(cleanup, { recording }), environment);
  expect(linesOf(await routesOn(host, 'docker.io'))).toEqual([
    'http://mirror.example.com:5000/v2 mirror proxy=http://p:1/',
    'https://near.example.org/v2 mirror',
    `${HUB} proxy=http://user@s:2/`,
  ]);
});

it("the unit's proxy is not that of a containerd that listens elsewhere", async () => {
  const files = { '/etc/containerd/config.toml': 'version = 2\n[grpc]\naddress = "/run/other.sock"\n' };
  const node = await runtimeNode(cleanup, { recording: recordingOf('containerd-1.7.24'), files });
  expect(linesOf(await routesOn(withUnit(node, 'HTTPS_PROXY=http://p:1'), 'docker.io'))).toEqual([HUB]);
});
