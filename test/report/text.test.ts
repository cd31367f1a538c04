import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Step } from '../../src/report/schema.ts';
import { remedyBlock, type Told } from '../../src/report/text/remedy-block.ts';
import { styleOf } from '../../src/report/style.ts';
import type { TextOptions } from '../../src/report/text/text-options.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { runProgram } from '../support/program.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const CLUSTER = `ControlMachine: ctl
ClusterName: one
CranedForeground: true
Supervisor:
  Path: /usr/libexec/csupervisor
Nodes:
  - {name: cn07, cpu: 4, memory: 8G}
Partitions:
  - {name: CPU, nodes: cn07}
`;
const CONTAINER = 'Container:\n  Enabled: true\n  RuntimeEndpoint: /run/containerd/containerd.sock\n';

function imageWith(config: string): string {
  const root = temporaryDirectory(cleanup);
  for (const directory of ['etc/crane', 'usr/libexec', 'usr/bin'])
    mkdirSync(join(root, directory), { recursive: true });
  writeFileSync(join(root, 'usr/libexec/csupervisor'), '');
  writeFileSync(join(root, 'usr/bin/containerd'), '', { mode: 0o755 });
  writeFileSync(join(root, 'etc/hostname'), 'cn07\n');
  writeFileSync(join(root, 'etc/crane/config.yaml'), config);
  return root;
}

const TEXT: TextOptions = {
  lang: 'en',
  style: styleOf(false, false),
  sources: [],
  exitCode: 1,
  asRoot: null,
  verbose: false,
  quiet: false,
};

const step = (text: string): Step => ({ text, needsRoot: false, changes: false });

const timesOf = (text: string, part: string): number => text.split(part).length - 1;

test('an entry of the guide stands once in a cause, and the steps that another has too are referred to', async () => {
  const { stdout } = await runProgram(['--root', imageWith(CONTAINER), '--lang', 'en']);
  expect(stdout).toContain('config-cluster/supervisor-missing');
  expect(stdout).toContain('config-cluster/cluster-name-missing');
  expect(timesOf(stdout, 'What to do (guide: A key that every cluster needs is missing)')).toBe(1);
  expect(stdout).toMatch(
    /2\. Add what is missing.*\n {6}3\. As above under config-cluster\/supervisor-missing, steps 3 to 8\n/,
  );
  const chinese = await runProgram(['--root', imageWith(CONTAINER), '--lang', 'zh']);
  expect(chinese.stdout).toContain('3. 同上文 config-cluster/supervisor-missing 的第 3 至 8 步\n');
});

test('how a new configuration is put into effect stands once in a report, however many causes there are', async () => {
  const twice = `${CLUSTER}Foo: 1\nFoo: 2\n${CONTAINER.replace('/run', 'unix:///run')}  Enabeld: 1\n`;
  for (const more of [[], ['-v']]) {
    const { stdout } = await runProgram(['--root', imageWith(twice), '--only', 'config', '--lang', 'en', ...more]);
    expect(timesOf(stdout, 'What to do')).toBe(2 + more.length);
    expect(timesOf(stdout, 'sleep 5; systemctl is-active craned')).toBe(1);
    // What is put into effect is the same, what is looked at again is not.
    expect(stdout).toMatch(
      /2\. As above under config-file\/duplicate-key, steps 2 to 6\n {6}3\. Look again\n {11}crane-doctor --only config,runtime/,
    );
  }
});

test('an entry that comes again with the same steps is only referred to', () => {
  const remedy = { guide: 'g', title: 'T', summary: 'S', steps: [step('See'), step('Mend'), step('Look')] };
  const other = { ...remedy, steps: [step('See it'), step('Mend'), step('Look')] };
  const told: Told = [];
  const block = (code: string, steps: typeof remedy): string[] =>
    remedyBlock({ code, severity: 'error', message: '', args: {}, remedy: steps }, TEXT, told);
  expect(block('a/x', remedy)).toEqual([
    '',
    '    What to do (guide: T)',
    '      S',
    '      1. See',
    '      2. Mend',
    '      3. Look',
  ]);
  expect(block('b/x', remedy)).toEqual(['', '    What to do (guide: T): as above under a/x']);
  expect(block('c/x', other)).toEqual([
    '',
    '    What to do (guide: T)',
    '      1. See it',
    '      2. As above under a/x, steps 2 to 3',
  ]);
  // Who refers is not referred to: the steps stand under the first.
  const longer = { ...other, guide: 'h', steps: [step('Begin'), ...other.steps] };
  expect(block('d/x', longer).slice(-3)).toEqual([
    '      1. Begin',
    '      2. See it',
    '      3. As above under a/x, steps 2 to 3',
  ]);
});

test('warnings say where their remedies are; looking again is no remedy', async () => {
  const root = imageWith(`${CLUSTER}${CONTAINER}  Enabeld: 1\n`);
  const brief = await runProgram(['--root', root, '--only', 'config', '--lang', 'en']);
  const warning = brief.stdout.slice(brief.stdout.indexOf('! 1 warning'));
  expect(warning).toContain('! 1 warning (-v: what to do)\n');
  expect(warning).not.toContain('crane-doctor --only');
  const whole = await runProgram(['--root', root, '--only', 'config', '--lang', 'en', '-v']);
  expect(whole.stdout).toContain('! 1 warning\n');
  expect(whole.stdout).toContain('What to do');
});

test('--offline says what it left out, in words', async () => {
  const text = async (...more: string[]): Promise<string> => (await runProgram(['demo', ...more])).stdout;
  expect(await text('--offline')).toMatch(/\n--offline: dns, registry, registry-image not looked at\nexit 0\n$/);
  expect(await text('--offline', '--lang', 'zh')).toContain('\n--offline：未检查 dns、registry');
  expect(await text()).not.toContain('not looked at\nexit');
});

test('on a narrow terminal no line is wider than it, and a command stays one that can be pasted', () => {
  const long =
    'crictl --runtime-endpoint unix:///run/containerd/containerd.sock inspecti docker.io/library/busybox:1.36';
  const remedy = {
    guide: 'x',
    title: 'A title that is longer than the terminal is wide, by far',
    summary: '',
    steps: [{ ...step('Look'), command: long }],
  };
  const finding = { code: 'x/y', severity: 'error', message: 'm', args: {}, remedy } as const;
  const narrow = remedyBlock(finding, { ...TEXT, columns: 60 }, []);
  for (const line of narrow) expect(line.length).toBeLessThanOrEqual(60);
  expect(narrow.at(-1)).toMatch(/^ {13}\S/);
  expect(narrow.at(-2)).toMatch(/ \\$/);
  // A terminal may tell no size.
  expect(remedyBlock(finding, { ...TEXT, columns: 0 }, []).at(-1)).toMatch(/^ {13}\S/);
  expect(remedyBlock(finding, TEXT, []).at(-1)).toBe(`           ${long}`);
});
