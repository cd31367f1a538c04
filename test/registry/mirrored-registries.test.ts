import { afterAll, describe, expect, it } from 'vitest';
import type { CriRecording } from '../../src/demo/cri-recording.ts';
import { mirroredRegistries } from '../../src/registry/mirrored-registries.ts';
import { registriesAsked } from '../../src/registry/registries-asked.ts';
import { pullingRuntime } from '../../src/registry/routes-of.ts';
import { recordingOf } from '../cri/recordings.ts';
import { CONTAINERD_SOCKET, runtimeNode } from '../runtime/runtime-node.ts';
import { Cleanup } from '../support/cleanup.ts';
import { telling } from './routes-reading.ts';

const cleanup = new Cleanup();
afterAll(() => cleanup.run());

const MIRROR = '[host."https://mirror.example.com"]\n';

describe('the registries that a runtime has mirrors for', () => {
  const mirrored = async (recording: CriRecording, files: { readonly [path: string]: string }): Promise<string[]> => {
    const host = await runtimeNode(cleanup, { recording, files });
    const found = await mirroredRegistries(host, await pullingRuntime(host, CONTAINERD_SOCKET));
    return found.map(({ name }) => name);
  };

  it('are the host directories with a mirror in them', async () => {
    const recording = telling('containerd-1.7.24', { configPath: '/srv/certs' });
    const files = {
      '/srv/certs/docker.io/hosts.toml': MIRROR,
      '/srv/certs/reg.example.com_5000_/hosts.toml': MIRROR,
      '/srv/certs/quay.io/hosts.toml': '[host."https://quay.io"]\n',
      '/srv/certs/own.example.com/ca.crt': '',
      '/srv/certs/_default/hosts.toml': MIRROR,
    };
    expect(await mirrored(recording, files)).toEqual(['docker.io', 'reg.example.com:5000']);
  });

  it('are those of registry.mirrors', async () => {
    const mirrors = {
      'docker.io': { endpoint: ['https://m.example.com'] },
      '*': { endpoint: ['https://m.example.com'] },
    };
    expect(await mirrored(telling('containerd-1.6.20', { mirrors }), {})).toEqual(['docker.io']);
  });

  it("are CRI-O's tables with a mirror or another location", async () => {
    const text = `
      [[registry]]
      location = "docker.io"
      [[registry.mirror]]
      location = "m.example.com"
      [[registry]]
      prefix = "quay.io"
      location = "reg.example.com/quay"
      [[registry]]
      location = "reg.example.com"
      insecure = true
      [[registry]]
      prefix = "*.example.org"
      [[registry.mirror]]
      location = "m.example.com"`;
    const files = { '/etc/containers/registries.conf': text };
    expect(await mirrored(recordingOf('cri-o-1.36.3'), files)).toEqual(['docker.io', 'quay.io']);
  });

  it('are docker.io where dockerd has mirrors', async () => {
    const files = { '/etc/docker/daemon.json': '{"registry-mirrors": ["https://m.example.com"]}' };
    expect(await mirrored(recordingOf('cri-dockerd-0.4.3'), files)).toEqual(['docker.io']);
    expect(await mirrored(recordingOf('cri-dockerd-0.4.3'), {})).toEqual([]);
  });

  it('are asked after those of images, with the reason', async () => {
    const recording = telling('containerd-1.7.24', {
      mirrors: { 'quay.io': { endpoint: ['https://m.example.com'] } },
    });
    const host = await runtimeNode(cleanup, { recording });
    const sockets = { fromSettings: [], runtimeSocket: CONTAINERD_SOCKET, imageSocket: CONTAINERD_SOCKET };
    const asked = await registriesAsked(host, { registries: [], images: [], ...sockets });
    expect(asked.at(-1)).toMatchObject({ host: { name: 'quay.io' }, why: 'runtime-mirrors', named: false });
    const named = await registriesAsked(host, { registries: ['docker.io'], images: [], ...sockets });
    expect(named.map(({ why }) => why)).toEqual(['registry-option']);
  });
});
