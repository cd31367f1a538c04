import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';

import { runtimeStatus } from '../../../src/checks/runtime/runtime-status.ts';
import type { CriReplies, CriRecording } from '../../../src/demo/cri-recording.ts';
import { startCriServer, startSickServer } from '../../../src/demo/cri-server.ts';
import { refused } from '../../../src/host/answer.ts';
import { liveHost } from '../../../src/host/live.ts';
import { withAnswers } from '../../../src/host/replay.ts';
import { recordingOf } from '../../cri/recordings.ts';
import { Cleanup, temporaryDirectory } from '../../support/cleanup.ts';
import { nodeConfig, runCheck } from '../run-check.ts';

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
  expect(ran.findings[0]!.target).toBe('/etc/cni/net.d');
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

test('a runtime that does not report NetworkReady: nobody knows, and all it reports is said', async () => {
  const ran = await look(conditions(READY, { ...READY, type: 'Other' }));
  expect(ran.status).toBe('unknown');
  expect(ran.findings).toMatchObject([
    { code: 'runtime-status/condition-missing', severity: 'unknown', target: 'NetworkReady' },
  ]);
  expect(ran.messages[0]!.en).toBe(
    "The runtime's Status does not report NetworkReady, which CRI requires (it reports RuntimeReady, Other): whether its network is ready is not known",
  );
  expect(ran.observed).toMatchObject({ conditions: { RuntimeReady: true, Other: true } });
});

test('nor RuntimeReady, while a network that is not ready is an error all the same', async () => {
  const ran = await look(conditions({ ...NETWORK, status: false }));
  expect(ran.findings.map(({ code, target }) => [code, target])).toEqual([
    ['runtime-status/network-not-ready', '/etc/cni/net.d'],
    ['runtime-status/condition-missing', 'RuntimeReady'],
  ]);
});

test.each([{}, { status: null }, { status: { conditions: [] } }])('no condition at all: %j', async (reply) => {
  const ran = await look({ 'RuntimeService.Status': { reply } });
  expect(ran.findings.map(({ code, target }) => [code, target])).toEqual([
    ['runtime-status/condition-missing', 'RuntimeReady'],
    ['runtime-status/condition-missing', 'NetworkReady'],
  ]);
  expect(ran.messages[0]!.en).toContain('(it reports no condition at all): whether it is ready is not known');
  expect(ran.messages[1]!.zh).toContain('未报告任何状态条件');
  // It was asked for a list all the same, which it has.
  expect(ran.observed).toMatchObject({ cranePods: 0 });
});

test('a runtime that says as little and lists nothing is not ready', async () => {
  const ran = await look({
    'RuntimeService.Status': { reply: {} },
    'RuntimeService.ListPodSandbox': { error: { code: 14, details: 'gone' } },
  });
  expect(ran.codes).toEqual(['condition-missing', 'condition-missing', 'runtime-not-ready']);
  expect(ran.status).toBe('fail');
});

test('of very many false conditions the required ones are told first, and not all of the others', async () => {
  const many = Array.from({ length: 500 }, (_, index) => ({ ...READY, type: `Other${index}`, status: false }));
  const ran = await look(conditions(READY, ...many, { ...NETWORK, status: false }));
  expect(ran.codes[0]).toBe('network-not-ready');
  expect(ran.findings).toHaveLength(20);
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
  expect(ran.findings[0]!.args['message']).toMatch(/^TIMEOUT: no answer \(\d\.\d s\)$/);
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
