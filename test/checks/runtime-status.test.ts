import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';

import { runtimeStatus } from '../../src/checks/runtime-status.ts';
import type { CriReplies, CriRecording } from '../../src/demo/cri-recording.ts';
import { startCriServer, startSickServer } from '../../src/demo/cri-server.ts';
import { refused } from '../../src/host/answer.ts';
import { liveHost } from '../../src/host/live.ts';
import { withAnswers } from '../../src/host/replay.ts';
import { recordingOf } from '../cri/recordings.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { nodeConfig, runCheck } from './run-check.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

async function look(overrides: CriReplies, recording: CriRecording = recordingOf('cri-dockerd-0.4.3')) {
  const socket = join(temporaryDirectory(cleanup), 's');
  const server = await startCriServer({ socket, recording, overrides });
  const host = liveHost();
  cleanup.defer(() => server.close());
  cleanup.defer(() => host.close());
  return runCheck(runtimeStatus, { host, config: nodeConfig({ RuntimeEndpoint: socket }) });
}

const READY = { type: 'RuntimeReady', status: true, reason: '', message: '' };
const NETWORK = { type: 'NetworkReady', status: true, reason: '', message: '' };

const conditions = (...list: (typeof READY)[]): CriReplies => ({
  'RuntimeService.Status': { reply: { status: { conditions: list } } },
});

test('the network is not ready, with what the CNI loader said', async () => {
  const ran = await look({}, recordingOf('containerd-1.6.20'));
  expect(ran.codes).toEqual(['network-not-ready']);
  expect(ran.findings[0]!.args).toEqual({
    reason: 'NetworkPluginNotReady',
    message: 'Network plugin returns error: cni plugin not initialized',
    cni: 'cni config load failed: no network config found in /etc/cni/net.d: cni plugin not initialized: failed to load cni config',
  });
  expect(ran.messages[0]!.zh).toContain('；CNI：cni config load failed');
  expect(ran.observed).toMatchObject({ conditions: { RuntimeReady: true, NetworkReady: false } });
});

test('a deprecation warning in sentences, under its own condition', async () => {
  const ran = await look({}, recordingOf('containerd-2.2.4'));
  expect(ran.findings).toMatchObject([
    {
      code: 'runtime-status/condition',
      severity: 'warning',
      target: 'ContainerdHasNoDeprecationWarnings',
      args: {
        message:
          'The support for cgroup v1 is deprecated since containerd v2.2 and will be removed by no later than May 2029. Upgrade the host to use cgroup v2.',
      },
    },
  ]);
});

test('several warnings in an order of their own, and a message that only looks like JSON', async () => {
  const other = { ...READY, type: 'Other', status: false };
  const two = await look(conditions(READY, NETWORK, { ...other, message: '{"b":"Second.","a":"First."}' }));
  expect(two.findings[0]!.args['message']).toBe('First. Second.');
  const none = await look(conditions(READY, NETWORK, { ...other, message: '{not json\x1b[31m' }));
  expect(none.findings[0]!.args['message']).toBe('{not json [31m');
});

test('both conditions false are both said', async () => {
  const ran = await look(
    conditions(
      { ...READY, status: false, reason: 'DockerDaemonNotReady', message: 'docker: gone' },
      { ...NETWORK, status: false, reason: 'NetworkPluginNotReady' },
    ),
  );
  expect(ran.codes).toEqual(['runtime-not-ready', 'network-not-ready']);
  expect(ran.messages[0]!.en).toBe('The runtime is not ready: DockerDaemonNotReady: docker: gone');
});

test('a reply without conditions is not ready', async () => {
  expect((await look({ 'RuntimeService.Status': { reply: {} } })).codes).toEqual(['runtime-not-ready']);
});

test('Status is refused', async () => {
  const ran = await look({ 'RuntimeService.Status': { error: { code: 13, details: 'no state' } } });
  expect(ran.codes).toEqual(['runtime-not-ready']);
  expect(ran.findings[0]!.args).toEqual({ reason: 'Status', message: 'Internal (13): no state' });
});

test('docker died a moment ago: Status is still good, a list is not', async () => {
  const details = 'Cannot connect to the Docker daemon at unix:///run/docker.sock. Is the docker daemon running?';
  const ran = await look({ 'RuntimeService.ListPodSandbox': { error: { code: 2, details } } });
  expect(ran.codes).toEqual(['runtime-not-ready']);
  expect(ran.findings[0]!.args).toEqual({ reason: 'ListPodSandbox', message: `Unknown (2): ${details}` });
});

test('handlers are in an order of their own', async () => {
  const ran = await look({}, recordingOf('cri-o-1.33.13'));
  expect(ran.status).toBe('pass');
  expect(ran.observed['handlers']).toEqual(['(default)', 'crun', 'runc', 'runc-nooom', 'runc14']);
});

test('a runtime that fell silent is not ready', async () => {
  const socket = join(temporaryDirectory(cleanup), 's');
  const server = await startSickServer(socket, 'silent');
  const host = liveHost({ limits: { cri: 300 } });
  cleanup.defer(() => server.close());
  cleanup.defer(() => host.close());
  const ran = await runCheck(runtimeStatus, { host, config: nodeConfig({ RuntimeEndpoint: socket }) });
  expect(ran.codes).toEqual(['runtime-not-ready']);
  expect(ran.findings[0]!.args['message']).toMatch(/^TIMEOUT: no answer \(0\.3 s\)$/);
});

test('what cannot be asked is not judged', async () => {
  const host = liveHost();
  cleanup.defer(() => host.close());
  const args = { socket: '/run/x', service: 'RuntimeService', method: 'Status', request: { verbose: true } } as const;
  const answer = refused({ code: 'NOT_RECORDED', message: 'x' });
  const ran = await runCheck(runtimeStatus, {
    host: withAnswers(host, [{ method: 'cri', args, answer }]),
    config: nodeConfig({ RuntimeEndpoint: '/run/x' }),
  });
  expect(ran.codes).toEqual(['could-not-look']);
});
