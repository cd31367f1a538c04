import { once } from 'node:events';
import { utimesSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Check } from '../../../src/checks/check.ts';
import { CHECKS } from '../../../src/checks/index.ts';
import { cranectldService } from '../../../src/checks/service/cranectld-service.ts';
import { cranedService } from '../../../src/checks/service/craned-service.ts';
import { start } from '../../../src/engine/examination.ts';
import { causesOf } from '../../../src/engine/causes.ts';
import { answered, refused } from '../../../src/host/answer.ts';
import { withAnswers, type RecordedAnswer } from '../../../src/host/replay.ts';
import { treeHost } from '../../../src/host/tree.ts';
import { liveHandlers } from '../../../src/host/live.ts';
import { Cleanup } from '../../support/cleanup.ts';
import { nodeTree, type NodeTree, type Placed } from '../node-tree.ts';
import { NODE_CONFIG, runCheck, type Ran } from '../run-check.ts';
import { identityOfNode } from '../runtime/recorded-facts.ts';
import { shownUnit, type UnitProperties } from '../unit-answers.ts';

const CONFIG = '/etc/crane/config.yaml';
/** When the node was booted, and when craned was started: s. */
const BOOT = 1_795_000_000;
const STARTED = BOOT + 600;
const STOPPED: UnitProperties = { ActiveState: 'inactive', SubState: 'dead', MainPID: '0', ExecMainCode: '1' };
const FAILED: UnitProperties = {
  ActiveState: 'failed',
  SubState: 'failed',
  Result: 'exit-code',
  MainPID: '0',
  ExecMainCode: '1',
  ExecMainStatus: '1',
};

let cleanup: Cleanup;
beforeEach(() => {
  cleanup = new Cleanup();
});
afterEach(() => cleanup.run());

interface Node {
  readonly unit?: string;
  readonly properties?: UnitProperties;
  /** As /proc shows it, NUL behind each word. */
  readonly words?: readonly string[];
  /** When the configuration was written, s. */
  readonly written?: number;
  readonly stat?: string;
  readonly config?: string;
  readonly files?: { readonly [path: string]: Placed };
  readonly answers?: readonly RecordedAnswer[];
  readonly now?: number;
}

/** A node whose /proc and configuration are real files, with recorded answers of systemd. */
function machineWith(node: Node): NodeTree {
  const { unit = 'craned.service', words = ['/usr/bin/craned'], written = STARTED - 60, now = STARTED + 86_400 } = node;
  const stat = node.stat ?? `1302 (craned) S 1 1302 1302 ${'0 '.repeat(15)}60000 0 0\n`;
  const tree = nodeTree(cleanup, {
    [CONFIG]: { file: node.config ?? NODE_CONFIG },
    '/usr/libexec/csupervisor': { file: '' },
    '/proc/stat': { file: `cpu  1 2 3\nintr ${'0 '.repeat(5_000)}\nctxt 5\nbtime ${BOOT}\nprocesses 9\n` },
    '/proc/1302/stat': { file: stat },
    '/proc/1302/cmdline': { file: words.map((word) => `${word}\0`).join('') },
    ...node.files,
  });
  for (const path of [CONFIG, ...Object.keys(node.files ?? {})]) {
    if (path === CONFIG || path.endsWith('.yaml')) utimesSync(tree.at(path), written, written);
  }
  const live = liveHandlers();
  cleanup.defer(() => live.close());
  const host = treeHost(
    tree.at('/'),
    {
      identity: () => Promise.resolve(answered({ ...identityOfNode(), hostname: 'cn01', init: 'systemd' })),
      clock: () => Promise.resolve(answered(now * 1000)),
      connect: (peer) => live.handlers.connect('unix' in peer ? { unix: tree.at(peer.unix) } : peer),
    },
    { kind: 'demo' },
  );
  cleanup.defer(() => host.close());
  const shown = shownUnit(unit, node.words?.join(' ') ?? `/usr/bin/${unit.replace('.service', '')}`, node.properties);
  return { host: withAnswers(host, [shown, ...(node.answers ?? [])]), at: tree.at };
}

function look(node: Node = {}, check: Check = cranedService): Promise<Ran> {
  return runCheck(check, {
    host: machineWith(node).host,
    ...(node.config === undefined ? {} : { config: node.config }),
  });
}

describe('craned that runs', () => {
  test('with the configuration that it has read', async () => {
    const ran = await look();
    expect(ran.findings).toEqual([]);
    expect(ran.observed).toEqual({
      unit: 'craned.service',
      state: 'active (running)',
      unitFile: 'enabled',
      since: 'Mon 2026-11-23 17:54:29 CST',
      type: 'simple',
      started: new Date(STARTED * 1000).toISOString(),
      config: CONFIG,
      configWritten: new Date((STARTED - 60) * 1000).toISOString(),
    });
  });

  test('with one that was written since', async () => {
    const ran = await look({ written: STARTED + 3600 });
    expect(ran.findings).toMatchObject([{ code: 'craned-service/stale-config', severity: 'error', target: CONFIG }]);
    expect(ran.messages[0]!.en).toMatch(
      /written 2026-\d\d-\d\d [\d:]+ UTC, after craned was started \(2026-\d\d-\d\d [\d:]+ UTC\)/,
    );
  });

  test.each([
    [0, []],
    [0.9, []],
    [1, []],
    [2, ['stale-config']],
  ])('%d s after its start: /proc knows whole seconds', async (seconds, codes) => {
    expect((await look({ written: STARTED + seconds })).codes).toEqual(codes);
  });

  test.each(['(craned)', '(cra) ned (1) 2 3)', '(a b)'])('under the name %s in /proc', async (name) => {
    const stat = `1302 ${name} S 1 1302 1302 ${'7 '.repeat(15)}60000 99999 0\n`;
    expect((await look({ stat })).observed).toMatchObject({ started: new Date(STARTED * 1000).toISOString() });
    expect((await look({ stat, written: STARTED + 60 })).codes).toEqual(['stale-config']);
  });

  test('a moment ago: it may be on its way to its end', async () => {
    const ran = await look({ now: STARTED + 3, properties: { NRestarts: '4' } });
    expect(ran.status).toBe('pass');
    expect(ran.observed).toMatchObject({ startedSecondsAgo: 3, restarts: 4 });
  });

  describe('in a mount namespace of its own', () => {
    const line = (id: number, device: string, root: string, point: string): string =>
      `${id} 1 ${device} ${root} ${point} rw,relatime shared:1 - ext4 /dev/vda1 rw\n`;
    const mounts = (system: string, own: string): { [path: string]: Placed } => ({
      '/proc/1/mountinfo': { file: system },
      '/proc/1302/mountinfo': { file: own },
    });
    const SYSTEM = line(27, '254:1', '/', '/') + line(30, '0:40', '/', '/tmp');
    const COPY = line(407, '254:1', '/', '/') + line(408, '0:40', '/', '/tmp');
    const PRIVATE_TMP = COPY + line(409, '0:40', '/systemd-private-x-craned.service-y/tmp', '/tmp');
    const withoutBindFs = NODE_CONFIG.replace(/(BindFs:\n *Enabled:) true/, '$1 false');

    test.each([
      ['that of the system', SYSTEM, NODE_CONFIG, []],
      ['a copy, with BindFs', COPY, NODE_CONFIG, [['error', { bindFs: true, tmp: false }]]],
      ['a copy, without BindFs', COPY, withoutBindFs, []],
      ['with a /tmp, with BindFs', PRIVATE_TMP, NODE_CONFIG, [['error', { bindFs: true, tmp: true }]]],
      ['with a /tmp, without BindFs', PRIVATE_TMP, withoutBindFs, [['warning', { bindFs: false, tmp: true }]]],
      ['that cannot be read', 'nothing', NODE_CONFIG, []],
    ])('%s', async (_, own, config, expected) => {
      const ran = await look({ config, files: mounts(SYSTEM, own) });
      expect(ran.findings.map(({ code }) => code)).toEqual(expected.map(() => 'craned-service/private-mounts'));
      expect(ran.findings.map(({ severity, args }) => [severity, args])).toMatchObject(expected);
    });

    test('whose /tmp is a directory of the root', async () => {
      const own = line(407, '254:1', '/', '/') + line(409, '254:1', '/tmp/systemd-private-x/tmp', '/tmp');
      const ran = await look({ config: withoutBindFs, files: mounts(line(27, '254:1', '/', '/'), own) });
      expect(ran.messages[0]!.en).toContain('does not find the supervisors of running jobs');
      expect(ran.messages[0]!.zh).toContain('找不到运行中作业的 supervisor');
    });
  });

  test('and is not started at boot', async () => {
    const ran = await look({ properties: { UnitFileState: 'disabled', WantedBy: '' } });
    expect(ran.findings).toMatchObject([{ code: 'craned-service/not-enabled', severity: 'warning' }]);
  });

  test('without a process that systemd knows: nothing is claimed', async () => {
    expect((await look({ properties: { MainPID: '0' }, written: STARTED + 3600 })).findings).toEqual([]);
  });

  test.each([
    ['hidden in /proc', 'ENOENT'],
    ['not permitted', 'EACCES'],
  ])('with a process that is %s', async (_, code) => {
    const answer = refused({ code, message: 'no' });
    const ran = await look({
      answers: [{ method: 'readFile', args: { path: '/proc/1302/stat', maxBytes: 16_384 }, answer }],
    });
    expect(ran.codes).toEqual(['could-not-look']);
  });

  test('with a start that /proc does not tell', async () => {
    expect((await look({ stat: 'nonsense' })).codes).toEqual(['could-not-look']);
  });
});

describe('its configuration', () => {
  const OTHER = '/srv/crane/other.yaml';
  const files = { [OTHER]: { file: 'ClusterName: other\n' } };

  test.each([
    [['/usr/bin/craned', '-f', OTHER]],
    [['/usr/bin/craned', '-L', 'x.log', '--config-file', OTHER]],
    [['/usr/bin/craned', `--config-file=${OTHER}`]],
    [['/usr/bin/craned', '-c', OTHER]],
    [['/usr/bin/craned', '-C', OTHER]],
    [['/usr/bin/craned', `-f${OTHER}`]],
    [['/usr/bin/craned', '--config', 'srv/crane/other.yaml']],
  ])('is another one: %j', async (words) => {
    const ran = await look({ words, files });
    expect(ran.findings).toMatchObject([{ code: 'craned-service/other-config', severity: 'warning', target: OTHER }]);
    // The one that craned has is the one whose age counts.
    const stale = await look({ words, files, written: STARTED + 60 });
    expect(stale.findings.map(({ code, target }) => [code, target])).toEqual([
      ['craned-service/other-config', OTHER],
      ['craned-service/stale-config', OTHER],
    ]);
  });

  test('is the same through a symlink, or has a blank in it', async () => {
    const link = '/srv/config.yaml';
    expect(
      (await look({ words: ['craned', '-f', link], files: { [link]: { link: '../etc/crane/config.yaml' } } })).codes,
    ).toEqual([]);
    const blank = '/srv/my crane.yaml';
    const ran = await look({ words: ['craned', '-f', blank], files: { [blank]: { file: '' } } });
    expect(ran.findings[0]!.args).toMatchObject({ used: blank, examined: CONFIG });
  });

  test('which is hung or not permitted is not looked at', async () => {
    for (const code of ['HUNG', 'EACCES']) {
      const answer = refused({ code, message: 'no' });
      const ran = await look({ answers: [{ method: 'stat', args: { path: CONFIG, follow: true }, answer }] });
      expect(ran.codes).toEqual(['could-not-look']);
    }
  });
});

describe('craned that does not run', () => {
  test('stopped, never started, failed, between two attempts', async () => {
    expect((await look({ properties: STOPPED, config: withForeground(true) })).findings).toMatchObject([
      { code: 'craned-service/inactive', severity: 'error', target: 'craned.service' },
    ]);
    const never = await look({ properties: { ...STOPPED, StateChangeTimestamp: '' } });
    expect(never.messages[0]!.en).toBe('craned.service is inactive (dead)');
    const failed = await look({ properties: FAILED });
    expect(failed.messages[0]!.en).toBe(
      'craned.service has failed (exit-code, exit 1) since Mon 2026-11-23 17:54:29 CST',
    );
    const again = await look({
      properties: { ...FAILED, ActiveState: 'activating', SubState: 'auto-restart', NRestarts: '7' },
    });
    expect(again.codes).toEqual(['failed']);
    expect(again.observed).toMatchObject({ state: 'activating (auto-restart)', restarts: 7 });
    const aborted = await look({
      properties: { ...FAILED, Result: 'core-dump', ExecMainCode: '3', ExecMainStatus: '6' },
    });
    expect(aborted.findings[0]!.args).toMatchObject({ result: 'core-dump', exit: 'signal 6' });
  });

  test('is at most a warning while craned answers, started by hand', async () => {
    const config = withForeground(true);
    const { host, at } = machineWith({
      properties: STOPPED,
      config,
      files: { '/var/crane/craned': { directory: 0o755 } },
    });
    const server = createServer().listen(at('/var/crane/craned/craned.sock'));
    await once(server, 'listening');
    cleanup.defer(() => server.close());
    const ran = await runCheck(cranedService, { host, config });
    expect(ran.findings).toMatchObject([{ code: 'craned-service/inactive', severity: 'warning' }]);
    expect(ran.observed).toMatchObject({ outsideOfSystemd: true });
  });

  test('because it goes into the background, which its unit does not expect', async () => {
    for (const config of [withForeground(false), NODE_CONFIG]) {
      const ran = await look({ properties: STOPPED, config });
      expect(ran.findings).toMatchObject([{ code: 'craned-service/foreground-off', severity: 'error' }]);
    }
    const forking = await look({ properties: { ...STOPPED, Type: 'forking' }, config: withForeground(false) });
    expect(forking.codes).toEqual(['inactive']);
    const neverStarted = await look({ properties: { ...STOPPED, StateChangeTimestamp: '' } });
    expect(neverStarted.codes).toEqual(['inactive']);
    expect((await look({ properties: FAILED, config: withForeground(false) })).codes).toEqual(['failed']);
  });
});

/** The usual configuration with CranedForeground. */
function withForeground(on: boolean): string {
  return `CranedForeground: ${on}\n${NODE_CONFIG}`;
}

describe('what follows from what', () => {
  async function causes(node: Node): Promise<readonly (readonly [string, readonly string[]])[]> {
    const checks = CHECKS.filter(({ id, group }) => group === 'config' || id === 'craned-service');
    const examination = await (
      await start({
        checks,
        host: machineWith(node).host,
        configPath: CONFIG,
        selection: { only: [], skip: [], offline: false },
        options: { registries: [], images: [], users: [], asIfEnabled: false },
        role: 'auto',
        limits: { checkMs: 5_000, runMs: 30_000, signal: new AbortController().signal },
      })
    ).run();
    return causesOf(checks, examination.results).map(({ code, blocks }) => [code, blocks]);
  }

  const stops = withForeground(true).replace('ClusterName: test', 'ClusterName: ""');

  test('where craned stops at its configuration, that is the cause', async () => {
    expect(await causes({ properties: FAILED, config: stops })).toEqual([
      ['config-cluster/cluster-name-missing', ['craned-service']],
    ]);
    expect(await causes({ written: STARTED + 60, config: stops })).toEqual([
      ['config-cluster/cluster-name-missing', ['craned-service']],
    ]);
  });

  test('but not where it has another one, or where craned starts with what is wrong', async () => {
    const files = { '/srv/own.yaml': { file: '' } };
    const other = await causes({ properties: FAILED, config: stops, words: ['craned', '-f', '/srv/own.yaml'], files });
    expect(other.map(([code]) => code).sort()).toEqual([
      'config-cluster/cluster-name-missing',
      'craned-service/failed',
    ]);
    const scheme = withForeground(true).replace('RuntimeEndpoint: /run', 'RuntimeEndpoint: unix:///run');
    expect((await causes({ properties: FAILED, config: scheme })).map(([code]) => code).sort()).toEqual([
      'config-endpoints/scheme',
      'craned-service/failed',
    ]);
  });
});

describe('not applicable', () => {
  test.each([
    ['no unit', { properties: { LoadState: 'not-found' } }],
    [
      'no systemd',
      {
        answers: [
          { method: 'identity', args: {}, answer: answered({ ...identityOfNode(), init: 'tini' }) },
        ] as const satisfies RecordedAnswer[],
      },
    ],
  ])('%s', async (_, node) => {
    expect((await look(node)).looked).toHaveProperty('notApplicable');
  });
});

test('systemd that does not answer is not looked at', async () => {
  const { args } = shownUnit('craned.service', '') as { args: { file: string; args: readonly string[] } };
  const answer = refused({ code: 'TIMEOUT', message: 'no answer', afterMs: 5_000 });
  expect((await look({ answers: [{ method: 'command', args, answer }] })).codes).toEqual(['could-not-look']);
});

describe('cranectld, on the control machine', () => {
  const unit = 'cranectld.service';

  test('has the same shape', async () => {
    expect(cranectldService.role).toBe('control');
    expect((await look({ unit }, cranectldService)).findings).toEqual([]);
    const stale = await look({ unit, written: STARTED + 60 }, cranectldService);
    expect(stale.findings).toMatchObject([{ code: 'cranectld-service/stale-config', severity: 'error' }]);
    expect(stale.messages[0]!.en).toContain('cranectld reads it only when it starts');
    expect((await look({ unit, properties: STOPPED }, cranectldService)).codes).toEqual(['inactive']);
    expect((await look({ unit, properties: FAILED }, cranectldService)).codes).toEqual(['failed']);
    const words = ['/usr/bin/cranectld', '-C', '/srv/ctld.yaml'];
    const files = { '/srv/ctld.yaml': { file: '' } };
    expect((await look({ unit, words, files }, cranectldService)).codes).toEqual(['other-config']);
    const disabled = { UnitFileState: 'disabled', WantedBy: '' };
    expect((await look({ unit, properties: disabled }, cranectldService)).codes).toEqual(['not-enabled']);
  });

  test('systemd that does not answer is not looked at', async () => {
    const { args } = shownUnit(unit, '') as { args: { file: string; args: readonly string[] } };
    const answer = refused({ code: 'TIMEOUT', message: 'no answer', afterMs: 5_000 });
    const ran = await look({ unit, answers: [{ method: 'command', args, answer }] }, cranectldService);
    expect(ran.findings).toMatchObject([{ code: 'cranectld-service/could-not-look', severity: 'unknown' }]);
  });
});
