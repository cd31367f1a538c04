import { afterEach, expect, test } from 'vitest';
import { answered } from '../../src/host/answer.ts';
import { treeHost } from '../../src/host/tree.ts';
import { unitArguments } from '../../src/runtime/unit-arguments.ts';
import { identityOfNode } from '../checks/runtime/recorded-facts.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

/** A node by its process 1, with how often a program was started on it. */
function nodeWith(init: string | null) {
  let started = 0;
  const host = treeHost(temporaryDirectory(cleanup), {
    identity: () => Promise.resolve(answered(identityOfNode({ init }))),
    command: () => {
      started += 1;
      const stdout = 'ExecStart={ path=/usr/bin/containerd ; argv[]=/usr/bin/containerd --config /x ; pid=0 }\n';
      return Promise.resolve(answered({ exitCode: 0, signal: null, stdout, stderr: '', truncated: false }));
    },
  });
  cleanup.defer(() => host.close());
  return { host, started: () => started };
}

test.each([
  ['systemd', 1],
  [null, 1],
  ['tini', 0],
])('process 1 is %s: systemctl is started %i times', async (init, times) => {
  const { host, started } = nodeWith(init);
  const words = await unitArguments(host, 'containerd.service');
  expect([words, started()]).toEqual([times === 0 ? null : ['/usr/bin/containerd', '--config', '/x'], times]);
});
