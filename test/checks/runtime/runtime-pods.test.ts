import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';

import { runtimePods } from '../../../src/checks/runtime/runtime-pods.ts';
import type { CriReplies } from '../../../src/demo/cri-recording.ts';
import { startCriServer } from '../../../src/demo/cri-server.ts';
import { answered, refused, type Answer } from '../../../src/host/answer.ts';
import { liveHost } from '../../../src/host/live.ts';
import type { Connection, DirectoryEntry } from '../../../src/host/questions.ts';
import { withAnswers } from '../../../src/host/replay.ts';
import { recordingOf } from '../../cri/recordings.ts';
import { Cleanup, temporaryDirectory } from '../../support/cleanup.ts';
import { nodeConfig, runCheck } from '../run-check.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const NOW = Date.parse('2026-06-01T12:00:00Z');
const MINUTE = 60_000;

/** A pod as craned makes it, `minutes` before now. */
const pod = (job: string, minutes: number, more: { readonly [field: string]: string } = {}) => ({
  id: `pod-of-${job}`,
  metadata: { name: `job-${job}-cn01`, uid: 'x', namespace: 'cranesched', attempt: 0 },
  state: 'SANDBOX_READY',
  created_at: String(BigInt(NOW - minutes * MINUTE) * 1_000_000n),
  labels: { cranesched: 'true', job_id: job, job_name: 'x', uid: '1000' },
  ...more,
});

const sockets = (...names: readonly string[]): Answer<readonly DirectoryEntry[]> =>
  answered(names.map((name) => ({ name, type: 'socket' as const })));

const NO_DIRECTORY = refused({ code: 'ENOENT', message: 'no such file or directory' });

/** The kernel's table of sockets without one, and a line of a socket that listens. */
const HEADER = 'Num       RefCount Protocol Flags    Type St Inode Path\n';
const bound = (path: string): string => `00000000d9cc6e3a: 00000002 00000000 00010000 0001 01 278265 ${path}\n`;

async function look(
  pods: CriReplies['x'] | readonly object[],
  directory: Answer<readonly DirectoryEntry[]> = NO_DIRECTORY,
  runs: readonly string[] = [],
  connect: { readonly [job: string]: Answer<Connection> } = {},
  table = HEADER,
) {
  const socket = join(temporaryDirectory(cleanup), 's');
  const reply = Array.isArray(pods)
    ? { reply: { items: JSON.parse(JSON.stringify(pods)) as [] } }
    : (pods as CriReplies['x']);
  const server = await startCriServer({
    socket,
    recording: recordingOf('containerd-2.2.4'),
    overrides: { 'RuntimeService.ListPodSandbox': reply },
  });
  const live = liveHost();
  cleanup.defer(() => server.close());
  cleanup.defer(() => live.close());
  const host = withAnswers(live, [
    { method: 'clock', args: {}, answer: answered(NOW) },
    {
      method: 'readFile',
      args: { path: '/proc/net/unix', maxBytes: 16 * 1024 * 1024 },
      answer: answered({ bytes: Buffer.from(table), size: 0, mtimeMs: 0, sha256: '' }),
    },
    { method: 'readDirectory', args: { path: '/tmp/crane', max: 20_000 }, answer: directory },
    ...Object.entries(connect).map(([job, answer]) => ({
      method: 'connect' as const,
      args: { unix: `/tmp/crane/step_${job}.0.sock` },
      answer,
    })),
  ]);
  return runCheck(runtimePods, { host, config: nodeConfig({ RuntimeEndpoint: socket }), runs });
}

describe('orphan', () => {
  test('a pod whose job has no supervisor, with its id, job, state and age', async () => {
    const directory = sockets('step_7.0.sock', 'step_8.1.sock');
    const ran = await look([pod('7', 500), pod('8', 90), pod('9', 5_000, { state: 'SANDBOX_NOTREADY' })], directory);
    expect(ran.findings).toEqual([
      {
        code: 'runtime-pods/orphan',
        severity: 'warning',
        args: { pods: 2, jobs: ['9', '8'], more: 0, oldest: '3 d' },
      },
    ]);
    expect(ran.observed).toEqual({
      cranePods: 3,
      supervisors: 2,
      orphans: [
        { pod: 'pod-of-9', job: '9', age: '3 d', state: 'not ready' },
        { pod: 'pod-of-8', job: '8', age: '90 min', state: 'ready' },
      ],
    });
    expect(ran.messages[0]!.en).toBe(
      '2 pods have no supervisor (/tmp/crane/step_<job>.0.sock): job 9, 8; the oldest was made 3 d ago',
    );
  });

  test('all of them where the directory is not there', async () => {
    expect((await look([pod('7', 5)])).codes).toEqual(['orphan']);
  });

  test('one whose supervisor was killed and has left its socket, and not one whose supervisor answers or is silent', async () => {
    const pods = ['7', '8', '9'].map((job) => pod(job, 90));
    const directory = sockets('step_7.0.sock', 'step_8.0.sock', 'step_9.0.sock');
    const ran = await look(pods, directory, [], {
      7: refused({ code: 'ECONNREFUSED', message: 'connection refused' }),
      8: answered({ ms: 1 }),
      9: refused({ code: 'TIMEOUT', message: 'silent', afterMs: 2_000 }),
    });
    expect(ran.findings).toMatchObject([{ code: 'runtime-pods/orphan', args: { pods: 1, jobs: ['7'] } }]);
  });

  test('many are counted', async () => {
    const ran = await look(Array.from({ length: 30 }, (_, index) => pod(String(index + 1), index + 2)));
    expect(ran.findings[0]!.args).toMatchObject({ pods: 30, more: 20 });
    expect(ran.findings[0]!.args['jobs']).toHaveLength(10);
    expect(ran.observed['orphans']).toHaveLength(20);
    expect(ran.messages[0]!.zh).toContain('另有 20 个作业');
  });

  test.each([
    ['a minute and more', 1.1, ['orphan']],
    ['less than a minute, since its supervisor may be starting', 0.9, []],
    ['of a time to come, as on a node whose clock was put back', -600, []],
  ])('a pod of %s', async (_, minutes, codes) => {
    expect((await look([pod('7', minutes)])).codes).toEqual(codes);
  });
});

describe('nothing to say', () => {
  test('without pods, whatever is in /tmp', async () => {
    const ran = await look([], refused({ code: 'EACCES', message: 'x' }));
    expect([ran.status, ran.observed]).toEqual(['pass', { cranePods: 0 }]);
  });

  test('of pods that are not craned’s, from a runtime that does not filter', async () => {
    const others = [
      pod('7', 90, { labels: {} as string }),
      { ...pod('7', 90), labels: { cranesched: 'true' } },
      { ...pod('7', 90), labels: { cranesched: 'true', job_id: '../../etc/passwd' } },
      { ...pod('7', 90), labels: { job_id: '7' } },
    ];
    expect((await look(others)).codes).toEqual([]);
  });

  test('of a pod that has its supervisor', async () => {
    const ran = await look([pod('7', 90)], sockets('step_7.0.sock'));
    expect([ran.status, ran.observed]).toEqual(['pass', { cranePods: 1, supervisors: 1 }]);
  });
});

test('a supervisor that has a /tmp of its own (PrivateTmp=) is in the kernel’s table: no orphan', async () => {
  const table = HEADER + bound('/tmp/crane/step_7.0.sock') + bound('/tmp/crane/step_8.1.sock');
  const ran = await look([pod('7', 90), pod('8', 90)], NO_DIRECTORY, [], {}, table);
  expect(ran.findings).toMatchObject([{ args: { pods: 1, jobs: ['8'] } }]);
  expect(ran.observed).toMatchObject({ cranePods: 2, supervisors: 2 });
  const denied = refused({ code: 'EACCES', message: 'x' });
  expect((await look([pod('7', 90)], denied, [], {}, table)).status).toBe('pass');
});

test.each(['EACCES', 'HUNG'])('sockets that cannot be listed (%s) are not looked at', async (code) => {
  const ran = await look([pod('7', 90)], refused({ code, message: code }));
  expect(ran.codes).toEqual(['could-not-look']);
});

test('a list that fails is runtime-status’s to say, or where that does not run, not looked at', async () => {
  const error = { error: { code: 2, details: 'Cannot connect to the Docker daemon' } };
  expect((await look(error, NO_DIRECTORY, ['runtime-status'])).looked).toEqual({ blockedBy: ['runtime-status'] });
  expect((await look(error)).codes).toEqual(['could-not-look']);
});
