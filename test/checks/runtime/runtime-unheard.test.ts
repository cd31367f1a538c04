import { afterEach, describe, expect, test } from 'vitest';

import { runtimeCgroupDriver } from '../../../src/checks/runtime/runtime-cgroup-driver.ts';
import { runtimeInstalled } from '../../../src/checks/runtime/runtime-installed.ts';
import { runtimeSandboxImage } from '../../../src/checks/runtime/runtime-sandbox-image.ts';
import { runtimeStreaming } from '../../../src/checks/runtime/runtime-streaming.ts';
import { refused } from '../../../src/host/answer.ts';
import { withAnswers } from '../../../src/host/replay.ts';
import { recordingOf } from '../../cri/recordings.ts';
import { runtimeNode } from '../../runtime/runtime-node.ts';
import { Cleanup } from '../../support/cleanup.ts';
import { NODE_CONFIG, runCheck } from '../run-check.ts';
import { nodeTree } from '../node-tree.ts';

/* What nobody told is one thing, and that somebody could not be asked is another. */

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

describe.each([runtimeCgroupDriver, runtimeStreaming, runtimeSandboxImage])('$id', (check) => {
  test('a runtime that answers Version and then nothing more', async () => {
    const gone = { error: { code: 14, details: 'gone' } };
    const overrides = { 'RuntimeService.Status': gone, 'RuntimeService.RuntimeConfig': gone };
    const host = await runtimeNode(cleanup, { recording: recordingOf('containerd-2.3.4'), overrides });
    const together = await runCheck(check, { host, config: NODE_CONFIG, runs: ['runtime-status'] });
    expect(together.looked).toMatchObject({ blockedBy: ['runtime-status'] });
    const alone = await runCheck(check, { host, config: NODE_CONFIG });
    expect(alone.findings).toMatchObject([
      {
        code: `${check.id}/could-not-look`,
        severity: 'unknown',
        args: { reason: expect.stringContaining('gone') as string },
      },
    ]);
  });
});

describe('runtime-installed', () => {
  const socket = '/run/containerd/containerd.sock';
  const look = (code: string, files: Parameters<typeof nodeTree>[1] = {}) => {
    const { host } = nodeTree(cleanup, files);
    const answer = refused({ code, message: 'x' });
    return runCheck(runtimeInstalled, {
      host: withAnswers(host, [{ method: 'connect', args: { unix: socket }, answer }]),
    });
  };
  const crio = { '/usr/bin/crio': { file: 'a program', mode: 0o755 } };

  test('an endpoint that could not be asked does not stand for a runtime', async () => {
    expect((await look('NOT_RECORDED')).codes).toEqual(['could-not-look']);
    expect((await look('NOT_RECORDED', crio)).codes).toEqual([]);
    expect((await look('EACCES')).codes).toEqual([]);
    expect((await look('ECONNREFUSED', crio)).codes).toEqual(['other-runtime-present']);
  });
});
