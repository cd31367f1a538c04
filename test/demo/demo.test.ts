import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { FAULTS } from '../../src/demo/faults.ts';
import { BUNDLE, NODE, ROOT } from '../support/checkout.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { runProgram } from '../support/program.ts';
import { asNobody } from '../support/unprivileged.ts';
import { withoutTimes } from '../support/without-times.ts';
import { waitFor } from '../support/wait-for.ts';
import { demosIn, runDemo } from './run-demo.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

/** A temporary directory of its own for a run, so that what is left there is the run's. */
function ownTmp(): { readonly directory: string; readonly env: { readonly TMPDIR: string } } {
  const directory = temporaryDirectory(cleanup);
  return { directory, env: { TMPDIR: directory } };
}

/** Starts the demo with a runtime that never answers, and waits until its socket is there. */
async function underWay(directory: string): Promise<ChildProcess> {
  const child = spawn(NODE, [BUNDLE, 'demo', '--fault', 'silent-runtime', '--json'], {
    env: { TMPDIR: directory },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.resume();
  cleanup.defer(() => child.kill('SIGKILL'));
  await waitFor('the socket of the demo', () =>
    demosIn(directory).some((name) => existsSync(join(directory, name, 'run/containerd/containerd.sock'))),
  );
  return child;
}

describe('the healthy node', () => {
  test('has the image that is named, and its registry gives it out, at the measured speed', async () => {
    const image = 'registry.k8s.io/pause:3.10.1';
    const { report, code } = await runDemo(['--image', image, '--measure-pull']);
    expect(code).toBe(0);
    const of = (id: string) => report.checks.find((check) => check.id === id);
    expect(of('image-present')).toMatchObject({ status: 'pass', observed: { images: [{ image, present: true }] } });
    expect(of('registry-image')).toMatchObject({ status: 'pass', observed: { images: [{ platform: 'linux/amd64' }] } });
    expect(JSON.stringify(of('registry-image'))).toContain('bytesPerSecond');
  });

  test('passes: nothing fails, nothing is unknown, no warning', async () => {
    const { directory, env } = ownTmp();
    const { code, report } = await runDemo([], { env });
    const others = report.checks.filter(({ status }) => status !== 'pass');
    // What is the control machine's, or has nothing to look at here.
    expect(others.map(({ id }) => id)).toContain('cranectld-service');
    expect(others.filter(({ skip }) => skip?.reason !== 'not-applicable')).toEqual([]);
    expect(report.verdict).toBe('pass');
    expect(report.causes).toEqual([]);
    expect(code).toBe(0);
    expect(report.host).toMatchObject({ hostname: 'cn07', os: { id: 'rocky' }, uid: 0 });
    expect(report.subject.runtime).toMatchObject({ name: 'containerd', version: 'v2.2.4' });
    expect(readdirSync(directory)).toEqual([]);
  });

  test('takes the options of check', async () => {
    const { report } = await runDemo(['--only', 'network', '--registry', 'registry.hpc.example', '--lang', 'zh']);
    const registry = report.checks.find(({ id }) => id === 'registry');
    expect(registry).toMatchObject({ status: 'pass', title: '镜像仓库可访问' });
    expect(registry?.observed['registries']).toMatchObject([{ registry: 'registry.hpc.example', status: 401 }]);
    expect(report.checks.find(({ id }) => id === 'bindfs-binary')?.skip?.reason).toBe('excluded');
  });

  test('knows its own accounts and no other', async () => {
    const { code, report } = await runDemo(['--only', 'userns', '--user', 'alice', '--user', 'zoe']);
    const findings = report.checks.flatMap((check) => check.findings);
    expect(findings.map((finding) => `${finding.code} ${finding.target}`)).toEqual(['subid-ranges/unknown-user zoe']);
    expect(code).toBe(0);
  });

  test('has no name and no registry but its own', async () => {
    const { code, report } = await runDemo(['--only', 'network', '--registry', 'localhost:1']);
    expect(report.causes.map((cause) => cause.code)).toEqual(['dns/not-found']);
    expect(code).toBe(1);
  });

  test('runs as an unprivileged user, whatever the umask', async ({ skip }) => {
    if (process.getuid?.() !== 0) skip('only root can become somebody else');
    const { enter = [], program = [] } = asNobody(cleanup);
    const run = await runDemo([], { enter: ['sh', '-c', 'umask 077; exec "$@"', 'sh', ...enter], program });
    const others = run.report.checks.filter(({ status }) => status !== 'pass');
    expect(others.filter(({ skip }) => skip?.reason !== 'not-applicable')).toEqual([]);
    expect(run.report.checks.find(({ id }) => id === 'runtime-socket')?.observed).toMatchObject({
      owner: 'root:root',
      mode: 'srw-rw----',
    });
    expect(run.code).toBe(0);
  });

  test('runs several times side by side', async () => {
    const { directory, env } = ownTmp();
    const runs = await Promise.all([1, 2, 3].map(() => runDemo([], { env })));
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(readdirSync(directory)).toEqual([]);
  });

  test('finds a place for its socket where the temporary directory has a long path', async () => {
    const { directory } = ownTmp();
    const long = join(directory, 'a-directory-with-a-long-name'.repeat(4));
    mkdirSync(long);
    const { code } = await runDemo(['--only', 'runtime'], { env: { TMPDIR: long } });
    expect(code).toBe(0);
    expect(readdirSync(long)).toEqual([]);
  });
});

describe('what is left behind', () => {
  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ] as const)('nothing after %s', async (signal, exitCode) => {
    const { directory } = ownTmp();
    const child = await underWay(directory);
    child.kill(signal);
    const [code] = (await once(child, 'exit')) as [number | null];
    expect(code).toBe(exitCode);
    expect(readdirSync(directory)).toEqual([]);
  });

  test('nothing where the process ends without having taken the node away', async () => {
    const { directory } = ownTmp();
    const module = JSON.stringify(join(ROOT, 'src/demo/demo-node.ts'));
    const script = `const { startDemo } = await import(${module}); await startDemo(); process.stdout.write('up'); process.exit(7);`;
    const args = ['--input-type=module', '-e', script];
    const child = spawn(NODE, args, { env: { TMPDIR: directory }, stdio: ['ignore', 'pipe', 'inherit'] });
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    expect(said.toString()).toBe('up');
    expect(await once(child, 'exit')).toEqual([7, null]);
    expect(readdirSync(directory)).toEqual([]);
  });

  test('nothing where the command line is wrong after the node was started, and what was there stays', async () => {
    const { directory, env } = ownTmp();
    writeFileSync(join(directory, 'crane-of-somebody'), '');
    const { code, stderr } = await runProgram(['demo', '--only', 'runtim'], { env });
    expect(code).toBe(2);
    expect(stderr).toContain('runtim');
    expect(readdirSync(directory)).toEqual(['crane-of-somebody']);
  });
});

describe('--list and --fault', () => {
  test('--list is a line a fault, its name first, and nothing else', async () => {
    const { code, stdout, stderr } = await runProgram(['demo', '--list']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map((line) => line.split(/\s+/)[0])).toEqual(FAULTS.map(({ name }) => name));
    expect(lines.every((line) => /^\S+ {2,}\S/.test(line))).toBe(true);
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  test('a fault that is not known is a usage error that names the nearest, and starts nothing', async () => {
    const { directory, env } = ownTmp();
    const { code, stdout, stderr } = await runProgram(['demo', '--fault', 'stale-soket'], { env });
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('stale-socket');
    expect(readdirSync(directory)).toEqual([]);
  });
});

describe('the text of the demo', () => {
  /** Versions, durations and points of time are not what the text is about. */
  const normalised = (text: string): string =>
    withoutTimes(text)
      .replace(/^crane-doctor \d+\.\d+\.\d+/, 'crane-doctor 0.0.0')
      .replace(/ \d+\.\d\d (s|秒)$/m, ' 0.00 $1');

  test.each([
    ['healthy', 'en', []],
    ['stale-socket', 'en', ['--fault', 'stale-socket']],
    ['stale-socket', 'zh', ['--fault', 'stale-socket']],
  ] as const)('%s in %s', async (name, lang, args) => {
    const { stdout, stderr } = await runProgram(['demo', '--lang', lang, ...args]);
    expect(stderr).toBe('');
    await expect(normalised(stdout)).toMatchFileSnapshot(`../golden/demo-${name}.${lang}.txt`);
  });
});
