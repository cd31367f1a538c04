import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';

import { imageService } from '../../../src/checks/image/image-service.ts';
import { parseConfig } from '../../../src/config/read-config.ts';
import type { CriReplies } from '../../../src/demo/cri-recording.ts';
import { leaveStaleSocket, startCriServer, startSickServer, type CriFault } from '../../../src/demo/cri-server.ts';
import { answered, refused, type Answer } from '../../../src/host/answer.ts';
import { liveHost, type LiveOptions } from '../../../src/host/live.ts';
import type { FileSystemSpace } from '../../../src/host/questions.ts';
import { withAnswers } from '../../../src/host/replay.ts';
import { recordingOf } from '../../cri/recordings.ts';
import { Cleanup, temporaryDirectory } from '../../support/cleanup.ts';
import { NODE_CONFIG, nodeConfig, runCheck } from '../run-check.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const GIB = 1024 ** 3;
const RECORDED = '/srv/test/c17/root/io.containerd.snapshotter.v1.overlayfs';

const newSocket = (): string => join(temporaryDirectory(cleanup), 's');

/** Both endpoints are the same socket, or the image endpoint is one of its own beside a healthy runtime's. */
const together = (socket: string): string => nodeConfig({ RuntimeEndpoint: socket });
const apart = (socket: string, runtime = '/nowhere/runtime.sock'): string =>
  together(runtime).replace(/^( *RuntimeEndpoint: .*)$/m, `$1\n  ImageEndpoint: ${socket}`);

function look(config: string, space: Answer<FileSystemSpace> | null = null, limits: LiveOptions['limits'] = {}) {
  const live = liveHost({ limits });
  cleanup.defer(() => live.close());
  const host = space ? withAnswers(live, [{ method: 'space', args: { path: RECORDED }, answer: space }]) : live;
  return runCheck(imageService, { host, config });
}

async function served(overrides: CriReplies = {}): Promise<string> {
  const socket = newSocket();
  const server = await startCriServer({ socket, recording: recordingOf('containerd-1.7.24'), overrides });
  cleanup.defer(() => server.close());
  return socket;
}

async function sick(fault: CriFault): Promise<string> {
  const socket = newSocket();
  const server = await startSickServer(socket, fault);
  cleanup.defer(() => server.close());
  return socket;
}

const space = (freeBytes: number, totalBytes: number, freeInodes = 900, totalInodes = 1_000) =>
  answered({ freeBytes, totalBytes, freeInodes, totalInodes });

describe('what it waits for', () => {
  const unneeded = (config: string) =>
    imageService.unneeded(parseConfig(Buffer.from(config), { path: '/c', supervisorExists: () => true }));

  test('runtime-version where both endpoints are one, and not where the image endpoint is its own', () => {
    expect(imageService.needs).toEqual(['Container.ImageEndpoint', 'runtime-version']);
    expect(unneeded(NODE_CONFIG)).toEqual([]);
    expect(unneeded(apart('/run/one.sock', '/run/one.sock'))).toEqual([]);
    expect(unneeded(apart('/run/other.sock'))).toEqual(['runtime-version']);
  });
});

describe('images that the runtime does not know', () => {
  const listed = (...names: readonly string[]): CriReplies => ({
    'ImageService.ListImages': {
      reply: { images: names.map((name) => ({ id: `sha256:${name}`, repo_tags: [name] })) },
    },
  });
  const absent: CriReplies = { 'ImageService.ImageStatus': { reply: { image: null } } };
  const ran = async (images: CriReplies, runtime: CriReplies) =>
    look(apart(await served(images), await served(runtime)), space(100 * GIB, 400 * GIB));

  test('are of another store', async () => {
    const { findings, messages } = await ran(listed('a', 'b', 'c', 'd', 'e'), { ...listed('a'), ...absent });
    expect(findings).toMatchObject([
      { code: 'image-service/other-store', severity: 'warning', args: { images: ['b', 'c', 'd'], more: 1 } },
    ]);
    expect(messages[0]!.en).toContain('(b, c, d and 1 more)');
  });

  test('are none where it has them, as of a service that pulls for it', async () => {
    expect((await ran(listed('a'), { ...listed('a', 'pause'), ...absent })).codes).toEqual([]);
    expect((await ran(listed(), { ...listed('a'), ...absent })).codes).toEqual([]);
  });

  test('are none where they came between both lists', async () => {
    const later: CriReplies = { 'ImageService.ImageStatus': { reply: { image: { id: 'sha256:b' } } } };
    expect((await ran(listed('a', 'b'), { ...listed('a'), ...later })).codes).toEqual([]);
  });

  test('are not asked for of a runtime that tells no list', async () => {
    const refusing: CriReplies = { 'ImageService.ListImages': { error: { code: 12, details: 'unknown service' } } };
    expect((await ran(listed('a'), { ...refusing, ...absent })).codes).toEqual([]);
  });
});

test('a runtime that was lost after Version, as docker’s under cri-dockerd, is runtime-status’s to say', async () => {
  const error = { code: 2, details: 'Cannot connect to the Docker daemon' };
  const lost = { 'ImageService.ImageFsInfo': { error }, 'RuntimeService.ListPodSandbox': { error } };
  const live = liveHost();
  cleanup.defer(() => live.close());
  const ran = async (config: string) =>
    (await runCheck(imageService, { host: live, config, runs: ['runtime-status'] })).looked;
  expect(await ran(together(await served(lost)))).toEqual({ blockedBy: ['runtime-status'] });
  expect(await ran(together(await served({ 'ImageService.ImageFsInfo': { error } })))).toMatchObject({
    findings: [{ code: 'image-service/failed' }],
  });
  expect(await ran(apart(await served(lost)))).toMatchObject({ findings: [{ code: 'image-service/failed' }] });
  expect((await look(together(await served(lost)))).codes).toEqual(['failed']);
});

describe.each([
  ['the runtime’s own endpoint', together],
  ['an endpoint of its own', apart],
])('%s', (_, config) => {
  test('that is well, with the space of its file system', async () => {
    const socket = await served();
    const ran = await look(config(socket), space(100 * GIB, 400 * GIB));
    expect(ran.codes).toEqual([]);
    expect(ran.observed).toMatchObject({
      socket,
      imageFileSystems: [{ path: RECORDED, freeBytes: 100 * GIB, totalBytes: 400 * GIB, freeInodes: 900 }],
    });
  });

  test('that is silent', async () => {
    const ran = await look(config(await sick('silent')), null, { cri: 300 });
    expect(ran.codes).toEqual(['timeout']);
  });

  test('that has no CRI', async () => {
    const ran = await look(config(await sick('no-cri')));
    expect(ran.codes).toEqual(['unimplemented']);
    expect(ran.findings[0]!.args['details']).toBe('unknown service runtime.v1.ImageService');
  });

  test.each(['http1', 'closing'] as const)('that is %s', async (fault) => {
    expect((await look(config(await sick(fault)))).codes).toEqual(['not-grpc']);
  });

  test('that refuses ImageFsInfo', async () => {
    const error = { code: 2, details: 'no snapshotter' };
    const socket = await served({ 'ImageService.ImageFsInfo': { error } });
    const ran = await look(config(socket));
    expect(ran.findings).toMatchObject([
      { code: 'image-service/failed', target: socket, args: { method: 'ImageFsInfo', details: 'no snapshotter' } },
    ]);
  });

  test('that has all but ImageFsInfo, which craned does not call', async () => {
    const error = { code: 12, details: 'method ImageFsInfo not implemented' };
    const ran = await look(config(await served({ 'ImageService.ImageFsInfo': { error } })));
    expect(ran.codes).toEqual([]);
    expect(ran.observed['imageFsInfo']).toBe('Unimplemented (12)');
  });
});

describe('an endpoint of its own, from its socket upwards', () => {
  test('missing', async () => {
    const socket = newSocket();
    const ran = await look(apart(socket));
    expect(ran.findings).toMatchObject([{ code: 'image-service/missing', severity: 'error', target: socket }]);
  });

  test('not-a-socket', async () => {
    const socket = newSocket();
    writeFileSync(socket, '');
    expect((await look(apart(socket))).codes).toEqual(['not-a-socket']);
  });

  test('refused', async () => {
    const socket = newSocket();
    await leaveStaleSocket(socket);
    const ran = await look(apart(socket));
    expect(ran.codes).toEqual(['refused']);
    expect(ran.observed).toMatchObject({ socket, connect: 'ECONNREFUSED' });
  });

  test.each([
    ['EPROTOTYPE', 'wrong-type', 'fail'],
    ['EACCES', 'permission-denied', process.getuid!() === 0 ? 'fail' : 'unknown'],
  ])('%s', async (code, name, status) => {
    const socket = await served();
    const host = withAnswers(liveHost(), [
      { method: 'connect', args: { unix: socket }, answer: refused({ code, message: code }) },
    ]);
    cleanup.defer(() => host.close());
    const ran = await runCheck(imageService, { host, config: apart(socket) });
    expect([ran.codes, ran.status]).toEqual([[name], status]);
  });

  test('api-unsupported', async () => {
    const reply = { version: '0.1.0', runtime_name: 'x', runtime_version: '1', runtime_api_version: 'v1alpha2' };
    const ran = await look(apart(await served({ 'RuntimeService.Version': { reply } })));
    expect(ran.codes).toEqual(['api-unsupported']);
  });

  test('failed, with the words of Status as evidence', async () => {
    const error = { code: 2, details: 'failed to get docker version' };
    const ran = await look(apart(await served({ 'RuntimeService.Version': { error } })));
    expect(ran.findings).toMatchObject([{ code: 'image-service/failed', args: { method: 'Version' } }]);
    expect(ran.observed['conditions']).toEqual([]);
  });

  test('a service for images alone, which knows no Version, is well', async () => {
    const error = { code: 12, details: 'unknown service runtime.v1.RuntimeService' };
    const ran = await look(apart(await served({ 'RuntimeService.Version': { error } })), space(9 * GIB, 10 * GIB));
    expect(ran.codes).toEqual([]);
    expect(ran.observed['imageFileSystems']).toHaveLength(1);
  });
});

describe('disk-low', () => {
  test.each([
    ['a part of 9 % that is many images', space(45 * GIB, 500 * GIB), null],
    ['a small disk with room', space(2 * GIB, 8 * GIB), null],
    ['under 10 % and 10 GiB', space(9 * GIB, 100 * GIB), 'warning'],
    ['under 5 % and 256 MiB', space(0.2 * GIB, 100 * GIB), 'error'],
    ['256 MiB of 1 GiB', space(0.24 * GIB, GIB), null],
    ['nothing left', space(0, GIB), 'error'],
    ['few inodes', space(50 * GIB, 100 * GIB, 9, 1_000), 'warning'],
    ['no inodes', space(50 * GIB, 100 * GIB, 0, 1_000), 'error'],
    ['inodes that are not counted', space(50 * GIB, 100 * GIB, 0, 0), null],
  ])('%s', async (_, answer, severity) => {
    const ran = await look(together(await served()), answer);
    const expected = severity ? [{ code: 'image-service/disk-low', severity, target: RECORDED }] : [];
    expect(ran.findings.map(({ code, severity, target }) => ({ code, severity, target }))).toEqual(expected);
  });

  test('a path that only the runtime sees says nothing', async () => {
    const ran = await look(together(await served()), refused({ code: 'ENOENT', message: 'no such file' }));
    expect(ran.codes).toEqual([]);
    expect(ran.observed['imageFileSystems']).toEqual([{ path: RECORDED, error: 'ENOENT' }]);
  });

  test.each(['EACCES', 'HUNG'])('%s is not looked at', async (code) => {
    const ran = await look(together(await served()), refused({ code, message: code }));
    expect(ran.codes).toEqual(['could-not-look']);
  });

  test('each of several file systems once, and no path that is none', async () => {
    const at = (mountpoint: string) => ({ fs_id: { mountpoint } });
    const reply = { image_filesystems: [at('/b'), at('/a'), at('/a'), at('relative'), at(''), {}] };
    const live = liveHost();
    cleanup.defer(() => live.close());
    const full = space(0, GIB);
    const host = withAnswers(live, [
      { method: 'space', args: { path: '/a' }, answer: full },
      { method: 'space', args: { path: '/b' }, answer: full },
    ]);
    const config = together(await served({ 'ImageService.ImageFsInfo': { reply } }));
    const ran = await runCheck(imageService, { host, config });
    expect(ran.findings.map(({ target }) => target)).toEqual(['/a', '/b']);
  });
});
