import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { runCheck, runProgram } from '../support/program.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const fixture = (name: string): string =>
  readFileSync(new URL(`../fixtures/config/${name}.yaml`, import.meta.url), 'utf8');

/** A node image with this configuration, or none. */
function imageWith(config: string | null): string {
  const root = temporaryDirectory(cleanup);
  for (const directory of ['etc/crane', 'usr/libexec']) mkdirSync(join(root, directory), { recursive: true });
  writeFileSync(join(root, 'usr/libexec/csupervisor'), '');
  writeFileSync(join(root, 'etc/hostname'), 'cn01\n');
  if (config !== null) writeFileSync(join(root, 'etc/crane/config.yaml'), config);
  return root;
}

/** Switches the feature off in one of the files, as the guide's rollback does. */
function switchedOff(config: string): string {
  return config.replace(/^( {2}Enabled:) (?:on|true)$/m, '$1 false');
}

const STOPPED = fixture('effective').replace('RuntimeEndpoint:', 'Runtimeendpoint:').replace('192.0.2.53', '[::1]');

describe('config for people', () => {
  test.each([
    ['effective', fixture('effective'), [], 0],
    ['off', switchedOff(fixture('effective')), [], 0],
    ['as-if-enabled', switchedOff(fixture('effective')), ['--as-if-enabled'], 0],
    ['stops', STOPPED, [], 1],
    ['syntax', fixture('effective').replace('Servers: 192.0.2.53', '"服务器"\tx: y: z'), [], 1],
    ['missing', null, [], 1],
  ])('%s', async (name, config, flags, code) => {
    const root = imageWith(config);
    for (const lang of ['en', 'zh']) {
      const run = await runProgram(['config', '--root', root, '--lang', lang, ...flags]);
      expect(run).toMatchObject({ code, stderr: '' });
      const text = run.stdout.replaceAll(root, '<root>');
      await expect(text).toMatchFileSnapshot(`../golden/config-${name}.${lang}.txt`);
    }
  });

  test('says the same as the checks, from the same reading', async () => {
    const root = imageWith(fixture('ten-mistakes'));
    const [text, { report }] = await Promise.all([
      runProgram(['config', '--root', root, '--lang', 'en']),
      runCheck(['--root', root, '--only', 'config', '--lang', 'en']),
    ]);
    const findings = report.checks.flatMap((check) => check.findings);
    expect(findings.length).toBeGreaterThan(10);
    for (const { code, message } of findings) expect(text.stdout).toContain(`${code}   ${message}`);
    expect(text.stdout.match(/\(craned stops here\)/g)).toHaveLength(1);
  });

  test('colours and ASCII are as for the checks', async () => {
    const root = imageWith(fixture('effective'));
    const plain = await runProgram(['config', '--root', root, '--ascii', '--lang', 'en', '--no-color']);
    expect(plain.stdout).toMatch(/^ok \/etc\/crane\/config\.yaml: craned accepts this file$/m);
    expect(plain.stdout).not.toContain('✓');
    await expect(runProgram(['config', '--root', root, '--color'])).rejects.toThrow(/control character/);
  });

  test('what a file holds reaches the terminal only in visible form', async () => {
    const evil = fixture('effective')
      .replace('Searches: [', 'Searches: ["\\e[2Jx\\u202ey", ')
      .replace('演示', '"\\e]0;t\\a"');
    const run = await runProgram(['config', '--root', imageWith(evil), '--lang', 'en']);
    expect(run.stdout).toContain('[\\x1b[2Jx\\u202ey, hpc.example, 计算.example]');
    expect(run.stdout).toContain('\\x1b]0;t\\x07');
  });

  test('a path that cannot be looked at is unknown, with the reason', async () => {
    const directory = temporaryDirectory(cleanup);
    const file = join(directory, 'x'.repeat(300));
    for (const flags of [[], ['--json']]) {
      const run = await runProgram(['config', '-c', file, '--lang', 'en', ...flags]);
      expect(run.code).toBe(3);
      expect(run.stdout).toContain('ENAMETOOLONG');
    }
  });
});

describe('config --json', () => {
  const json = async (
    config: string | null,
    ...flags: string[]
  ): Promise<{ code: number | null; document: unknown }> => {
    const run = await runProgram(['config', '--json', '--root', imageWith(config), ...flags]);
    expect(run.stderr).toBe('');
    return { code: run.code, document: JSON.parse(run.stdout) };
  };

  test('the section as craned holds it, and nothing else', async () => {
    expect(await json(fixture('effective'))).toEqual({
      code: 0,
      document: {
        outcome: 'starts',
        message: null,
        line: null,
        column: null,
        container: {
          enabled: true,
          userNsEnabledByDefault: true,
          tempDir: '/srv/crane/null',
          runtimeEndpoint: 'unix:///run/containerd/containerd.sock',
          imageEndpoint: 'unix:///run/containerd/containerd.sock',
          dns: { clusterDomain: 'hpc.example', servers: [], searches: ['hpc.example', '计算.example'], options: [] },
          bindFs: {
            enabled: true,
            bindfsBinary: '/usr/bin/bindfs',
            fusermountBinary: '/usr/bin/fusermount3',
            mountBaseDir: '/srv/crane/bindfs',
          },
          subId: {
            managed: true,
            uidMappings: [{ id: 1000, idCount: 8, subIdStart: 100000, subIdSize: 65536 }],
            gidMappings: [{ id: 1000, idCount: 8, subIdStart: 100000, subIdSize: 65536 }],
          },
        },
      },
    });
  });

  test('only `enabled` while the feature is off, all of it as if it were on', async () => {
    const off = switchedOff(fixture('effective'));
    expect(await json(off)).toMatchObject({ code: 0, document: { outcome: 'starts', container: { enabled: false } } });
    const { document } = await json(off);
    expect(Object.keys((document as { container: object }).container)).toEqual(['enabled']);
    expect(await json(off, '--as-if-enabled')).toMatchObject({
      document: { container: { enabled: true, runtimeEndpoint: 'unix:///run/containerd/containerd.sock' } },
    });
  });

  test('null where craned stops, or never comes to the section', async () => {
    const nothing = { line: null, column: null, container: null };
    expect(await json(STOPPED)).toEqual({
      code: 1,
      document: { outcome: 'exits', message: 'RuntimeEndpoint is not configured.', ...nothing },
    });
    expect(await json(fixture('effective').replace('Partitions:', 'Others:'))).toMatchObject({
      code: 0,
      document: { outcome: 'starts', container: null },
    });
    expect(await json(null)).toEqual({
      code: 1,
      document: { outcome: 'missing', message: "Config file '/etc/crane/config.yaml' not existed", ...nothing },
    });
    expect(await json('a: b: c\n')).toMatchObject({ code: 1, document: { outcome: 'aborts', line: 1, column: 5 } });
  });
});

describe('the feature is off', () => {
  const off = switchedOff(fixture('healthy'));

  test.each(['en', 'zh'])('the report says so, by which line, and what it means (%s)', async (lang) => {
    const root = imageWith(off);
    const run = await runProgram(['check', '--root', root, '--lang', lang]);
    expect(run.code).toBe(0);
    expect(run.stdout).toContain(
      lang === 'zh' ? '✓ 本节点未启用容器功能\n' : '✓ The container feature is off on this node\n',
    );
    expect(run.stdout).toContain(lang === 'zh' ? '第 48 行' : 'line 48');
    expect(run.stdout).toContain('CRI support is disabled in the cluster.');
    expect(run.stdout).toContain('cranectld');
    expect(run.stdout).toContain('> 48 |   Enabled: false');
  });

  test('all but four checks are not applicable', async () => {
    const { report } = await runCheck(['--root', imageWith(off)]);
    const looked = report.checks.filter(({ status }) => status !== 'skip').map(({ id }) => id);
    expect(looked).toEqual(['config-file', 'config-cluster', 'config-container', 'config-gres']);
    expect(new Set(report.checks.flatMap(({ skip }) => (skip ? [skip.reason] : [])))).toEqual(
      new Set(['not-applicable']),
    );
  });

  test('a mistake in the section matters only once it is on', async () => {
    const root = imageWith(off.replace('/run/containerd', 'run/containerd'));
    expect((await runCheck(['--root', root, '--only', 'config'])).report.verdict).toBe('pass');
    const as = await runCheck(['--root', root, '--only', 'config', '--as-if-enabled']);
    expect(as.report.causes.map(({ code }) => code)).toEqual(['config-endpoints/relative']);
  });

  test('examined as though it were on, the headline says that it is not', async () => {
    const fails = await runProgram(['check', '--root', imageWith(off), '--as-if-enabled', '--lang', 'en']);
    expect(fails.stdout).toMatch(/^✗ With containers switched on, this node could not run any: /m);
    const zh = await runProgram(['check', '--root', imageWith(off), '--as-if-enabled', '--lang', 'zh']);
    expect(zh.stdout).toMatch(/^✗ 启用容器功能后，本节点将无法运行容器：/m);
    const broken = await runProgram([
      'check',
      '--root',
      imageWith(off.replace('ClusterName:', 'Cluster:')),
      '--lang',
      'en',
    ]);
    expect(broken.stdout).toMatch(/^✗ The configuration has problems; the container feature is off: one cause$/m);
  });
});
