import { chmodSync, chownSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../../../src/host/processes/command.ts';
import { fileChildren } from '../../../src/host/file-child/file-children.ts';
import { fileRoom } from '../../../src/host/files/files.ts';
import { findProgram } from '../../../src/host/processes/find-program.ts';
import { liveHost } from '../../../src/host/live.ts';
import { viewOf } from '../../../src/host/files/mount-table.ts';
import { fileChildCommand } from '../../../src/host/file-child/self-command.ts';
import { treeHost } from '../../../src/host/tree.ts';
import { Cleanup, temporaryDirectory } from '../../support/cleanup.ts';
import { waitFor } from '../../support/wait-for.ts';

const cleanup = new Cleanup();
const host = liveHost();
const local = viewOf([{ mountPoint: '/', fsType: 'ext4', root: '/', source: '', readOnly: false }]);
const children = fileChildren(fileChildCommand());
const programs = commands(fileRoom({ root: '/', view: () => Promise.resolve(local), children }));
let dir = '';

beforeAll(() => {
  dir = temporaryDirectory(cleanup);
});
afterAll(async () => {
  host.close();
  programs.close();
  children.close();
  await cleanup.run();
});

const sh = (script: string, limitMs?: number) => programs.run({ file: 'sh', args: ['-c', script] }, limitMs);
const isRunning = (pid: string): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

test('a program gives back its output and how it ended', async () => {
  expect(await sh('echo out; echo err >&2; exit 3')).toEqual({
    ok: true,
    value: { exitCode: 3, signal: null, stdout: 'out\n', stderr: 'err\n', truncated: false },
  });
  expect(await sh('kill -SEGV $$')).toMatchObject({ value: { exitCode: null, signal: 'SIGSEGV' } });
});

test('arguments are no shell text, the environment is bare, stdin is empty, the directory is /', async () => {
  process.env['CRANE_DOCTOR_TEST'] = 'leaked';
  expect(await host.ask('command', { file: 'printf', args: ['%s\n', '$(id); *', 'a b'] })).toMatchObject({
    value: { stdout: '$(id); *\na b\n' },
  });
  const answer = await sh('env; cat; pwd');
  delete process.env['CRANE_DOCTOR_TEST'];
  const lines = (answer.ok ? answer.value.stdout : '')
    .trim()
    .split('\n')
    .filter((line) => !/^(PWD|_|SHLVL|OLDPWD)=/.test(line));
  expect(lines.sort()).toEqual([
    '/',
    ...(process.getuid?.() === 0 ? ['HOME=/root'] : []),
    'LANG=C.UTF-8',
    'LC_ALL=C.UTF-8',
    'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  ]);
});

test('output beyond 256 KiB is cut, and the program ends as it would have', async () => {
  const answer = await sh('head -c 1000000 /dev/zero; exit 7');
  expect(answer).toMatchObject({ value: { exitCode: 7, truncated: true } });
  expect(answer.ok && answer.value.stdout.length).toBe(256 * 1024);
});

test('a program that ignores SIGTERM is gone at the limit, with the grandchild that holds the pipe', async () => {
  const pids = join(dir, 'pids');
  const answer = await sh(`trap '' TERM; sleep 1000 & echo $$ $! > ${pids}; while :; do sleep 1; done`, 1_200);
  expect(answer).toEqual({ ok: false, error: { code: 'TIMEOUT', message: 'sh did not end', afterMs: 1_200 } });
  for (const pid of readFileSync(pids, 'utf8').trim().split(' ')) {
    await waitFor(`the end of ${pid}`, () => !isRunning(pid));
  }
});

test('a program that ends on SIGTERM has not ended in time all the same', async () => {
  expect(await sh(`trap 'exit 0' TERM; while :; do sleep 0.1; done`, 900)).toMatchObject({
    error: { code: 'TIMEOUT' },
  });
});

test('a grandchild that holds the output does not delay the answer, even from a session of its own', async () => {
  const pids = join(dir, 'session');
  const answer = await sh(
    `setsid sh -c 'echo $$ > ${pids}; exec sleep 1000' & until [ -s ${pids} ]; do :; done; echo done`,
  );
  expect(answer).toMatchObject({ value: { exitCode: 0, stdout: 'done\n' } });
  process.kill(Number(readFileSync(pids, 'utf8')), 'SIGKILL');
});

test('what cannot be run is an answer', async () => {
  const run = (file: string, args: string[] = []) => host.ask('command', { file, args });
  expect(await run('no-such-program')).toMatchObject({ error: { code: 'ENOENT' } });
  expect(await run('/usr/bin/no-such-program')).toMatchObject({ error: { code: 'ENOENT' } });
  expect(await run('/etc/passwd')).toMatchObject({ error: { code: 'EACCES' } });
  expect(await run('/usr/bin')).toMatchObject({ error: { code: 'EACCES' } });
  expect(await run('true', ['a\0b'])).toMatchObject({ error: { code: 'EINVAL' } });
  expect(await run('true', ['x'.repeat(200_000)])).toMatchObject({ error: { code: 'E2BIG' } });
});

test('a program on a mount that may hang is started by another one', async () => {
  const view = viewOf([
    { mountPoint: '/', fsType: 'ext4', root: '/', source: '', readOnly: false },
    { mountPoint: '/usr/bin', fsType: 'nfs4', root: '/', source: '', readOnly: false },
  ]);
  const far = commands(fileRoom({ root: '/', view: () => Promise.resolve(view), children }));
  const answer = await far.run({ file: '/usr/bin/printf', args: ['%s', '-x', '--', 'y z'] });
  expect(answer).toMatchObject({ value: { exitCode: 0, stdout: '-x--y z' } });
});

const asRoot = process.getuid?.() === 0;

test.runIf(asRoot)('as root, only a program that nobody else can replace is run', async () => {
  const tree = join(dir, 'tree');
  mkdirSync(join(tree, 'usr/local/bin'), { recursive: true });
  mkdirSync(join(tree, 'usr/bin'), { recursive: true });
  mkdirSync(join(tree, 'opt'));
  const put = (path: string, mode = 0o755): void => {
    writeFileSync(join(tree, path), '');
    chmodSync(join(tree, path), mode);
  };
  put('usr/local/bin/tool');
  put('usr/bin/tool');
  put('usr/bin/theirs', 0o775);
  put('usr/bin/sticky');
  put('opt/tool');
  symlinkSync('/opt/tool', join(tree, 'usr/bin/linked'));
  const base = treeHost(tree);
  const files = { stat: (args: { path: string; follow: boolean }) => base.ask('stat', args) };
  const find = (file: string, root = true) => findProgram(file, files, root);

  expect(await find('tool')).toEqual({ ok: true, value: '/usr/local/bin/tool' });
  // Passed over while there is another one.
  chmodSync(join(tree, 'usr/local/bin/tool'), 0o757);
  expect(await find('tool')).toEqual({ ok: true, value: '/usr/bin/tool' });
  expect(await find('tool', false)).toEqual({ ok: true, value: '/usr/local/bin/tool' });
  expect(await find('/usr/local/bin/tool')).toMatchObject({ error: { code: 'UNTRUSTED' } });
  expect(await find('theirs')).toMatchObject({ error: { code: 'UNTRUSTED', detail: { path: '/usr/bin/theirs' } } });

  expect(await find('linked')).toMatchObject({ ok: true });
  chmodSync(join(tree, 'opt'), 0o1777);
  expect(await find('linked')).toMatchObject({ error: { code: 'UNTRUSTED', detail: { path: '/opt' } } });
  chmodSync(join(tree, 'opt'), 0o755);
  chownSync(join(tree, 'opt/tool'), 65_534, 0);
  expect(await find('linked')).toMatchObject({
    error: { code: 'UNTRUSTED', message: expect.stringContaining('65534') as string },
  });
  chownSync(join(tree, 'usr/bin'), 65_534, 0);
  expect(await find('/usr/bin/sticky')).toMatchObject({ error: { code: 'UNTRUSTED', detail: { path: '/usr/bin' } } });
});

describe('lines of a program', () => {
  const lines = (
    script: string,
    take: (line: string) => boolean,
    signal = new AbortController().signal,
    limits: { readonly lines?: number } = {},
  ): ReturnType<typeof programs.lines> =>
    commands(fileRoom({ root: '/', view: () => Promise.resolve(local), children }), limits).lines(
      { file: 'sh', args: ['-c', script] },
      take,
      signal,
    );

  test('are all given out, more than an answer holds, the last without its end too', async () => {
    let [count, last] = [0, ''];
    const read = await lines('seq 1 200000; echo oops >&2; printf end; exit 3', (line) => {
      [count, last] = [count + 1, line];
      return true;
    });
    expect(read).toEqual({ ok: true, value: { end: 'exited', exitCode: 3, stderr: 'oops\n', longLines: 0 } });
    expect([count, last]).toEqual([200_001, 'end']);
  });

  test('that are longer than any memory are left out and counted', async () => {
    const taken: string[] = [];
    const read = await lines('echo one; head -c 30000000 /dev/zero | tr "\\0" x; echo; echo two', (line) => {
      taken.push(line);
      return true;
    });
    expect(taken).toEqual(['one', 'two']);
    expect(read).toMatchObject({ value: { end: 'exited', longLines: 1 } });
  });

  test('end when enough were taken, when they are called off, and at the limit, and so does the program', async () => {
    const taken: string[] = [];
    const enough = await lines('echo $$; trap "" TERM; yes', (line) => taken.push(line) < 3);
    expect([enough, taken.length]).toMatchObject([{ value: { end: 'enough', exitCode: null } }, 3]);
    const caller = new AbortController();
    const called = await lines(
      'echo $$; trap "" TERM; exec sleep infinity',
      (line) => {
        taken.push(line);
        caller.abort();
        return true;
      },
      caller.signal,
    );
    expect(called).toMatchObject({ value: { end: 'aborted' } });
    const late = await lines('echo $$; trap "" TERM; exec sleep infinity', (line) => taken.push(line) > 0, undefined, {
      lines: 600,
    });
    expect(late).toMatchObject({ value: { end: 'late', exitCode: null } });
    for (const pid of [taken[0]!, ...taken.slice(3)]) await waitFor(`${pid} to end`, () => !isRunning(pid));
    const gone = await lines('echo no', () => true, AbortSignal.abort());
    expect(gone).toMatchObject({ value: { end: 'aborted' } });
    expect(await programs.lines({ file: 'no-such', args: [] }, () => true, caller.signal)).toMatchObject({
      value: { end: 'aborted' },
    });
  });
});
