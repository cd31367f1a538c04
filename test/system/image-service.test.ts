import { afterAll, beforeAll, expect, test } from 'vitest';

import { CHECKS } from '../../src/checks/index.ts';
import { runtimeVersion } from '../../src/checks/runtime/runtime-version.ts';
import type { Host } from '../../src/host/host.ts';
import { liveHost } from '../../src/host/live.ts';
import { nodeConfig, runCheck as runOneCheck } from '../checks/run-check.ts';
import { LIMITS } from '../../src/host/limits.ts';
import { Cleanup } from '../support/cleanup.ts';
import { startContainerd, type Containerd } from '../support/containerd.ts';
import { makeCraneNode } from '../support/crane-node.ts';
import { importImage } from '../support/import-image.ts';
import { describeWith } from '../support/needs.ts';
import { runCheck, type Run } from '../support/program.ts';
import { causesOf, checkOf, codesOf } from '../support/report-reading.ts';
import type { Report } from '../support/report-schema.ts';

/** The report on a node with these endpoints; nobody but their sockets is asked. */
function examine(cleanup: Cleanup, runtime: string, image = runtime): Promise<Run & { report: Report }> {
  const edit = (config: string): string => config.replace(/ImageEndpoint: .*/, `ImageEndpoint: ${image}`);
  return runCheck(['-c', makeCraneNode(cleanup, { socket: runtime, edit }).config, '--offline']);
}

/** A live host on which something happens right before a CRI call is made for the first time. */
function hostThat(cleanup: Cleanup, method: string, happens: () => Promise<void>): Host {
  const live = liveHost();
  cleanup.defer(() => live.close());
  let happened = false;
  return {
    ...live,
    async ask(question, args) {
      if (!happened && question === 'cri' && 'method' in args && args.method === method) {
        happened = true;
        await happens();
      }
      return live.ask(question, args);
    },
  };
}

const kill = async ({ daemon }: Containerd): Promise<void> => {
  daemon.signal('SIGKILL');
  await daemon.stop();
};

describeWith(['root', 'containerd-1.7'], 'the image service of containerd 1.7', () => {
  const cleanup = new Cleanup();
  let containerd: Containerd;
  beforeAll(async () => {
    containerd = await startContainerd(cleanup, { version: '1.7' });
  });
  afterAll(() => cleanup.run());

  test('is well, and tells where its snapshots are', async () => {
    const { report } = await examine(cleanup, containerd.socket);
    const check = checkOf(report, 'image-service');
    expect(check.findings.filter(({ code }) => code !== 'image-service/disk-low')).toEqual([]);
    expect(check.observed).toMatchObject({ socket: containerd.socket });
    expect(JSON.stringify(check.observed['imageFileSystems'])).toMatch(/snapshotter\.v1\.overlayfs","freeBytes":\d/);
  });

  test('with an image endpoint at which nobody is, only that is the cause', async () => {
    const { report, code } = await examine(cleanup, containerd.socket, `${containerd.socket}.gone`);
    expect(causesOf(report)).toContain('image-service/missing');
    expect(checkOf(report, 'runtime-version').status).not.toBe('fail');
    expect(code).toBe(1);
  });

  test('its ttrpc socket as the image endpoint is silent', async () => {
    const { report } = await examine(cleanup, containerd.socket, containerd.ttrpcSocket);
    expect(causesOf(report)).toContain('image-service/timeout');
    expect(checkOf(report, 'runtime-version').status).not.toBe('fail');
  });

  test('where containerd is SIGSTOPped, it waits for runtime-version, and an endpoint of its own times out', async () => {
    containerd.daemon.signal('SIGSTOP');
    try {
      const { report } = await examine(cleanup, containerd.socket);
      expect(checkOf(report, 'image-service').skip).toEqual({ reason: 'blocked', by: ['runtime-version'] });
      const apart = await examine(cleanup, `${containerd.socket}.gone`, containerd.socket);
      expect(codesOf(apart.report, 'error')).toContain('image-service/timeout');
      expect(checkOf(apart.report, 'image-service').findings).toMatchObject([
        { args: { seconds: LIMITS.cri / 1_000 } },
      ]);
    } finally {
      containerd.daemon.signal('SIGCONT');
    }
  });
});

describeWith(['root', 'containerd-1.7'], 'containerd 1.7 that is killed between two calls', () => {
  const cleanup = new Cleanup();
  afterAll(() => cleanup.run());

  test.each([
    ['image-service', 'ImageFsInfo', 'image-service/failed'],
    ['runtime-status', 'Status', 'runtime-status/runtime-not-ready'],
    ['runtime-status', 'ListPodSandbox', 'runtime-status/runtime-not-ready'],
  ])('%s, before %s', async (id, method, code) => {
    const containerd = await startContainerd(cleanup, { version: '1.7', cni: true });
    const host = hostThat(cleanup, method, () => kill(containerd));
    const config = nodeConfig({ RuntimeEndpoint: containerd.socket });
    expect((await runOneCheck(runtimeVersion, { host, config })).status).toBe('pass');
    const { findings } = await runOneCheck(
      CHECKS.find((check) => check.id === id)!,
      { host, config },
    );
    expect(findings).toMatchObject([{ code, severity: 'error' }]);
    expect(JSON.stringify(findings)).toContain('ECONNREFUSED');
  });
});

describeWith(['root', 'containerd-1.6', 'containerd-1.7', 'ctr'], 'an image endpoint of another containerd', () => {
  const cleanup = new Cleanup();
  afterAll(() => cleanup.run());

  test('is looked at from its socket upwards; killed, it is the cause beside a healthy runtime', async () => {
    const runtime = await startContainerd(cleanup, { version: '1.7' });
    const images = await startContainerd(cleanup, { version: '1.6' });
    const well = checkOf((await examine(cleanup, runtime.socket, images.socket)).report, 'image-service');
    expect(well.findings.filter(({ code }) => code !== 'image-service/disk-low')).toEqual([]);
    expect(well.observed).toMatchObject({ socket: images.socket, connect: 'ok', runtimeName: 'containerd' });
    expect(well.observed['runtimeVersion']).toMatch(/^1\.6\./);

    await importImage(cleanup, images.socket, 'registry.test/app:1');
    const strange = checkOf((await examine(cleanup, runtime.socket, images.socket)).report, 'image-service');
    expect(strange.findings.filter(({ code }) => code === 'image-service/other-store')).toMatchObject([
      { severity: 'warning', args: { images: ['registry.test/app:1'], runtime: runtime.socket } },
    ]);

    await kill(images);
    const { report } = await examine(cleanup, runtime.socket, images.socket);
    expect(causesOf(report)).toContain('image-service/refused');
    expect(checkOf(report, 'runtime-socket').status).toBe('pass');
  });

  test('with its CRI plugin disabled', async () => {
    const runtime = await startContainerd(cleanup, { version: '1.7' });
    const images = await startContainerd(cleanup, { version: '1.6', criDisabled: true });
    const { report } = await examine(cleanup, runtime.socket, images.socket);
    expect(checkOf(report, 'image-service').findings).toMatchObject([{ code: 'image-service/unimplemented' }]);
  });
});

describeWith(['root', 'containerd-1.7', 'ctr'], 'images that are named, on containerd 1.7', () => {
  const cleanup = new Cleanup();
  afterAll(() => cleanup.run());

  test('one is there and one is not; without --image nothing is looked at', async () => {
    const { socket } = await startContainerd(cleanup, { version: '1.7' });
    await importImage(cleanup, socket, 'registry.test/team/app:1');
    const { config } = makeCraneNode(cleanup, { socket });
    const named = ['--image', 'registry.test/team/app:1', '--image', 'registry.test/team/app'];
    const { report } = await runCheck(['-c', config, '--offline', ...named]);
    const check = checkOf(report, 'image-present');
    expect(check.observed['images']).toMatchObject([
      { image: 'registry.test/team/app:1', present: true, pullPolicy: 'IfNotPresent', registryAsked: false },
      { image: 'registry.test/team/app:latest', present: false, pullPolicy: 'Always', registryAsked: true },
    ]);
    expect(check.findings).toMatchObject([{ code: 'image-present/absent', target: 'registry.test/team/app:latest' }]);

    const unnamed = await runCheck(['-c', config, '--offline']);
    expect(checkOf(unnamed.report, 'image-present').skip?.reason).toBe('not-applicable');
  });
});
