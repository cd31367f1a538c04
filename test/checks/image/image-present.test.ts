import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';

import { imagePresent } from '../../../src/checks/image/image-present.ts';
import { startCriServer } from '../../../src/demo/cri-server.ts';
import type { CriReply } from '../../../src/demo/cri-recording.ts';
import { liveHost } from '../../../src/host/live.ts';
import { recordingOf } from '../../cri/recordings.ts';
import { Cleanup, temporaryDirectory } from '../../support/cleanup.ts';
import { nodeConfig, runCheck, type Ran } from '../run-check.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

/** The check beside an image service that answers ImageStatus so. */
async function look(images: readonly string[], reply: CriReply): Promise<Ran> {
  const socket = join(temporaryDirectory(cleanup), 's');
  const overrides = { 'ImageService.ImageStatus': reply };
  const server = await startCriServer({ socket, recording: recordingOf('containerd-1.7.24'), overrides });
  cleanup.defer(() => server.close());
  const host = liveHost();
  cleanup.defer(() => host.close());
  return runCheck(imagePresent, { host, config: nodeConfig({ RuntimeEndpoint: socket }), options: { images } });
}

const HELD = { id: `sha256:${'1'.repeat(64)}`, size: '3653068', repo_tags: ['docker.io/library/alpine:3.20'] };

test('an image that is there, with its size and age and when craned asks the registry', async () => {
  const built = new Date(Date.now() - 40.5 * 86_400_000).toISOString();
  const info = { info: JSON.stringify({ imageSpec: { created: built } }) };
  const ran = await look(['alpine:3.20', 'alpine'], { reply: { image: HELD, info } });
  expect(ran.findings).toEqual([]);
  const held = { present: true, id: HELD.id, size: 3_653_068, created: built, ageDays: 40 };
  expect(ran.observed['images']).toEqual([
    { image: 'docker.io/library/alpine:3.20', ...held, pullPolicy: 'IfNotPresent', registryAsked: false },
    { image: 'docker.io/library/alpine:latest', ...held, pullPolicy: 'Always', registryAsked: true },
  ]);
});

test.each([{}, { info: 'not JSON' }, { info: '[1]' }, { info: '{"imageSpec":{"created":7}}' }])(
  'what the runtime does not tell is left out: %j',
  async (info) => {
    const ran = await look(['alpine:3.20'], { reply: { image: HELD, info } });
    expect(ran.status).toBe('pass');
    expect(JSON.stringify(ran.observed)).not.toMatch(/created|ageDays/);
  },
);

test('an image that is not there is a warning, once for each way to write it', async () => {
  const ran = await look(['alpine:3.20', 'docker.io/library/alpine:3.20', 'alpine'], { reply: { image: null } });
  expect(ran.findings).toMatchObject([
    { code: 'image-present/absent', severity: 'warning', target: 'docker.io/library/alpine:3.20' },
    { code: 'image-present/absent', severity: 'warning', target: 'docker.io/library/alpine:latest' },
  ]);
  expect(ran.messages[0]?.en).toContain('60 s at most');
  expect(ran.messages[1]?.en).toContain('before each container');
});

test('a service that does not tell is unknown, of each image', async () => {
  const ran = await look(['alpine:3.20', 'busybox:1'], { error: { code: 13, details: 'broken' } });
  expect(ran.codes).toEqual(['could-not-look', 'could-not-look']);
  expect(ran.status).toBe('unknown');
});

test('has nothing to do where no image is named', () => {
  const options = { registries: [], images: [], users: [], asIfEnabled: false };
  expect(imagePresent.idle(options)?.en).toContain('--image');
  expect(imagePresent.idle({ ...options, images: ['alpine'] })).toBeNull();
});
