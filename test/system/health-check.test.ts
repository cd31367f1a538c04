import { spawn, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BUNDLE, NODE, ROOT } from '../support/checkout.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { makeCraneNode, type CraneNode } from '../support/crane-node.ts';
import { makeFakeCluster, type FakeCluster } from '../support/fake-cluster.ts';
import { makeNamespaces, type Namespaces } from '../support/namespaces.ts';
import { describeWith } from '../support/needs.ts';
import { isReport } from '../support/report-schema.ts';
import { waitFor } from '../support/wait-for.ts';

/** The node with craned on it, as the wrapper finds it: its files where they belong, in namespaces of its own. */
interface Installed {
  readonly node: CraneNode;
  readonly namespaces: Namespaces;
  readonly cluster: FakeCluster;
  /** /var/lib/crane-doctor and /usr/local/bin. */
  readonly state: string;
  readonly bin: string;
  readonly program: string;
}

const STATE = '/var/lib/crane-doctor';
const OURS = 'crane-doctor: base-dir/not-a-directory';

let cleanup: Cleanup;
let at: Installed;

/** What the site asks for: three runs, of a check that a test can break and mend by hand. */
const SETTINGS = 'language: en\nhealthCheck:\n  dryRun: false\n  drainOn: [base-dir]\n';

async function install(): Promise<Installed> {
  const directory = temporaryDirectory(cleanup);
  const [state, bin, packaged] = ['state', 'bin', 'package'].map((name) => join(directory, name)) as [
    string,
    string,
    string,
  ];
  for (const path of [state, bin, packaged, join(packaged, 'share'), join(packaged, 'dist')]) mkdirSync(path);
  const program = join(packaged, 'share/crane-doctor-healthcheck');
  copyFileSync(join(ROOT, 'share/crane-doctor-healthcheck'), program);
  symlinkSync(BUNDLE, join(packaged, 'dist/crane-doctor.cjs'));
  symlinkSync(NODE, join(bin, 'node'));
  const node = makeCraneNode(cleanup, { socket: join(directory, 'none.sock'), hostname: 'cn07' });
  const cluster = makeFakeCluster(bin);
  const etc = {
    '/etc/crane/config.yaml': readFileSync(node.config, 'utf8'),
    '/etc/crane/doctor.yaml': SETTINGS,
  } as const;
  const namespaces = await makeNamespaces(cleanup, { hostname: 'cn07', etc });
  const mounts = `mkdir -p ${STATE} && mount --bind ${bin} /usr/local/bin && mount --bind ${state} ${STATE}`;
  const made = inside(namespaces, mounts);
  if (made !== '') throw new Error(made);
  cleanup.defer(() => spawnSync('rmdir', [STATE]));
  return { node, namespaces, cluster, state, bin, program };
}

/** Runs a line in the namespaces and gives what it wrote. */
function inside({ enter: [file = '', ...into] }: Namespaces, line: string): string {
  const { stdout, stderr } = spawnSync(file, [...into, 'sh', '-c', line], { encoding: 'utf8' });
  return stdout + stderr;
}

function settings(text: string): void {
  const given = join(at.node.directory, 'doctor.yaml');
  writeFileSync(given, text);
  expect(inside(at.namespaces, `cp ${given} /etc/crane/doctor.yaml`)).toBe('');
}

/** Starts the wrapper as craned does: one path, no arguments, nothing in the environment. */
async function run(): Promise<{ readonly code: number | null; readonly told: string }> {
  const [file = '', ...into] = at.namespaces.enter;
  const child = spawn(file, [...into, '/usr/bin/env', '-i', at.program], {
    env: {},
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let told = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (told += text));
  // 'close' is when nobody holds the pipes open any more, which craned would wait for.
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, told: told.trim() };
}

async function runs(n: number): Promise<string> {
  let told = '';
  for (let i = 0; i < n; i++) told = (await run()).told;
  return told;
}

const updates = (): readonly string[] => at.cluster.calls().filter((call) => call.startsWith('ccontrol update'));
const memory = (): Record<string, unknown> =>
  JSON.parse(readFileSync(join(at.state, 'health-check.json'), 'utf8')) as Record<string, unknown>;

const away = (): string => `${at.node.baseDir}.away`;
function breakNode(): void {
  renameSync(at.node.baseDir, away());
  writeFileSync(at.node.baseDir, '');
}
function mendNode(): void {
  rmSync(at.node.baseDir);
  renameSync(away(), at.node.baseDir);
}

describeWith(['root', 'namespaces'], 'the wrapper as HealthCheck.Program', () => {
  beforeEach(async () => {
    cleanup = new Cleanup();
    at = await install();
  });
  afterEach(() => cleanup.run());

  test('with nothing in its environment writes a report, says little, and asks the cluster nothing', async () => {
    const { code, told } = await run();
    // The runtime is not there, which is an error and not one of drainOn.
    expect(code).toBe(1);
    expect(told).toBe('');
    const report = JSON.parse(readFileSync(join(at.state, 'report.json'), 'utf8')) as { host: { hostname: string } };
    expect(isReport(report)).toBe(true);
    expect(report.host.hostname).toBe('cn07');
    expect(at.cluster.calls()).toEqual([]);
  });

  test('drains after the third run and gives the node back after three healthy ones', async () => {
    breakNode();
    expect(await runs(2)).toBe('crane-doctor: cn07: base-dir/not-a-directory 2/3');
    expect(at.cluster.calls()).toEqual([]);
    expect(await runs(1)).toBe(`crane-doctor: cn07: drained the node: ${OURS}`);
    expect(updates()).toEqual([`ccontrol update nodename=cn07 state=drain reason=${OURS}`]);
    expect(at.cluster.control()).toEqual({ state: 'CRANE_DRAIN', reason: OURS });
    expect(memory()).toMatchObject({ drained: { reason: OURS, confirmed: true } });
    await runs(2);
    expect(updates()).toHaveLength(1);

    mendNode();
    await runs(2);
    expect(at.cluster.control().state).toBe('CRANE_DRAIN');
    expect(await runs(1)).toBe('crane-doctor: cn07: gave the node back');
    expect(at.cluster.control().state).toBe('CRANE_NONE');
    await runs(2);
    expect(updates()).toHaveLength(2);
  });

  test('a slip in drainOn gives no sick node back', async () => {
    breakNode();
    await runs(3);
    expect(at.cluster.control().state).toBe('CRANE_DRAIN');
    for (const names of ['[bse-dir]', '[fuse-module]', '[]']) {
      settings(`language: en\nhealthCheck: {dryRun: false, drainOn: ${names}}\n`);
      await runs(4);
      expect(at.cluster.control().state).toBe('CRANE_DRAIN');
    }
    mendNode();
    expect(await runs(3)).toBe('crane-doctor: cn07: gave the node back');
  });

  test('only says what it would do where the site has not asked for more', async () => {
    settings('language: en\nhealthCheck: {drainOn: [base-dir]}\n');
    breakNode();
    expect(await runs(4)).toBe(`crane-doctor: cn07: would drain the node (dry run): ${OURS}`);
    expect(updates()).toEqual([]);
    expect(memory()).toMatchObject({ drained: null });
  });

  test('drains by default on the runtime, and on nothing that the site expects', async () => {
    settings('language: zh\nhealthCheck: {dryRun: false, runs: 1}\n');
    expect(await runs(1)).toMatch(/^crane-doctor: cn07: 已排空节点：crane-doctor: runtime-socket\/missing/);
    at.cluster.set('CRANE_NONE');
    rmSync(join(at.state, 'health-check.json'));
    const expected = ['runtime-socket/missing', 'runtime-installed/none', 'runtime-service/inactive'].map(
      (code) => `  - {code: ${code}, reason: ticket 7, expires: 2999-01-01}\n`,
    );
    settings(`healthCheck: {dryRun: false, runs: 1}\nexpected:\n${expected.join('')}`);
    expect(await runs(1)).toBe('');
    expect(at.cluster.control().state).toBe('CRANE_NONE');
  });

  test('leaves a node alone that a person has drained, also afterwards', async () => {
    at.cluster.set('CRANE_DRAIN', 'new disk, alice');
    breakNode();
    expect(await runs(3)).toBe('crane-doctor: cn07: drained already (new disk, alice): left as it is');
    mendNode();
    await runs(4);
    expect(updates()).toEqual([]);
    expect(at.cluster.control()).toEqual({ state: 'CRANE_DRAIN', reason: 'new disk, alice' });
  });

  test('gives nothing back once a person has made the drain their own', async () => {
    breakNode();
    await runs(3);
    at.cluster.set('CRANE_DRAIN', 'RMA 17');
    mendNode();
    await runs(4);
    expect(updates()).toHaveLength(1);
    expect(at.cluster.control()).toEqual({ state: 'CRANE_DRAIN', reason: 'RMA 17' });
  });

  test('does not drain again what a person has given back, before it was healthy', async () => {
    breakNode();
    await runs(3);
    at.cluster.set('CRANE_NONE');
    await runs(4);
    expect(updates()).toHaveLength(1);
    mendNode();
    await runs(1);
    breakNode();
    expect(await runs(3)).toContain('drained the node');
  });

  test('gives nothing back where the cluster does not tell whose drain it is', async () => {
    breakNode();
    await runs(3);
    at.cluster.become('old');
    mendNode();
    expect(await runs(3)).toContain('does not tell whose drain it is: ccontrol update nodename=cn07 state=resume');
    expect(updates()).toHaveLength(1);
    at.cluster.become('well');
    expect(await runs(1)).toContain('gave the node back');
  });

  test('does nothing while ccontrol fails, says so, and tries again', async () => {
    at.cluster.become('broken');
    breakNode();
    expect(await runs(3)).toContain('not known how the cluster sees it (ccontrol ended with 1: level=error');
    expect(updates()).toEqual([]);
    rmSync(join(at.bin, 'ccontrol'));
    expect(await runs(1)).toContain('(ccontrol: ENOENT)');
    makeFakeCluster(at.bin);
    expect(await runs(1)).toContain('drained the node');
  });

  test('ends in time where ccontrol does not, and leaves no process behind', async () => {
    at.cluster.become('silent');
    breakNode();
    await runs(2);
    expect(await runs(1)).toContain('(ccontrol: TIMEOUT)');
    expect(updates()).toEqual([]);
    const left = (): string => spawnSync('pgrep', ['-f', join(at.bin, 'ccontrol')], { encoding: 'utf8' }).stdout;
    await waitFor('the end of ccontrol', () => left() === '');
  });

  test('does nothing beside a run that has not ended', async () => {
    breakNode();
    await runs(2);
    const [file = '', ...into] = at.namespaces.enter;
    const holding = `exec 9>>${STATE}/lock; flock 9; echo held; exec sleep 1000`;
    const holder = spawn(file, [...into, 'sh', '-c', holding], { stdio: ['ignore', 'pipe', 'ignore'] });
    cleanup.defer(() => holder.kill('SIGKILL'));
    await new Promise((resolve) => holder.stdout.once('data', resolve));
    expect(await run()).toEqual({ code: 3, told: 'crane-doctor: the run before has not ended: skipped' });
    expect(at.cluster.calls()).toEqual([]);
    holder.kill('SIGKILL');
    await new Promise((resolve) => holder.once('close', resolve));
    await waitFor('the lock', () => inside(at.namespaces, `flock -n ${STATE}/lock echo free`).includes('free'));
    expect(await runs(1)).toContain('drained the node');
  });

  test('finds the program of a package in the system, and says where there is none', async () => {
    rmSync(join(at.program, '../../dist'), { recursive: true });
    expect(await run()).toMatchObject({
      code: 70,
      told: expect.stringMatching(/^crane-doctor: no crane-doctor in \/usr/) as string,
    });
    writeFileSync(join(at.bin, 'crane-doctor'), `#!/bin/sh\nexec ${NODE} ${BUNDLE} "$@"\n`, { mode: 0o755 });
    breakNode();
    expect(await runs(3)).toContain('drained the node');
  });

  test('counts no run in which the doctor broke, and tells its first line only', async () => {
    breakNode();
    await runs(2);
    rmSync(join(at.program, '../../dist'), { recursive: true });
    writeFileSync(join(at.bin, 'crane-doctor'), '#!/bin/sh\nyes "a defect" | head -c 1000000\nexit 70\n', {
      mode: 0o755,
    });
    expect(await run()).toEqual({ code: 70, told: 'crane-doctor: a defect' });
    expect(at.cluster.calls()).toEqual([]);
    expect(memory()).toMatchObject({ failing: { 'base-dir/not-a-directory': 2 } });
  });

  /** In the place of the doctor: writes its pid, and then hangs whatever is asked of it. */
  function hangingDoctor(): () => string {
    rmSync(join(at.program, '../../dist'), { recursive: true });
    const line = `trap '' TERM; echo $$ >${STATE}/pid; exec sleep 1000`;
    writeFileSync(join(at.bin, 'crane-doctor'), `#!/bin/sh\n${line}\n`, { mode: 0o755 });
    return () => readFileSync(join(at.state, 'pid'), 'utf8').trim();
  }

  test('ends a doctor that hangs, before craned would end the wrapper', async () => {
    const text = readFileSync(at.program, 'utf8');
    expect(Number(/^LIMIT=(\d+)$/m.exec(text)?.[1])).toBeLessThan(55);
    writeFileSync(at.program, text.replace(/^LIMIT=\d+$/m, 'LIMIT=1'));
    const pid = hangingDoctor();
    expect(await run()).toEqual({ code: 137, told: 'crane-doctor: no end after 1 s' });
    await waitFor('the end of the doctor', () => !existsSync(`/proc/${pid()}`));
  });

  test('killed by craned leaves nobody who holds its pipes open', async () => {
    const pid = hangingDoctor();
    const [file = '', ...into] = at.namespaces.enter;
    const wrapper = spawn(file, [...into, '/usr/bin/env', '-i', at.program], { stdio: ['ignore', 'pipe', 'pipe'] });
    await waitFor('the doctor', () => existsSync(join(at.state, 'pid')) && pid() !== '');
    cleanup.defer(() => process.kill(Number(pid()), 'SIGKILL'));
    wrapper.kill('SIGKILL');
    await new Promise((resolve) => wrapper.once('close', resolve));
    expect(existsSync(`/proc/${pid()}`)).toBe(true);
    // It still has the lock, so that the next runs do not pile up.
    expect(await run()).toEqual({ code: 3, told: 'crane-doctor: the run before has not ended: skipped' });
  });

  test('does nothing to the node where what it did could not be remembered', async () => {
    breakNode();
    await runs(2);
    expect(
      inside(at.namespaces, `mount -t tmpfs -o size=4k tmpfs ${STATE} && head -c 4096 /dev/zero >${STATE}/full`),
    ).toBe('');
    const { code, told } = await run();
    expect(code).toBe(2);
    expect(told).toBe(`crane-doctor: ended with 2, and ${STATE}/health-check.log tells nothing`);
    expect(updates()).toEqual([]);
    expect(existsSync(join(at.state, 'report.json'))).toBe(true);
  });
});
