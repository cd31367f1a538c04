import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { appendFileSync, chmodSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Triaged } from '../../src/report/triage/schema.ts';
import { ROOT } from '../support/checkout.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { makeCraneNode, type CraneNode } from '../support/crane-node.ts';
import { logLine, refusedStep } from '../support/log-lines.ts';
import { runProgram, type Run } from '../support/program.ts';
import { asNobody } from '../support/unprivileged.ts';

let cleanup: Cleanup;
beforeEach(() => {
  cleanup = new Cleanup();
});
afterEach(() => cleanup.run());

const ajv = new Ajv2020();
formats.default(ajv);
ajv.addSchema(JSON.parse(readFileSync(join(ROOT, 'schema/report.v1.json'), 'utf8')) as object);
const validate = ajv.compile(JSON.parse(readFileSync(join(ROOT, 'schema/triage.v1.json'), 'utf8')) as object);

const HOUR = 3_600_000;

async function triage(...args: string[]): Promise<Run & { answer: Triaged }> {
  const run = await runProgram(['triage', '--json', '--lang', 'en', ...args]);
  const answer = JSON.parse(run.stdout) as Triaged;
  expect(validate(answer), JSON.stringify(validate.errors)).toBe(true);
  return { ...run, answer };
}

/** A node whose runtime's socket refuses, and on which three jobs have failed by it. */
async function brokenNode(): Promise<CraneNode> {
  const directory = temporaryDirectory(cleanup);
  const socket = join(directory, 'containerd.sock');
  const server = createServer().listen(socket);
  await new Promise((resolve) => server.once('listening', resolve));
  // Closed by force, the file stays: that is what a dead runtime leaves.
  const node = makeCraneNode(cleanup, { socket });
  cleanup.defer(() => server.close());
  for (const [index, job] of [12, 13, 14].entries())
    writeFileSync(join(node.baseDir, `supervisor/${job}.0.log`), refusedStep(Date.now() - HOUR + index * 1000, job));
  return node;
}

describe('the logs of a node', () => {
  test('are one fault with what passes it on, the jobs it hit, and noise apart', async () => {
    const node = await brokenNode();
    const log = join(node.baseDir, 'craned/craned.log');
    const at = Date.now() - HOUR;
    writeFileSync(
      log,
      logLine(at, 'I', 'all is well') +
        logLine(at, 'E', 'Something new broke in 0x1f with code 7') +
        logLine(at + 1, 'E', 'Something new broke in 0x2f with code 8'),
    );
    appendFileSync(
      join(node.baseDir, 'supervisor/14.0.log'),
      logLine(at + 9000, 'E', "Failed to stop container '4f1c': [gRPC:4] Deadline Exceeded"),
    );
    const { answer, code } = await triage('-c', node.config, '--no-check');
    expect(answer.groups.map(({ id, count, known, noise, wraps }) => [id, count, known, noise, wraps])).toEqual([
      ['socket-refused', 3, true, false, null],
      [expect.stringContaining('Something new broke'), 2, false, false, null],
      ['run-pod-sandbox', 3, true, false, 'socket-refused'],
      ['daemon-step-failed', 3, true, false, 'socket-refused'],
      ['stop-container-deadline', 1, true, true, null],
    ]);
    expect(answer.groups[0]).toMatchObject({
      jobs: ['12.0', '13.0', '14.0'],
      findings: ['runtime-socket/refused', 'runtime-service/failed'],
    });
    expect(answer.report).toBe(null);
    expect(code).toBe(1);
  });

  test('what passes on several faults is counted at each, and stands for what is not known', async () => {
    const node = makeCraneNode(cleanup, { socket: '/run/x.sock' });
    const at = Date.now() - HOUR;
    const logs = ['Bindfs mount /a is corrupted.', 'no space left on device', 'The moon is full'].map(
      (text) => logLine(at, 'E', text) + logLine(at + 1, 'E', 'Failed to start daemon step, code: 49'),
    );
    for (const [job, log] of [...logs, logs[0]!].entries())
      writeFileSync(join(node.baseDir, `supervisor/${job}.0.log`), log);
    const call = ['triage', '-c', node.config, '--no-check', '--lang', 'en'];
    const { stdout } = await runProgram(call);
    expect(stdout).toContain('3 known faults, 4 times');
    expect(stdout).toMatch(/2 × bindfs-corrupted[^×]*passed on by daemon-step-failed \(2\)/);
    expect(stdout).toMatch(/1 × disk-full[^×]*passed on by daemon-step-failed \(1\)/);
    expect(stdout).toMatch(/1 × daemon-step-failed .*job 2\.0/);
    const markdown = await runProgram([...call, '-f', 'markdown']);
    expect(markdown.stdout).toMatch(/### 1 × `disk-full`[^×]*Passed on by `daemon-step-failed` \(1\)/);
  });

  test('are tied to what the checks find now', async () => {
    const node = makeCraneNode(cleanup, { socket: '/run/nobody/there.sock' });
    const text = refusedStep(Date.now() - HOUR, 12).replaceAll('Connection refused', 'No such file or directory');
    writeFileSync(join(node.baseDir, 'supervisor/12.0.log'), text);
    const { answer, code } = await triage('-c', node.config, '--offline');
    expect(answer.groups[0]).toMatchObject({ id: 'socket-missing', now: ['runtime-socket/missing'] });
    // Where the machine of the test has no runtime at all, that is the cause.
    expect(['runtime-socket/missing', 'runtime-installed/none']).toContain(answer.report?.causes[0]?.code);
    expect(code).toBe(1);
    const { stdout } = await runProgram(['triage', '-c', node.config, '--offline', '--lang', 'en']);
    expect(stdout).toContain('The checks find the same now: runtime-socket/missing');
    expect(stdout).toContain('What to do (guide: ');
  });

  test('what is found now in the place of an old fault is what to do first', async () => {
    const node = makeCraneNode(cleanup, { socket: 'unix:///run/x.sock' });
    const full = 'Failed to pull image: [gRPC:2] write /var/lib/containerd/x: no space left on device';
    writeFileSync(join(node.baseDir, 'supervisor/12.0.log'), logLine(Date.now() - HOUR, 'E', full));
    const { stdout } = await runProgram(['triage', '-c', node.config, '--offline', '--lang', 'en']);
    expect(stdout).toMatch(/1 × disk-full/);
    expect(stdout).toMatch(/^ {2}config-endpoints\/scheme$/m);
    expect(stdout).not.toMatch(/rmi --prune/);
  });

  test('what changed before stands beside', async () => {
    const node = await brokenNode();
    const before = (Date.now() - 2 * HOUR) / 1000;
    utimesSync(node.config, before, before);
    const { answer } = await triage('-c', node.config, '--no-check');
    expect(answer.changes).toContainEqual({ at: expect.any(String) as string, kind: 'config', what: node.config });
  });

  test.each(['RuntimeEndpoint is not configured.', 'The moon is full'])(
    'what changed before a later one does too: %s',
    async (later) => {
      const node = makeCraneNode(cleanup, { socket: '/run/x.sock' });
      const now = Date.now();
      const earlier = logLine(now - 5 * HOUR, 'E', 'Bindfs mount /a is corrupted.');
      writeFileSync(
        join(node.baseDir, 'craned/craned.log'),
        (later.startsWith('The') ? '' : earlier) + logLine(now - HOUR, 'E', later),
      );
      const changed = (hours: number): Promise<Run> => {
        utimesSync(node.config, (now - hours * HOUR) / 1000, (now - hours * HOUR) / 1000);
        return runProgram(['triage', '-c', node.config, '--no-check', '--lang', 'en', '-f', 'markdown']);
      };
      const written = `configuration written ${node.config}`;
      expect((await changed(2)).stdout.replaceAll('\\', '')).toContain(written);
      expect((await changed(0.5)).stdout.replaceAll('\\', '')).not.toContain(written);
      utimesSync(node.config, (now - 2 * HOUR) / 1000, (now - 2 * HOUR) / 1000);
      const { stdout } = await runProgram(['triage', '-c', node.config, '--no-check', '--lang', 'en']);
      expect(stdout).toMatch(/What changed before, from a day before the first of them on:\n[^]*configuration written/);
    },
  );

  test('that are not there are none', async () => {
    const node = makeCraneNode(cleanup, { socket: '/run/x.sock' });
    const { answer, code } = await triage('-c', node.config, '--no-check');
    expect(answer.groups).toEqual([]);
    expect(code).toBe(0);
    expect((await runProgram(['triage', '-c', node.config, '--no-check', '--lang', 'zh'])).stdout).toMatch(
      /没有日志|日志中没有错误/,
    );
  });
});

describe('what is asked for', () => {
  test('--since leaves out what is older, in rotated logs too', async () => {
    const node = await brokenNode();
    const craned = join(node.baseDir, 'craned/craned.log');
    writeFileSync(
      craned.replace('.log', '.1.log'),
      logLine(Date.now() - 5 * HOUR, 'E', 'Bindfs mount /a is corrupted.'),
    );
    writeFileSync(craned, logLine(Date.now() - 60_000, 'E', 'RuntimeEndpoint is not configured.'));
    const ids = async (since: string): Promise<string[]> =>
      (await triage('-c', node.config, '--no-check', '--since', since)).answer.groups.map(({ id }) => id);
    expect(await ids('10m')).toEqual(['runtime-endpoint-missing']);
    expect(await ids('2h')).toContain('socket-refused');
    expect(await ids('6h')).toContain('bindfs-corrupted');
    expect((await runProgram(['triage', '--since', 'soon'])).code).toBe(2);
    expect(await runProgram(['triage', '--since', '2999-01-01', '--lang', 'en'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--since: 2999-01-01 is still to come') as string,
    });
  });

  test('--job and --user', async () => {
    const node = await brokenNode();
    const jobs = async (...args: string[]): Promise<string[]> =>
      (await triage('-c', node.config, '--no-check', ...args)).answer.groups[0]?.jobs ?? [];
    expect(await jobs('--job', '13')).toEqual(['13.0']);
    expect(await jobs('--job', '13.0')).toEqual(['13.0']);
    expect(await jobs('--job', '13.1')).toEqual([]);
    const at = Date.now() - HOUR;
    const log = [123, 12].map((job) => logLine(at, 'E', `Bindfs mount /a is corrupted. job #${job}`)).join('');
    writeFileSync(join(node.baseDir, 'craned/craned.log'), log);
    const { groups } = (await triage('-c', node.config, '--no-check', '--job', '12')).answer;
    expect(groups.find(({ id }) => id === 'bindfs-corrupted')).toMatchObject({ count: 1, jobs: ['12'] });
    rmSync(join(node.baseDir, 'craned/craned.log'));
    expect(await jobs('--user', 'alice')).toHaveLength(3);
    expect(await jobs('--user', 'bob')).toEqual([]);
    const root = refusedStep(at, 15).replace('for user alice', 'for uid 0');
    writeFileSync(join(node.baseDir, 'supervisor/15.0.log'), root);
    writeFileSync(join(node.baseDir, 'craned/craned.log'), log + log.replaceAll(/#\d+/g, '#15'));
    const own = (await triage('-c', node.config, '--no-check', '--user', 'root')).answer.groups;
    expect(own.find(({ id }) => id === 'socket-refused')?.jobs).toEqual(['15.0']);
    expect(own.find(({ id }) => id === 'bindfs-corrupted')?.jobs).toEqual(['15']);
    expect((await runProgram(['triage', '--job', 'x'])).code).toBe(2);
  });

  test('--user finds the account however far back in a log it stands', async () => {
    const node = await brokenNode();
    const at = Date.now() - HOUR;
    const long = logLine(at, 'I', 'x'.repeat(1000)).repeat(2500) + refusedStep(at, 15).replace('alice', 'nobody');
    for (const [job, user] of [
      [15, 'carol'],
      [16, 'carolin'],
    ] as const)
      writeFileSync(join(node.baseDir, `supervisor/${job}.0.log`), logLine(at, 'I', `started for user ${user}`) + long);
    const { answer } = await triage('-c', node.config, '--no-check', '--user', 'carol');
    expect(answer.groups.map(({ id, jobs }) => [id, jobs])[0]).toEqual(['socket-refused', ['15.0']]);
  });

  test('--log FILE and --log FOLDER, without a configuration that can be read', async () => {
    const node = await brokenNode();
    const folder = join(node.baseDir, 'supervisor');
    const one = await triage('-c', '/nowhere.yaml', '--no-check', '--log', join(folder, '12.0.log'));
    expect(one.answer.groups[0]).toMatchObject({ id: 'socket-refused', count: 1 });
    const all = await triage('-c', '/nowhere.yaml', '--no-check', '--log', folder);
    expect(all.answer.groups[0]).toMatchObject({ id: 'socket-refused', count: 3 });
    const several = ['12.0.log', '13.0.log', '12.0.log'].flatMap((name) => ['--log', join(folder, name)]);
    const two = await triage('-c', '/nowhere.yaml', '--no-check', ...several);
    expect(two.answer.groups[0]).toMatchObject({ id: 'socket-refused', count: 2, jobs: ['12.0', '13.0'] });
    const none = await triage('-c', '/nowhere.yaml', '--no-check', '--log', join(folder, 'gone'));
    expect(none.answer.sources).toMatchObject([{ error: 'ENOENT: it is not there' }]);
    expect(none.code).toBe(3);
  });

  test('--log: the base directory, colours, the output of journalctl', async () => {
    const node = await brokenNode();
    expect((await triage('-c', '/nowhere.yaml', '--no-check', '--log', node.baseDir)).answer.groups[0]!.count).toBe(3);
    const log = join(node.directory, 'some.log');
    const line = logLine(Date.now() - HOUR, 'E', 'RuntimeEndpoint is not configured.');
    const quiet = logLine(Date.now() - HOUR, 'I', 'RuntimeEndpoint is not configured.');
    for (const text of [
      (line + quiet).replaceAll(/^\[(\w)/gm, '[\u001b[31m$1\u001b[0m'),
      (line + quiet).replaceAll(/^/gm, 'Jul 02 09:49:46 cn07 craned[1]: '),
    ]) {
      writeFileSync(log, text);
      const { answer, code } = await triage('-c', '/nowhere.yaml', '--no-check', '--log', log);
      expect(answer.groups).toMatchObject([{ id: 'runtime-endpoint-missing', count: 1 }]);
      expect(code).toBe(1);
    }
  });

  test('what craned tells as information is found where it is a known message', async () => {
    const node = makeCraneNode(cleanup, { socket: '/run/x.sock' });
    const known = 'Container event stream disconnected, reconnecting in 5000 seconds...';
    const line = logLine(Date.now() - HOUR, 'I', known, 'CriClient.cpp:736');
    const log = join(node.baseDir, 'craned/craned.log');
    const filler = logLine(Date.now() - HOUR, 'I', 'RuntimeEndpoint is not configured.').repeat(20_000);
    for (const text of [filler + line + filler + line, (line + line).replaceAll(/^/gm, 'Jul 02 cn07 craned[1]: ')]) {
      writeFileSync(log, text);
      const { answer } = await triage('-c', '/nowhere.yaml', '--no-check', '--log', log);
      expect(answer.groups).toMatchObject([{ id: 'event-stream-disconnected', count: 2, message: known }]);
    }
  });

  test('--log: what is no log of craned is none without errors', async () => {
    const folder = temporaryDirectory(cleanup);
    const told = async (path: string): Promise<Run> => {
      const run = await runProgram(['triage', '-c', '/nowhere.yaml', '--no-check', '--lang', 'en', '--log', path]);
      expect(run.stdout).not.toContain('✓');
      expect(run.stdout).toContain('? Some logs could not be read');
      expect(run.code).toBe(3);
      return run;
    };
    expect((await told(folder)).stdout).toContain('there are no logs in it');
    writeFileSync(join(folder, 'craned.log.1.gz'), 'x');
    expect((await told(folder)).stdout).toContain('craned.log.1.gz: compressed');
    const log = join(folder, 'some.log');
    for (const text of ['Failed to pull image: no space left on device\n', Buffer.alloc(3_000_000, 0xe5)]) {
      writeFileSync(log, text);
      expect((await told(log)).stdout).toContain("nothing in it is in the format of craned's logs");
    }
    const zh = await runProgram(['triage', '--no-check', '--lang', 'zh', '-f', 'markdown', '--log', log]);
    expect(zh.stdout).toMatch(/^## ❔/);
    expect(zh.stdout).toContain('不是 craned 的日志格式');
  });

  test('Markdown for a ticket; other formats are a wrong call', async () => {
    const node = await brokenNode();
    const { stdout, code } = await runProgram([
      'triage',
      '-c',
      node.config,
      '--no-check',
      '-f',
      'markdown',
      '--lang',
      'en',
    ]);
    expect(stdout).toMatch(/^## ❌ One known fault, 3 times\n/);
    expect(stdout).toContain('### 3 × `socket-refused`');
    expect(code).toBe(1);
    expect((await runProgram(['triage', '-f', 'sarif'])).code).toBe(2);
  });

  test.each(['en', 'zh'] as const)('text: %s', async (lang) => {
    const node = await brokenNode();
    utimesSync(node.config, 0, 0);
    const { stdout } = await runProgram(['triage', '-c', node.config, '--no-check', '--lang', lang, '--since', '3h']);
    const steady = stdout
      .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?: – (?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d)?/g, 'TIME')
      .replaceAll(node.directory, '/srv/node')
      .replaceAll(/\S*cd-\w+\/containerd.sock/g, '/run/containerd/containerd.sock')
      .replace(/(?:What changed before|出错前的变化)[^]*?\n\n/, '');
    await expect(steady).toMatchFileSnapshot(join(ROOT, `test/golden/triage.${lang}.txt`));
  });
});

describe('bad input', () => {
  test.each(['text', 'json', 'markdown'])('secrets in a log are never printed: %s', async (format) => {
    const node = makeCraneNode(cleanup, { socket: '/run/x.sock' });
    const proxy = 'HTTP_PROXY is set to http://bob:hunter2@proxy:8080';
    const lines = ['Failed to pull image: no space left on device ' + proxy, proxy];
    writeFileSync(
      join(node.baseDir, 'craned/craned.log'),
      lines.map((text) => logLine(Date.now() - 1000, 'E', text)).join(''),
    );
    const run = await runProgram(['triage', '-c', node.config, '--offline', '-f', format, '--lang', 'en']);
    expect(run.stdout).not.toContain('hunter2');
    expect(run.stdout).toContain('bob:REDACTED@proxy');
  });

  test('escapes and broken bytes in a log are never printed', async () => {
    const node = makeCraneNode(cleanup, { socket: '/run/x.sock' });
    const evil = logLine(Date.now() - 1000, 'E', 'Evil \u001b[2J\u001b]0;title\u0007 \u202e text');
    writeFileSync(
      join(node.baseDir, 'craned/craned.log'),
      Buffer.concat([Buffer.from(evil), Buffer.from([0xff, 0x9b, 0x00, 0x0a])]),
    );
    const run = await runProgram(['triage', '-c', node.config, '--no-check']);
    expect(run.stdout).toContain('\\x1b[2J');
  });

  test('a log that this user may not read, and one that is a FIFO, are told', async () => {
    const node = makeCraneNode(cleanup, { socket: '/run/x.sock' });
    const log = join(node.baseDir, 'craned/craned.log');
    writeFileSync(log, logLine(Date.now(), 'E', 'secret'));
    chmodSync(log, 0o600);
    const run = await runProgram(['triage', '-c', node.config, '--no-check', '--lang', 'en'], asNobody(cleanup));
    expect(run.stdout).toContain(`${log}: EACCES: this user may not read it`);
    expect(run.code).toBe(3);
  });

  test.each(['\n', '\r\n'])('the end of the last line %j is not shown', async (end) => {
    const node = makeCraneNode(cleanup, { socket: '/run/x.sock' });
    const line = logLine(Date.now() - HOUR, 'E', 'RuntimeEndpoint is not configured.').trimEnd();
    writeFileSync(join(node.baseDir, 'craned/craned.log'), line + end);
    const { answer } = await triage('-c', node.config, '--no-check');
    expect(answer.groups[0]!.message).toBe('RuntimeEndpoint is not configured.');
  });

  test('a clock that jumped back loses nothing', async () => {
    const node = makeCraneNode(cleanup, { socket: '/run/x.sock' });
    const now = Date.now();
    const filler = Array.from({ length: 60_000 }, (_, index) =>
      logLine(now - 3 * HOUR + index, 'I', 'x'.repeat(80)),
    ).join('');
    const jump =
      logLine(now - HOUR, 'E', 'RuntimeEndpoint is not configured.') +
      logLine(now - 30 * HOUR, 'W', 'the clock was wrong');
    writeFileSync(join(node.baseDir, 'craned/craned.log'), filler + jump + filler);
    const { answer } = await triage('-c', node.config, '--no-check', '--since', '2h');
    expect(answer.groups.map(({ id }) => id)).toEqual(['runtime-endpoint-missing']);
    expect(answer.sources.map(({ clockJumps }) => clockJumps)).toContain(1);
    for (const format of ['text', 'markdown']) {
      const run = await runProgram(['triage', '-c', node.config, '--no-check', '--lang', 'en', '-f', format]);
      expect(run.stdout).toContain('the clock was set');
    }
  });

  test('thousands of steps are read', async () => {
    const node = makeCraneNode(cleanup, { socket: '/run/x.sock' });
    const folder = join(node.baseDir, 'supervisor');
    for (let job = 1; job <= 2000; job += 1)
      writeFileSync(join(folder, `${job}.0.log`), refusedStep(Date.now() - HOUR, job));
    const { answer } = await triage('-c', node.config, '--no-check');
    expect(answer.groups[0]).toMatchObject({ id: 'socket-refused', count: 2000 });
    expect(answer.groups[0]!.jobs).toHaveLength(1000);
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
  });
});
