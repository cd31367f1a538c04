import { once } from 'node:events';
import { createServer as createHttp2Server } from 'node:http2';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';

import { runtimeVersion } from '../../../src/checks/runtime/runtime-version.ts';
import type { CriReplies } from '../../../src/demo/cri-recording.ts';
import { leaveStaleSocket, startCriServer, startSickServer, type CriFault } from '../../../src/demo/cri-server.ts';
import { refused } from '../../../src/host/answer.ts';
import { liveHost, type LiveOptions } from '../../../src/host/live.ts';
import { withAnswers } from '../../../src/host/replay.ts';
import { recordingOf } from '../../cri/recordings.ts';
import { Cleanup, temporaryDirectory } from '../../support/cleanup.ts';
import { nodeConfig, runCheck } from '../run-check.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const newSocket = (): string => join(temporaryDirectory(cleanup), 's');

function look(socket: string, limits: LiveOptions['limits'] = {}) {
  const host = liveHost({ limits });
  cleanup.defer(() => host.close());
  return runCheck(runtimeVersion, { host, config: nodeConfig({ RuntimeEndpoint: socket }) });
}

async function lookAtRuntime(overrides: CriReplies) {
  const socket = newSocket();
  const server = await startCriServer({ socket, recording: recordingOf('cri-dockerd-0.4.3'), overrides });
  cleanup.defer(() => server.close());
  return { socket, ...(await look(socket)) };
}

async function lookAtSick(fault: CriFault, limits?: LiveOptions['limits']) {
  const socket = newSocket();
  const server = await startSickServer(socket, fault);
  cleanup.defer(() => server.close());
  return { socket, ...(await look(socket, limits)) };
}

const version = (fields: { readonly [name: string]: string }): CriReplies => ({
  'RuntimeService.Version': {
    reply: {
      version: '0.1.0',
      runtime_name: 'containerd',
      runtime_version: '1.7.24',
      runtime_api_version: 'v1',
      ...fields,
    },
  },
});

describe('too-old', () => {
  test.each([
    ['containerd', '1.6.20~ds1', ['too-old']],
    ['containerd', 'v1.5.18', ['too-old']],
    ['containerd', '1.7.0', []],
    ['containerd', 'v2.0.0-rc.1', []],
    ['containerd', 'unknown', []],
    ['cri-o', '1.25.4', ['too-old']],
    ['cri-o', '1.26.0', []],
    ['docker', '20.10.24', []],
    ['kata-of-somebody', '0.1', []],
  ])('%s %s', async (runtime_name, runtime_version, codes) => {
    expect((await lookAtRuntime(version({ runtime_name, runtime_version }))).codes).toEqual(codes);
  });
});

describe('api-unsupported', () => {
  test.each(['v1alpha2', '', 'v2'])('%j', async (runtime_api_version) => {
    const ran = await lookAtRuntime(version({ runtime_api_version }));
    expect(ran.codes).toEqual(['api-unsupported']);
    expect(ran.findings[0]!.args).toMatchObject({ api: runtime_api_version });
  });

  test('an empty reply', async () => {
    const ran = await lookAtRuntime({ 'RuntimeService.Version': { reply: {} } });
    expect(ran.codes).toEqual(['api-unsupported']);
    expect(ran.messages[0]!.en).toContain(ran.socket);
  });
});

test('a runtime that refuses Version is asked for its Status, as evidence', async () => {
  const details =
    'failed to get docker version from dockerd: Cannot connect to the Docker daemon at unix:///run/docker.sock';
  const ran = await lookAtRuntime({
    'RuntimeService.Version': { error: { code: 2, details } },
    'RuntimeService.Status': {
      reply: {
        status: {
          conditions: [
            { type: 'RuntimeReady', status: false, reason: 'DockerDaemonNotReady', message: `docker: ${details}` },
            { type: 'NetworkReady', status: true, reason: '', message: '' },
          ],
        },
      },
    },
  });
  expect(ran.codes).toEqual(['failed']);
  expect(ran.findings[0]!.args).toEqual({ socket: ran.socket, method: 'Version', status: 'Unknown (2)', details });
  expect(ran.observed).toEqual({
    grpc: 'Unknown (2)',
    conditions: [`RuntimeReady false: DockerDaemonNotReady docker: ${details}`],
  });
});

test('a runtime that refuses both', async () => {
  const error = { code: 14, details: 'server is not initialized yet' };
  const ran = await lookAtRuntime({ 'RuntimeService.Version': { error }, 'RuntimeService.Status': { error } });
  expect(ran.codes).toEqual(['failed']);
  expect(ran.observed).toEqual({ grpc: 'Unavailable (14)', status: 'server is not initialized yet' });
});

test('containerd with its CRI plugin disabled', async () => {
  const ran = await lookAtSick('no-cri');
  expect(ran.codes).toEqual(['unimplemented']);
  expect(ran.findings[0]!.args).toEqual({
    socket: ran.socket,
    details: 'unknown service runtime.v1.RuntimeService',
  });
});

describe('not-grpc, in the words of what listens there', () => {
  test('HTTP/1', async () => {
    const ran = await lookAtSick('http1');
    expect(ran.codes).toEqual(['not-grpc']);
    expect(ran.findings[0]!.args['said']).toMatch(/^HTTP\/1\.1 400 /);
  });

  test('closed at once', async () => {
    const ran = await lookAtSick('closing');
    expect(ran.codes).toEqual(['not-grpc']);
    expect(ran.findings[0]!.args['said']).toBe('');
  });

  test('another protocol, with control characters and without an end', async () => {
    const socket = newSocket();
    const server = createServer((connection) => {
      connection.on('error', () => {});
      connection.write(`SSH-2.0-\x1b[31mred\x07${'x'.repeat(5_000)}`);
    }).listen(socket);
    await once(server, 'listening');
    cleanup.defer(() => server.close());
    const ran = await look(socket);
    expect(ran.codes).toEqual(['not-grpc']);
    expect(ran.findings[0]!.args['said']).toHaveLength(120);
    expect(ran.findings[0]!.args['said']).toMatch(/^SSH-2\.0- \[31mred x+…$/);
  });

  test('HTTP/2 without gRPC', async () => {
    const socket = newSocket();
    const server = createHttp2Server((_, response) => response.writeHead(404).end()).listen(socket);
    await once(server, 'listening');
    const ran = await look(socket);
    server.close();
    expect(ran.codes).toEqual(['not-grpc']);
    expect(ran.findings[0]!.args['said']).toMatch(/^HTTP\/2, Received HTTP status code 404/);
  });
});

test('a silent socket ends at the deadline of a call, once', async () => {
  const ran = await lookAtSick('silent', { cri: 1_000 });
  expect(ran.codes).toEqual(['timeout']);
  expect(ran.findings[0]!.args).toEqual({ socket: ran.socket, seconds: 1 });
});

test('a listener whose queue is full is as silent', async () => {
  const host = liveHost();
  cleanup.defer(() => host.close());
  const question = { socket: '/run/x.sock', service: 'RuntimeService', method: 'Version', request: {} } as const;
  const answer = refused({ code: 'EAGAIN', message: 'connect EAGAIN /run/x.sock' });
  const ran = await runCheck(runtimeVersion, {
    host: withAnswers(host, [{ method: 'cri', args: question, answer }]),
    config: nodeConfig({ RuntimeEndpoint: '/run/x.sock' }),
  });
  expect(ran.codes).toEqual(['timeout']);
  // It did not take any time, and none is told.
  expect(ran.messages[0]!.en).toContain('queue is full');
  expect(ran.messages[0]!.en).not.toContain(' s,');
});

test('a socket that died since it was looked at', async () => {
  const socket = newSocket();
  await leaveStaleSocket(socket);
  const ran = await look(socket);
  expect(ran.codes).toEqual(['failed']);
  expect(ran.findings[0]!.args['status']).toBe('ECONNREFUSED');
});

test.each(['EACCES', 'HUNG', 'NOT_RECORDED', 'NO_MACHINE'])('%s is not looked at', async (code) => {
  const host = liveHost();
  cleanup.defer(() => host.close());
  const question = { socket: '/run/x.sock', service: 'RuntimeService', method: 'Version', request: {} } as const;
  const ran = await runCheck(runtimeVersion, {
    host: withAnswers(host, [{ method: 'cri', args: question, answer: refused({ code, message: 'x' }) }]),
    config: nodeConfig({ RuntimeEndpoint: '/run/x.sock' }),
  });
  expect(ran.codes).toEqual(['could-not-look']);
});
