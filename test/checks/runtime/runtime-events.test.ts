import { afterEach, describe, expect, test } from 'vitest';

import { runtimeEvents } from '../../../src/checks/runtime/runtime-events.ts';
import type { CriReplies, CriReply } from '../../../src/demo/cri-recording.ts';
import { refused, type Answer } from '../../../src/host/answer.ts';
import { withAnswers } from '../../../src/host/replay.ts';
import { recordingOf } from '../../cri/recordings.ts';
import { runtimeNode, withStatus, type RuntimeNode } from '../../runtime/runtime-node.ts';
import { Cleanup } from '../../support/cleanup.ts';
import { runCheck, type Ran } from '../run-check.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

async function look(node: RuntimeNode): Promise<Ran> {
  return runCheck(runtimeEvents, { host: await runtimeNode(cleanup, node) });
}

const events = (reply: CriReply): CriReplies => ({ 'RuntimeService.GetContainerEvents': reply });

/** A containerd that says it is of another version. */
const containerd = (version: string): RuntimeNode['recording'] => {
  const recording = recordingOf('containerd-2.2.4');
  return { ...recording, version: { ...recording.version, RuntimeVersion: version } };
};

test('containerd 1.6 does not have it', async () => {
  const ran = await look({ recording: recordingOf('containerd-1.6.20') });
  expect(ran.findings).toMatchObject([
    {
      code: 'runtime-events/unsupported',
      severity: 'error',
      args: { runtime: 'containerd', version: '1.6.20~ds1', details: 'method GetContainerEvents not implemented' },
    },
  ]);
  expect(ran.observed).toEqual({ events: 'Unimplemented (12)' });
});

test.each(['containerd-2.2.4', 'containerd-2.3.4', 'cri-o-1.36.3'])('%s keeps it open', async (name) => {
  const ran = await look({ recording: recordingOf(name) });
  expect(ran.looked).toEqual({ observed: { events: 'open' }, findings: [] });
});

test('cri-dockerd has none in any version, and docker’s number is not its own', async () => {
  const ran = await look({ recording: recordingOf('cri-dockerd-0.4.3') });
  expect(ran.codes).toEqual(['unsupported']);
  expect(ran.messages[0]!.en).toMatch(/^cri-dockerd has no GetContainerEvents \(/);
  expect(ran.messages[0]!.zh).toMatch(/^cri-dockerd 没有 GetContainerEvents（/);
});

describe('containerd 1.7 shares one channel', () => {
  test.each(['1.7.24~ds1', 'v1.7.0-rc.1', '1.7.2-k3s1', '2.0.0-beta.1'])(
    '%s: by its version, and it is never opened',
    async (version) => {
      const host = await runtimeNode(cleanup, { recording: containerd(version) });
      let opened = 0;
      const ran = await runCheck(runtimeEvents, {
        host: {
          ...host,
          ask: (method, args) => {
            if (method === 'criStream') opened++;
            return host.ask(method, args);
          },
        },
      });
      expect(ran.findings).toMatchObject([
        { code: 'runtime-events/shared-stream', severity: 'warning', args: { version } },
      ]);
      expect(opened).toBe(0);
    },
  );

  test.each(['2.0.0', 'v2.0.0-rc.3', '3.1'])('%s does not', async (version) => {
    expect((await look({ recording: containerd(version) })).codes).toEqual([]);
  });

  test.each(['unknown', ''])('a version %j does not tell, so that it is not opened', async (version) => {
    const overrides = events({ error: { code: 12, details: 'asked all the same' } });
    const ran = await look({ recording: containerd(version), overrides });
    expect(ran.codes).toEqual(['could-not-look']);
    expect(ran.messages[0]!.en).not.toContain('asked all the same');
  });
});

describe('CRI-O with events off', () => {
  const recording = recordingOf('cri-o-1.36.3');

  test('ends the stream at once, and Status tells why', async () => {
    const ran = await look({ recording, overrides: events({ stream: 'ended' }) });
    expect(ran.findings).toMatchObject([
      {
        code: 'runtime-events/disabled',
        severity: 'error',
        args: { runtime: 'cri-o', from: 'enable_pod_events = false, Status' },
      },
    ]);
    expect(ran.observed).toEqual({ events: 'ended' });
  });

  test('ends the stream at once, and nobody tells why', async () => {
    const silent = withStatus(recording, (status) => delete status['config']);
    const ran = await look({ recording: silent, overrides: events({ stream: 'ended' }) });
    expect(ran.findings).toMatchObject([{ code: 'runtime-events/disabled', args: { from: 'EOF' } }]);
  });

  test('is known by its settings where the stream was not asked', async () => {
    const socket = '/run/containerd/containerd.sock';
    const answer: Answer<never> = refused({ code: 'NOT_RECORDED', message: 'x' });
    const args = { socket, service: 'RuntimeService', method: 'GetContainerEvents' } as const;
    const without = async (node: RuntimeNode): Promise<Ran> => {
      const host = withAnswers(await runtimeNode(cleanup, node), [{ method: 'criStream', args, answer }]);
      return runCheck(runtimeEvents, { host });
    };
    expect((await without({ recording })).codes).toEqual(['disabled']);
    expect((await without({ recording: recordingOf('containerd-2.2.4') })).codes).toEqual(['could-not-look']);
  });
});

test('a refusal in other words', async () => {
  const recording = recordingOf('cri-dockerd-0.4.3');
  const unknown = await look({
    recording,
    overrides: events({ error: { code: 2, details: 'GetContainerEvents not implemented' } }),
  });
  expect(unknown.codes).toEqual(['unsupported']);
  const broken = await look({ recording, overrides: events({ error: { code: 13, details: 'no\nevents' } }) });
  expect(broken.findings).toMatchObject([
    { code: 'runtime-events/refused', severity: 'error', args: { status: 'Internal (13)', details: 'no events' } },
  ]);
});

test('a runtime that was lost after Version is runtime-status’s to say', async () => {
  const error = { code: 2, details: 'Cannot connect to the Docker daemon' };
  const overrides = { ...events({ error }), 'RuntimeService.ListPodSandbox': { error } };
  const host = await runtimeNode(cleanup, { recording: recordingOf('cri-dockerd-0.4.3'), overrides });
  const ran = await runCheck(runtimeEvents, { host, runs: ['runtime-status'] });
  expect(ran.looked).toEqual({ blockedBy: ['runtime-status'] });
  expect((await runCheck(runtimeEvents, { host })).codes).toEqual(['refused']);
});
