import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { closeCri } from '../../src/cri/channels.ts';
import { openStream } from '../../src/cri/stream.ts';
import { startCriServer, startSickServer } from '../../src/demo/cri-server.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { recordingOf } from './recordings.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());
afterAll(closeCri);

async function events(recording: string, overrides = {}): Promise<unknown> {
  const socket = join(temporaryDirectory(cleanup), 's');
  const server = await startCriServer({ socket, recording: recordingOf(recording), overrides });
  cleanup.defer(() => server.close());
  return open(socket, 5_000);
}

const open = (socket: string, limitMs: number, method = 'GetContainerEvents'): Promise<unknown> =>
  openStream({ socket, service: 'RuntimeService', method }, limitMs);

test('a stream on which nothing happens is open', async () => {
  expect(await events('containerd-2.2.4')).toMatchObject({ ok: true, value: { state: 'open' } });
});

test('a stream that the runtime ends at once has ended', async () => {
  const ended = { 'RuntimeService.GetContainerEvents': { stream: 'ended' } };
  expect(await events('cri-o-1.33.13', ended)).toMatchObject({ ok: true, value: { state: 'ended' } });
});

test('a runtime without the stream refuses it', async () => {
  expect(await events('containerd-1.6.20')).toMatchObject({ ok: false, error: { code: 'GRPC', grpc: { code: 12 } } });
});

test('a silent peer is no open stream', async () => {
  const socket = join(temporaryDirectory(cleanup), 's');
  const server = await startSickServer(socket, 'silent');
  cleanup.defer(() => server.close());
  expect(await open(socket, 900)).toMatchObject({ ok: false, error: { code: 'TIMEOUT' } });
});

test('what is no stream is not opened', async () => {
  expect(await open('/tmp/s', 900, 'Version')).toMatchObject({ ok: false, error: { code: 'EINVAL' } });
});
