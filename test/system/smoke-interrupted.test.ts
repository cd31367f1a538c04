import { randomInt } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { nodeChanges } from '../../src/host/changes/node-changes.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { makeCraneNode } from '../support/crane-node.ts';
import { NETWORK } from '../support/containerd.ts';
import { startCriProxy } from '../support/cri-proxy.ts';
import { makeHeldNetwork, type HeldNetwork } from '../support/held-network.ts';
import { describeWith } from '../support/needs.ts';
import {
  codesIn,
  foreignCgroup,
  importShell,
  leftOn,
  makeSmokeNode,
  runSmoke,
  SMOKE_NEEDS,
  stepOf,
  type SmokeNode,
} from '../support/smoke-node.ts';
import { startSmoke } from '../support/start-smoke.ts';
import { waitFor } from '../support/wait-for.ts';

/** Leases lie where all nodes of this machine have theirs: the network of this one has a name of its own. */
const NAME = `crane-doctor-test-${randomInt(1_000_000)}`;
const LEASES = `/var/lib/cni/networks/${NAME}`;

/* A test that is ended in the middle, by whatever: while the network of its pod is being made. */

describeWith([...SMOKE_NEEDS, 'bindfs', 'fusermount3', 'fuse'], 'a smoke test that is ended in the middle', () => {
  const cleanup = new Cleanup();
  let node: SmokeNode;
  let network: HeldNetwork;
  beforeAll(async () => {
    cleanup.defer(() => rmSync(LEASES, { recursive: true, force: true }));
    network = makeHeldNetwork(cleanup);
    const runtime = { cniBinDir: network.directory, cni: NETWORK.replace('crane-doctor-test', NAME) };
    node = await makeSmokeNode(cleanup, { runtime, node: { bindFs: true } });
    await importShell(cleanup, node);
  });
  afterEach(() => network.letGo());
  afterAll(() => cleanup.run());

  const nothingLeft = async (): Promise<void> => {
    await waitFor('nothing left', async () => (await leftOn(node)).length === 0);
  };

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s: it clears up, and says so', async (signal, code) => {
    network.hold();
    const run = startSmoke(cleanup, node);
    await network.reached();
    run.signal(signal);
    network.letGo();
    const ended = await run.ended;
    const smoked = await run.smoked();
    expect([ended.code, codesIn(smoked)]).toEqual([code, ['interrupted']]);
    expect(stepOf(smoked, 'sandbox').finding).toMatchObject({ severity: 'unknown', args: { signal } });
    expect([smoked.leftBehind, await leftOn(node)]).toEqual([[], []]);
  });

  test('a reader that goes away does not end it', async () => {
    network.hold();
    const run = startSmoke(cleanup, node);
    run.closeOutput();
    await network.reached();
    network.letGo();
    expect((await run.ended).code).toBe(0);
    await nothingLeft();
  });

  test('killed: the next test takes away what it has left', async () => {
    network.hold();
    const run = startSmoke(cleanup, node);
    await network.reached();
    run.signal('SIGKILL');
    await run.ended;
    network.letGo();
    expect((await leftOn(node)).length).toBeGreaterThanOrEqual(2);
    const { smoked, code } = await runSmoke(node);
    expect([code, codesIn(smoked, 'info', 'error')]).toEqual([0, ['leftovers-removed']]);
    await nothingLeft();
  });

  test('a second one at the same time keeps away, and does not disturb the first', async () => {
    network.hold();
    const first = startSmoke(cleanup, node);
    await network.reached();
    const second = await runSmoke(node);
    expect([second.code, codesIn(second.smoked, 'error', 'warning')]).toEqual([1, ['other-run']]);
    expect(stepOf(second.smoked, 'leftovers').finding!.args['pid']).toBe(first.pid);
    network.letGo();
    expect((await first.ended).code).toBe(0);
    expect(codesIn(await first.smoked(), 'error')).toEqual([]);
    await nothingLeft();
  });

  test('slower than craned waits: told with its time, and the rest is looked at all the same', async () => {
    network.hold();
    const run = startSmoke(cleanup, node);
    await network.reached();
    const since = performance.now();
    await waitFor("the end of craned's 5 seconds", () => performance.now() - since > 5_200);
    network.letGo();
    const smoked = await run.smoked();
    expect(codesIn(smoked, 'error')).toEqual(['over-deadline']);
    expect(stepOf(smoked, 'sandbox').finding!.args).toMatchObject({
      call: 'RunPodSandbox',
      limitMs: 5_000,
      ended: true,
    });
    expect(stepOf(smoked, 'log').status).toBe('pass');
    await nothingLeft();
  });

  test("where jobs run, containerd 1.7's events are left to them", async () => {
    const changes = nodeChanges();
    cleanup.defer(() => changes.close());
    const limits = { socket: node.containerd.socket, limitMs: 20_000 };
    const metadata = { name: 'job-7', uid: '7', namespace: 'cranesched', attempt: 0 };
    const config = {
      metadata,
      labels: { cranesched: 'true', job_id: '7' },
      log_directory: temporaryDirectory(cleanup),
    };
    const linux = { cgroup_parent: foreignCgroup(node.namespaces.hostname) };
    const pod = await changes.call('RunPodSandbox', { config: { ...config, linux } }, limits);
    const id = pod.ok ? pod.value.pod_sandbox_id : '';
    const { smoked, code } = await runSmoke(node);
    expect([code, codesIn(smoked)]).toEqual([0, ['events-not-tried', 'dns-loopback']]);
    expect(stepOf(smoked, 'events').finding!.args).toMatchObject({ pods: 1 });
    expect(stepOf(smoked, 'exit').status).toBe('pass');
    await changes.call('StopPodSandbox', { pod_sandbox_id: id }, limits);
    await changes.call('RemovePodSandbox', { pod_sandbox_id: id }, limits);
    await nothingLeft();
  });

  test('a runtime that is lost in the middle and comes back: nothing is left behind', async () => {
    const lost = await startLosing(cleanup, node, 'StartContainer');
    const run = startSmoke(cleanup, lost.node);
    await lost.gone();
    await node.containerd.restart();
    const smoked = await run.smoked();
    expect([(await run.ended).code, codesIn(smoked, 'error')]).toEqual([1, ['runtime-lost']]);
    expect([stepOf(smoked, 'start').status, smoked.leftBehind]).toEqual(['fail', []]);
    await nothingLeft();
  });

  test('one that is lost while it makes the network: the address that the pod has by then is given back', async () => {
    const leases = (): string[] => readdirSync(LEASES).filter((name) => name.startsWith('10.'));
    network.hold('after');
    const run = startSmoke(cleanup, node);
    await network.reached();
    const taken = leases();
    node.containerd.kill();
    network.letGo();
    await node.containerd.restart();
    const smoked = await run.smoked();
    expect([codesIn(smoked, 'error'), stepOf(smoked, 'sandbox').status]).toEqual([['runtime-lost'], 'fail']);
    expect([taken.length, leases(), smoked.leftBehind]).toEqual([1, [], []]);
    await nothingLeft();
  });

  test('one that does not come back: what may be left is told, and the next test takes it away', async () => {
    const lost = await startLosing(cleanup, node, 'CreateContainer');
    const run = startSmoke(cleanup, lost.node);
    await lost.gone();
    const smoked = await run.smoked();
    expect(codesIn(smoked, 'error')).toEqual(['runtime-lost']);
    expect(smoked.leftBehind).toEqual([expect.stringContaining('crane-doctor=smoke')]);
    await node.containerd.restart();
    const next = await runSmoke(node);
    expect([next.code, codesIn(next.smoked, 'info', 'error')]).toEqual([0, ['leftovers-removed']]);
    await nothingLeft();
  });
});

/** A node whose containerd is killed when a call is about to reach it. */
async function startLosing(
  cleanup: Cleanup,
  node: SmokeNode,
  call: string,
): Promise<{ readonly node: SmokeNode; gone(): Promise<void> }> {
  let gone = false;
  const request = (method: string, message: Record<string, unknown>): Record<string, unknown> => {
    if (method === call && !gone) {
      node.containerd.kill();
      gone = true;
    }
    return message;
  };
  const socket = await startCriProxy(cleanup, node.containerd.socket, { request });
  const { config } = makeCraneNode(cleanup, { socket, hostname: node.namespaces.hostname, bindFs: true });
  return {
    node: { ...node, config },
    gone: async () => {
      await waitFor('the end of containerd', () => gone);
    },
  };
}
