import { execFileSync, spawn } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
  existsSync,
} from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { BUNDLE, NODE } from '../support/checkout.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { runCheck, runProgram } from '../support/program.ts';
import { waitFor } from '../support/wait-for.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

/** The machine's own Node where it is older than the program needs, else null. */
const OLD_NODE =
  ['/usr/bin/node', '/usr/local/bin/node'].find(
    (file) =>
      existsSync(file) && Number(/^v(\d+)/.exec(execFileSync(file, ['--version'], { encoding: 'utf8' }))?.[1]) < 22,
  ) ?? null;

/** A node image in which the configuration has one mistake: nothing is running in it, nothing can be asked. */
function imageWith(container: string): string {
  const root = temporaryDirectory(cleanup);
  mkdirSync(join(root, 'etc/crane'), { recursive: true });
  mkdirSync(join(root, 'usr/libexec'), { recursive: true });
  writeFileSync(join(root, 'usr/libexec/csupervisor'), '');
  writeFileSync(join(root, 'etc/hostname'), 'cn07\n');
  writeFileSync(join(root, 'etc/os-release'), 'ID="rocky"\nVERSION_ID="9.4"\nPRETTY_NAME="Rocky Linux 9.4"\n');
  writeFileSync(
    join(root, 'etc/crane/config.yaml'),
    `ControlMachine: ctl\nClusterName: one\nCraneCtldForInternalListenPort: 10013\nCranedForeground: true\nSupervisor:\n  Path: /usr/libexec/csupervisor\nNodes:\n  - {name: cn07, cpu: 4, memory: 8G}\nPartitions:\n  - {name: CPU, nodes: cn07}\nContainer:\n${container}`,
  );
  return root;
}

const MISTAKE = '  Enabled: true\n  RuntimeEndpoint: unix:///run/containerd/containerd.sock\n';

/** A Unix socket that accepts and never answers; `onConnect` is told of each connection. */
async function silentSocket(onConnect: (socket: Socket) => void = () => {}): Promise<string> {
  const path = join(temporaryDirectory(cleanup), 's.sock');
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    onConnect(socket);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  cleanup.defer(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return path;
}

/** A run that waits for a silent runtime when it gets a signal: how it ended, and what it wrote. */
async function signalled(
  signal: NodeJS.Signals,
  args: readonly string[],
  node = NODE,
): Promise<{ code: number | null; stdout: string }> {
  let connected = false;
  const socket = await silentSocket(() => (connected = true));
  const config = join(imageWith(`  Enabled: true\n  RuntimeEndpoint: ${socket}\n`), 'etc/crane/config.yaml');
  const chosen = ['--only', 'runtime-version', '--skip', 'config-cluster'];
  const child = spawn(node, [BUNDLE, '-c', config, ...chosen, ...args]);
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  await waitFor('the call of the runtime', () => connected);
  child.kill(signal);
  return { code: await ended, stdout };
}

describe('the report', () => {
  test('of an image tree: the cause, its place in the file, and what hangs on it; the machine is not looked at', async () => {
    const { code, report } = await runCheck(['--root', imageWith(MISTAKE), '--lang', 'en']);
    expect(code).toBe(1);
    expect(report.causes[0]).toMatchObject({ check: 'config-endpoints', code: 'config-endpoints/scheme' });
    expect(report.host).toMatchObject({ hostname: 'cn07', os: { id: 'rocky' } });
    expect(report.subject).toMatchObject({
      configPath: '/etc/crane/config.yaml',
      containerEnabled: true,
      role: 'compute',
    });
    const finding = report.checks.find(({ id }) => id === 'config-endpoints')?.findings[0];
    expect(finding).toMatchObject({
      severity: 'error',
      target: 'Container.RuntimeEndpoint',
      location: { line: 13, column: 20 },
    });
    const again = finding?.remedy?.steps.findLast(({ command }) => command?.startsWith('crane-doctor'))?.command;
    expect(again).toMatch(/^crane-doctor --only config,runtime --root \/tmp\//);
    const socket = report.checks.find(({ id }) => id === 'runtime-socket');
    expect(socket?.skip?.reason).toBe('not-applicable');
    expect(report.checks.filter(({ status }) => status === 'unknown')).toEqual([]);
  });

  test('with the feature off only the configuration is judged', async () => {
    const { code, report } = await runCheck(['--root', imageWith('  Enabled: false\n  RuntimeEndpoint: unix:///x\n')]);
    expect(code).toBe(0);
    expect(report.subject.containerEnabled).toBe(false);
    expect(report.checks.filter(({ status }) => status !== 'skip').map(({ id }) => id)).toEqual([
      'config-file',
      'config-cluster',
      'config-container',
      'config-gres',
    ]);
    const ahead = await runCheck([
      '--root',
      imageWith('  Enabled: false\n  RuntimeEndpoint: unix:///x\n'),
      '--as-if-enabled',
    ]);
    expect(ahead.report.causes.map((cause) => cause.code)).toContain('config-endpoints/scheme');
  });

  test('in text: one cause, a caret under the value, the commands of the remedy', async () => {
    const { stdout, code } = await runProgram(['--root', imageWith(MISTAKE), '--lang', 'en']);
    expect(code).toBe(1);
    expect(stdout).toContain('config-endpoints/scheme');
    expect(stdout).toMatch(/> 13 | {3}RuntimeEndpoint: unix/);
    expect(stdout).toMatch(/\^{10,}/);
    expect(stdout).toContain('What to do');
    expect(stdout.trimEnd().endsWith('exit 1')).toBe(true);
  });
});

describe('--output', () => {
  test('writes a private file, replaces none without --force, and follows no symlink', async () => {
    const root = imageWith(MISTAKE);
    const directory = temporaryDirectory(cleanup);
    const file = join(directory, 'report.json');
    const first = await runProgram(['--root', root, '--json', '-o', file]);
    expect([first.code, first.stdout]).toEqual([1, '']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ verdict: 'fail' });

    const second = await runProgram(['--root', root, '-o', file]);
    expect(second.code).toBe(2);
    expect(second.stderr).toContain('--force');
    expect(readFileSync(file, 'utf8')).toContain('"verdict"');
    expect((await runProgram(['--root', root, '-o', file, '--force'])).code).toBe(1);
    expect(readFileSync(file, 'utf8')).not.toContain('"verdict"');

    const victim = join(directory, 'victim');
    writeFileSync(victim, 'precious');
    const link = join(directory, 'link');
    symlinkSync(victim, link);
    expect((await runProgram(['--root', root, '-o', link])).code).toBe(2);
    expect(readFileSync(victim, 'utf8')).toBe('precious');
  });

  test('a place that cannot be written is exit code 2 with the reason, and nothing is left behind', async () => {
    const missing = join(temporaryDirectory(cleanup), 'no/such/report.txt');
    const run = await runProgram(['--root', imageWith(MISTAKE), '-o', missing, '--json']);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('ENOENT');
    expect(JSON.parse(run.stdout)).toMatchObject({ error: { kind: 'usage' } });
    expect(existsSync(missing)).toBe(false);
  });

  test('--force puts no file in the place of a device, a FIFO or a directory', async () => {
    const directory = temporaryDirectory(cleanup);
    const fifo = join(directory, 'fifo');
    execFileSync('mkfifo', [fifo]);
    for (const place of [fifo, directory]) {
      const run = await runProgram(['--root', imageWith(MISTAKE), '-o', place, '--force']);
      expect(run.code).toBe(2);
      expect(run.stderr).toContain('no regular file');
    }
    expect(statSync(fifo).isFIFO()).toBe(true);
    expect(readdirSync(directory)).toEqual(['fifo']);
    expect(readdirSync(dirname(directory)).filter((name) => name.startsWith(`${basename(directory)}.`))).toEqual([]);
  });

  test('a file that is there already is told before anything is run', async () => {
    let connected = false;
    const socket = await silentSocket((connection) => {
      connected = true;
      connection.destroy();
    });
    const config = join(imageWith(`  Enabled: true\n  RuntimeEndpoint: ${socket}\n`), 'etc/crane/config.yaml');
    const file = join(temporaryDirectory(cleanup), 'report.txt');
    writeFileSync(file, 'precious');
    const args = ['-c', config, '--only', 'runtime', '--skip', 'config-cluster', '-o', file];
    expect((await runProgram(args)).code).toBe(2);
    expect(connected).toBe(false);
    expect((await runProgram([...args, '--force'])).code).not.toBe(2);
    expect(connected).toBe(true);
  });
});

describe('exit codes', () => {
  test('--fail-on never turns an error into 0, warning turns a warning into 1', async () => {
    expect((await runCheck(['--root', imageWith(MISTAKE), '--fail-on', 'never'])).code).toBe(0);
    const warned = imageWith('  Enabled: true\n  RuntimeEndpoint: /run/containerd/containerd.sock\n  Enabeld: 1\n');
    const usual = await runCheck(['--root', warned, '--only', 'config']);
    expect([usual.code, usual.report.verdict]).toEqual([0, 'warn']);
    expect((await runCheck(['--root', warned, '--only', 'config', '--fail-on', 'warning'])).code).toBe(1);
  });

  test('what could not be checked in time is 3, and --allow-unknown accepts it', async () => {
    const socket = await silentSocket();
    const config = join(imageWith(`  Enabled: true\n  RuntimeEndpoint: ${socket}\n`), 'etc/crane/config.yaml');
    // Less than the 5 s after which the silence is the runtime's fault, and all the time in the world for what goes before.
    const args = ['-c', config, '--only', 'runtime-version', '--skip', 'config-cluster', '--timeout', '3s'];
    const [run, accepted] = await Promise.all([
      runCheck(args),
      runCheck([...args, '--allow-unknown', 'runtime-version']),
    ]);
    expect(run.report.checks.find(({ id }) => id === 'runtime-version')).toMatchObject({
      status: 'unknown',
      findings: [{ code: 'runtime-version/deadline', severity: 'unknown' }],
    });
    expect(run.code).toBe(3);
    expect(accepted.code).toBe(0);
  });

  test('a signal ends the run with the report so far and 128 + its number', async () => {
    const { code, stdout } = await signalled('SIGTERM', ['--json']);
    expect(code).toBe(128 + 15);
    const report = JSON.parse(stdout) as { checks: { id: string; findings: { code: string }[] }[] };
    const codes = report.checks.flatMap(({ findings }) => findings.map((finding) => finding.code));
    expect(codes.some((name) => name.endsWith('/interrupted'))).toBe(true);
  });

  // Where the machine's own Node is too old, it hands over to the checkout's, and the signal with it.
  test.runIf(OLD_NODE !== null)('under an older Node it is the same, and nothing is left running', async () => {
    const { code, stdout } = await signalled('SIGTERM', ['--json'], OLD_NODE!);
    expect(code).toBe(128 + 15);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'unknown' });
  });

  test('the text of a run that a signal ended names the exit code that it has', async () => {
    const { code, stdout } = await signalled('SIGINT', ['--lang', 'en']);
    expect(code).toBe(130);
    expect(stdout.trimEnd().endsWith('exit 130')).toBe(true);
  });

  test('a report that cannot be written to stdout is no success', async () => {
    const full = openSync('/dev/full', 'w');
    cleanup.defer(() => closeSync(full));
    const child = spawn(NODE, [BUNDLE, 'list', '--json'], { stdio: ['ignore', full, 'pipe'] });
    let stderr = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(2);
    expect(stderr).toContain('ENOSPC');
  });

  test('a reader that goes away early changes neither the exit code nor stderr', async () => {
    const child = spawn(NODE, [BUNDLE, '--json', '--root', imageWith(MISTAKE)]);
    child.stdout.destroy();
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(1);
    expect(stderr).toBe('');
  });
});
