import { afterAll, beforeAll, expect, test } from 'vitest';
import { Cleanup } from '../support/cleanup.ts';
import { makeCraneNode } from '../support/crane-node.ts';
import { startCriProxy, type Differences } from '../support/cri-proxy.ts';
import { describeWith } from '../support/needs.ts';
import {
  codesIn,
  importShell,
  leftOn,
  makeSmokeNode,
  runSmoke,
  SMOKE_NEEDS,
  stepOf,
  type SmokeNode,
} from '../support/smoke-node.ts';

/*
 * Runtimes that cannot be had here: a real containerd, and in front of it somebody who does what they do
 * (measured on cri-dockerd 0.4 and CRI-O 1.33). The containers are real.
 */

describeWith(SMOKE_NEEDS, 'a smoke test on runtimes that differ from containerd 1.7', () => {
  const cleanup = new Cleanup();
  let node: SmokeNode;
  beforeAll(async () => {
    node = await makeSmokeNode(cleanup);
    // ctr speaks with containerd alone, and not with who stands before it.
    await importShell(cleanup, node);
  });
  afterAll(() => cleanup.run());

  const on = async (differences: Differences, args: readonly string[] = []) => {
    const socket = await startCriProxy(cleanup, node.containerd.socket, differences);
    const made = makeCraneNode(cleanup, { socket, hostname: node.namespaces.hostname });
    const { smoked, code } = await runSmoke({ ...node, ...made }, args);
    return { smoked, code, errors: codesIn(smoked, 'error', 'unknown'), left: await leftOn(node) };
  };

  type Options = { linux?: { security_context?: { namespace_options?: object } }; dns_config?: object };
  /** Changes the configuration of pods and containers alike. */
  const changed =
    (change: (config: Options) => void): NonNullable<Differences['request']> =>
    (method, request) => {
      for (const config of [request['config'], request['sandbox_config']] as (Options | null | undefined)[])
        if (config && (method === 'RunPodSandbox' || method === 'CreateContainer')) change(config);
      return request;
    };
  const namespacesOf = (config: Options): { userns_options?: { uids: { host_id: number }[] } | null } =>
    config.linux!.security_context!.namespace_options!;

  test('one that ignores the user namespace, as cri-dockerd does: root in the container is root of the node', async () => {
    const request = changed((config) => {
      namespacesOf(config).userns_options = null;
    });
    const { smoked, code, errors, left } = await on({ request });
    expect([code, errors, left]).toEqual([1, ['userns-not-real'], []]);
    expect(stepOf(smoked, 'exit').status).toBe('pass');
    expect(smoked.observed.uidMap).toMatch(/^0 +0 +4294967295$/);
  });

  test('one that maps other ids', async () => {
    const request = changed((config) => {
      for (const map of namespacesOf(config).userns_options!.uids) map.host_id = 400_000;
    });
    const { errors, left } = await on({ request });
    expect([errors, left]).toEqual([['mapping-differs'], []]);
  });

  test('one whose events end at once, as those of CRI-O with enable_pod_events off', async () => {
    const { smoked, errors, left } = await on({ events: 'end' }, ['--no-userns']);
    expect([errors, left]).toEqual([['no-events'], []]);
    expect(stepOf(smoked, 'events').finding!.message).toContain('enable_pod_events');
    expect(stepOf(smoked, 'log').status).toBe('pass');
  });

  test('one whose event never comes', async () => {
    const { smoked, errors, left } = await on({ events: 'silent' }, ['--no-userns']);
    expect([errors, left]).toEqual([['exit-event-missing'], []]);
    expect(stepOf(smoked, 'log').note).toBe('Hello from container');
  });

  test('one that gives containers other name servers, and tells an address that they do not have', async () => {
    const request = changed((config) => {
      if (config.dns_config) config.dns_config = { servers: ['192.0.2.53'], searches: [], options: [] };
    });
    const reply: NonNullable<Differences['reply']> = (method, message) => {
      const status = message['status'] as { network?: { ip: string } } | undefined;
      if (method === 'PodSandboxStatus' && status?.network) status.network.ip = '192.0.2.99';
      return message;
    };
    const { smoked, errors, left } = await on({ request, reply }, ['--no-userns']);
    expect([errors, left]).toEqual([['no-address'], []]);
    expect(codesIn(smoked, 'warning')).toEqual(['dns-not-as-asked']);
    expect(stepOf(smoked, 'dns').finding!.args).toEqual({ seen: '192.0.2.53', expected: '127.0.0.1' });
  });

  test('one that does not tell the process of a sandbox: the name servers could not be looked at', async () => {
    const reply: NonNullable<Differences['reply']> = (method, message) =>
      method === 'PodSandboxStatus' ? { ...message, info: {} } : message;
    const socket = await startCriProxy(cleanup, node.containerd.socket, { reply });
    const edit = (text: string): string =>
      text.replace('Container:\n', 'Container:\n  Dns:\n    Servers: [10.88.0.1]\n');
    const made = makeCraneNode(cleanup, { socket, hostname: node.namespaces.hostname, edit });
    const { smoked, code } = await runSmoke({ ...node, ...made }, ['--no-userns']);
    expect([code, codesIn(smoked)]).toEqual([3, ['could-not-look']]);
  });

  test('one that refuses a call with words that nobody knows', async () => {
    const request = (method: string, message: Record<string, unknown>): Record<string, unknown> =>
      method === 'CreateContainer' ? { ...message, pod_sandbox_id: 'no-such-pod' } : message;
    const { smoked, errors, left } = await on({ request }, ['--no-userns']);
    expect([errors, left]).toEqual([['refused'], []]);
    expect(stepOf(smoked, 'create').finding!.args).toMatchObject({ call: 'CreateContainer', status: 'NotFound (5)' });
  });

  const withoutShell: NonNullable<Differences['reply']> = (method, message) => {
    if (method !== 'ListImages') return message;
    const images = message['images'] as { repo_tags: string[] }[];
    return { images: images.filter(({ repo_tags: tags }) => !tags.some((tag) => tag.includes('busybox'))) };
  };

  test('one that has no image, and that ctr does not know: it pulls one from the doctor, which goes again', async () => {
    const { smoked, errors, left } = await on({ reply: withoutShell }, ['--no-userns']);
    expect([errors, left]).toEqual([[], []]);
    expect(stepOf(smoked, 'image').note).toMatch(/^127\.0\.0\.1:\d+\/crane-doctor-smoke \(made here\)$/);
  });

  test('one that takes no image from loopback either, as CRI-O where it is not told to: why no way gave one', async () => {
    const request = (method: string, message: Record<string, unknown>): Record<string, unknown> =>
      method === 'PullImage' ? { ...message, image: { image: '127.0.0.1:1/crane-doctor-smoke:x' } } : message;
    const { smoked, code, errors, left } = await on({ reply: withoutShell, request }, ['--no-userns']);
    expect([code, errors, left]).toEqual([1, ['no-image'], []]);
    expect(stepOf(smoked, 'image').finding!.args['reason']).toMatch(
      /^ctr: .+; 127\.0\.0\.1:\d+: .*connect: connection refused/,
    );
  });

  test('one that makes no user namespace', async () => {
    const request = changed((config) => {
      namespacesOf(config).userns_options!.uids = [];
    });
    const { errors, left } = await on({ request });
    expect([errors, left]).toEqual([['userns-refused'], []]);
  });
});
