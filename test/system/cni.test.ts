import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, expect, test } from 'vitest';

import { Cleanup } from '../support/cleanup.ts';
import { NETWORK, startContainerd, type Containerd } from '../support/containerd.ts';
import { makeCraneNode } from '../support/crane-node.ts';
import { describeWith } from '../support/needs.ts';
import { runCheck, runProgram } from '../support/program.ts';
import { causesOf, checkOf, codesOf } from '../support/report-reading.ts';
import type { Report } from '../support/report-schema.ts';
import { waitFor } from '../support/wait-for.ts';

describeWith(['root', 'containerd-1.7', 'cni-plugins'], 'the network of containerd 1.7', () => {
  const cleanup = new Cleanup();
  afterAll(() => cleanup.run());

  const examine = async ({ socket }: Containerd): Promise<Report> => {
    const { config } = makeCraneNode(cleanup, { socket });
    const { report } = await runCheck(['-c', config, '--offline', '--only', 'cni,runtime-status']);
    return report;
  };
  const start = (cni: boolean | string): Promise<Containerd> => startContainerd(cleanup, { version: '1.7', cni });
  const networkReady = (report: Report): unknown => checkOf(report, 'runtime-status').observed['conditions'];

  test("with Debian's plugins: nothing to say, and the evidence is containerd's own", async () => {
    const containerd = await start(true);
    const report = await examine(containerd);
    expect(codesOf(report, 'error', 'unknown', 'warning')).toEqual([]);
    expect(checkOf(report, 'cni').observed).toMatchObject({
      confDir: join(containerd.network, '..'),
      binDirs: ['/usr/lib/cni'],
      confFiles: [containerd.network],
      networks: ['crane-doctor-test'],
      plugins: ['bridge', 'host-local', 'loopback'],
    });
  });

  test('without a configuration: the cause, and NetworkReady follows from it', async () => {
    const containerd = await start(false);
    const report = await examine(containerd);
    expect(causesOf(report)).toEqual(['cni/no-config']);
    expect(codesOf(report, 'error')).toEqual(['runtime-status/network-not-ready', 'cni/no-config']);
    expect(JSON.stringify(checkOf(report, 'cni').observed)).toContain('no network config found');
    // Both name the directory that the runtime told.
    const directories = ['runtime-status', 'cni'].map((id) => checkOf(report, id).findings[0]!.target);
    expect(directories).toEqual([join(containerd.network, '..'), join(containerd.network, '..')]);

    // As the guide says, containerd takes a new file by itself.
    writeFileSync(containerd.network, NETWORK);
    const mended = await waitFor('a network', async () => {
      const later = await examine(containerd);
      return causesOf(later).length === 0 && later;
    });
    expect(codesOf(mended, 'error', 'unknown', 'warning')).toEqual([]);

    // And it notices that the file has gone.
    rmSync(containerd.network);
    await waitFor('no network', async () => causesOf(await examine(containerd))[0] === 'cni/no-config');
  });

  test('with broken JSON: the place, and what containerd says', async () => {
    const containerd = await start(NETWORK.replace('"plugins"', 'plugins'));
    const report = await examine(containerd);
    expect(causesOf(report)).toEqual(['cni/invalid']);
    const [finding] = checkOf(report, 'cni').findings;
    expect(finding).toMatchObject({
      location: { path: containerd.network, line: 1, column: NETWORK.indexOf('"plugins"') + 1 },
    });
    expect(JSON.stringify(checkOf(report, 'cni').observed)).toContain("invalid character 'p'");

    // The place is in containerd's file: no line of config.yaml is shown for it.
    const { config } = makeCraneNode(cleanup, { socket: containerd.socket });
    const { stdout } = await runProgram(['-c', config, '--offline', '--only', 'cni', '--lang', 'en']);
    expect(stdout).toContain(`${containerd.network}:1:${NETWORK.indexOf('"plugins"') + 1}\n`);
    expect(stdout).not.toContain('ControlMachine');
  });

  test('what containerd refuses is refused here too', async () => {
    for (const text of ['{"name":"a"}', '{"name":"a","plugins":[]}', '{"name":"a","plugins":[{"type":1}]}', '[]', '']) {
      const report = await examine(await start(text === '' ? ' ' : text));
      expect([text, causesOf(report)]).toEqual([text, ['cni/invalid']]);
      expect(networkReady(report)).toMatchObject({ NetworkReady: false });
    }
  });

  test('with a plugin that is not installed: NetworkReady is true, and only this check sees it', async () => {
    const report = await examine(
      await start(NETWORK.replaceAll('host-local', 'whereabouts').replace('bridge', 'calico')),
    );
    expect(networkReady(report)).toMatchObject({ RuntimeReady: true, NetworkReady: true });
    expect(causesOf(report)).toEqual(['cni/plugin-missing']);
    expect(checkOf(report, 'cni').findings.map(({ target }) => target)).toEqual(['calico', 'whereabouts']);
  });

  test('remedies for CraneSched’s plugins look where this containerd has its configuration', async () => {
    const meta = { type: 'crane-meta', timeoutSeconds: 10, pipelines: [{ name: 'a', ifName: 'eth0', delegates: [] }] };
    const list = { ...(JSON.parse(NETWORK) as object), plugins: [meta, { type: 'dns-register', ttl: 60 }] };
    const containerd = await start(JSON.stringify(list, null, 1));
    const { findings } = checkOf(await examine(containerd), 'cni');
    const directory = join(containerd.network, '..');
    const shown = (code: string, word: string): string => {
      const { remedy } = findings.find((finding) => finding.code === code)!;
      const command = remedy!.steps.map(({ command }) => command ?? '').find((command) => command.startsWith(word))!;
      return execFileSync('/bin/bash', ['-c', command], { encoding: 'utf8' });
    };
    expect(shown('cni/meta-cni-invalid', 'ls -l')).toContain('10-bridge.conflist');
    expect(shown('cni/dns-register-invalid', 'ls -l')).toContain('10-bridge.conflist');
    expect(shown('cni/capability-missing', 'grep -nE')).toContain('"name": "crane-doctor-test"');
    expect(shown('cni/timeout-over-deadline', 'grep -rn')).toContain(`${containerd.network}:`);
    expect(findings.map(({ args }) => args['confDir']).filter(Boolean)).toEqual(Array(4).fill(directory));
    expect(JSON.stringify(findings)).not.toContain('/etc/cni/net.d');
  });
});
