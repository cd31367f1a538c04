import { afterEach, describe, expect, test } from 'vitest';

import { runtimeSandboxImage } from '../../../src/checks/runtime/runtime-sandbox-image.ts';
import type { CriReplies } from '../../../src/demo/cri-recording.ts';
import { answered } from '../../../src/host/answer.ts';
import { withAnswers, type RecordedAnswer } from '../../../src/host/replay.ts';
import { parseConfig } from '../../../src/config/read-config.ts';
import { recordingOf } from '../../cri/recordings.ts';
import { runtimeNode, type RuntimeNode } from '../../runtime/runtime-node.ts';
import { Cleanup } from '../../support/cleanup.ts';
import { NODE_CONFIG, runCheck, type Ran } from '../run-check.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

async function look(node: RuntimeNode): Promise<Ran> {
  return runCheck(runtimeSandboxImage, { host: await runtimeNode(cleanup, node) });
}

/** Answers of an image endpoint of its own. */
const IMAGES_SOCKET = '/run/images.sock';
const APART = NODE_CONFIG.replace('  BindFs:', `  ImageEndpoint: ${IMAGES_SOCKET}\n  BindFs:`);
const images = (...names: readonly string[]): RecordedAnswer => ({
  method: 'cri',
  args: { socket: IMAGES_SOCKET, service: 'ImageService', method: 'ListImages', request: {} },
  answer: answered({ reply: { images: names.map((name) => ({ repo_tags: [name], repo_digests: [] })) }, ms: 1 }),
});

async function lookBeside(node: RuntimeNode, ...answers: readonly RecordedAnswer[]): Promise<Ran> {
  const host = withAnswers(await runtimeNode(cleanup, node), answers);
  return runCheck(runtimeSandboxImage, { host, config: APART });
}

const NO_IMAGES: CriReplies = { 'ImageService.ListImages': { reply: { images: [] } } };
const imageStatus = (reply: CriReplies[string]): CriReplies => ({ ...NO_IMAGES, 'ImageService.ImageStatus': reply });
const recording = recordingOf('containerd-1.7.24');

test.each(['containerd-1.7.24', 'cri-o-1.36.3', 'cri-dockerd-0.4.3'])('%s has it', async (name) => {
  const ran = await look({ recording: recordingOf(name) });
  expect(ran.status).toBe('pass');
  expect(ran.observed).toEqual({ sandboxImage: '127.0.0.1:5000/pause:x', toldBy: 'Status' });
});

test('absent, by the list and by ImageStatus', async () => {
  const ran = await look({ recording, overrides: imageStatus({ reply: { image: null } }) });
  expect(ran.findings).toMatchObject([
    {
      code: 'runtime-sandbox-image/absent',
      severity: 'warning',
      target: '127.0.0.1:5000/pause:x',
      args: { from: 'Status' },
    },
  ]);
});

test('absent, by the list of a service without ImageStatus', async () => {
  const overrides = imageStatus({ error: { code: 12, details: 'method ImageStatus not implemented' } });
  expect((await look({ recording, overrides })).codes).toEqual(['absent']);
});

describe('beside an image endpoint of its own', () => {
  const image = '127.0.0.1:5000/pause:x';

  test('it is in the runtime’s own store, whatever is in the other', async () => {
    expect((await lookBeside({ recording }, images())).status).toBe('pass');
    const overrides = imageStatus({ reply: { image: null } });
    expect((await lookBeside({ recording, overrides }, images(image))).codes).toEqual(['absent']);
  });

  test('of a runtime without an image service it is in the other', async () => {
    const overrides: CriReplies = { 'ImageService.ListImages': { error: { code: 12, details: 'unknown service' } } };
    expect((await lookBeside({ recording, overrides }, images(image))).status).toBe('pass');
  });

  test('it does not wait for that one', () => {
    const unneeded = (config: string) =>
      runtimeSandboxImage.unneeded(parseConfig(Buffer.from(config), { path: '/c', supervisorExists: () => true }));
    expect(unneeded(NODE_CONFIG)).toEqual([]);
    expect(unneeded(APART)).toEqual(['image-service']);
  });
});

test('the list has it under a longer name, and ImageStatus knows both', async () => {
  const overrides = imageStatus({ reply: { image: { id: 'sha256:1', repo_tags: ['docker.io/library/pause:x'] } } });
  expect((await look({ recording, overrides })).status).toBe('pass');
});

test('a service that answers neither is not judged', async () => {
  const error = { error: { code: 13, details: 'broken' } };
  const overrides = { 'ImageService.ListImages': error, 'ImageService.ImageStatus': error };
  expect((await look({ recording, overrides })).codes).toEqual(['could-not-look']);
});

test('containerd 2.x tells its name only in its file', async () => {
  const pin = (image: string): RuntimeNode => ({
    recording: recordingOf('containerd-2.2.4'),
    files: {
      '/etc/containerd/config.toml': `version = 3\nplugins.'io.containerd.cri.v1.images'.pinned_images.sandbox = '${image}'\n`,
    },
  });
  expect((await look(pin('127.0.0.1:5000/pause:x'))).status).toBe('pass');
  const ran = await look(pin('registry.k8s.io/pause:3.10'));
  expect(ran.findings[0]).toMatchObject({
    args: { image: 'registry.k8s.io/pause:3.10', from: '/etc/containerd/config.toml' },
  });
});

test('a file that only root may read may tell its name: unknown, with its path', async () => {
  const unreadable = ['/etc/containerd/config.toml'];
  const ran = await look({ recording: recordingOf('containerd-2.2.4'), unreadable });
  expect(ran.findings).toMatchObject([
    { code: 'runtime-sandbox-image/could-not-look', severity: 'unknown', target: '/etc/containerd/config.toml' },
  ]);
  expect((await look({ recording, unreadable })).status).toBe('pass');
});

test('where nobody tells its name, that is what is said, and the pinned images are evidence', async () => {
  const ran = await look({ recording: recordingOf('containerd-2.2.4') });
  expect(ran.findings).toMatchObject([
    { code: 'runtime-sandbox-image/not-told', severity: 'info', args: { runtime: 'containerd' } },
  ]);
  expect(ran.observed).toEqual({ pinnedImages: ['127.0.0.1:5000/pause:x'] });
});
