import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { fileChildren, type FileChildren } from '../../../src/host/file-child/file-children.ts';
import { fileRoom } from '../../../src/host/files/files.ts';
import { viewOf, type MountView } from '../../../src/host/files/mount-table.ts';
import { fileChildCommand } from '../../../src/host/file-child/self-command.ts';
import { Cleanup, temporaryDirectory } from '../../support/cleanup.ts';
import { waitFor } from '../../support/wait-for.ts';

const cleanup = new Cleanup();
let dir = '';
let started: FileChildren[] = [];

beforeAll(() => {
  dir = temporaryDirectory(cleanup);
});
afterEach(() => {
  for (const children of started) children.close();
  started = [];
});
afterAll(() => cleanup.run());

type Command = readonly [string, ...string[]];

const script = (source: string): Command => [process.execPath, '-e', source];

/** A child that has started and then never answers: what a dead mount makes of one. */
const silent = (pids: string): Command =>
  script(`require('fs').appendFileSync(${JSON.stringify(pids)}, process.pid + '\\n');
    process.stdout.write('ready\\n'); setInterval(() => {}, 1e6)`);

const mount = (mountPoint: string, fsType: string) => ({ mountPoint, fsType, root: '/', source: '', readOnly: false });

/** The view of a machine on which these directories are NFS mounts. */
const nfsOn = (...directories: string[]): MountView =>
  viewOf([mount('/', 'ext4'), ...directories.map((directory) => mount(directory, 'nfs4'))]);

function roomWith(view: MountView, command: Command, limitMs?: number, root = '/') {
  const children = fileChildren(command, limitMs);
  started.push(children);
  return fileRoom({ root, view: () => Promise.resolve(view), children }).handlers;
}

const running = (pids: string): string[] =>
  existsSync(pids)
    ? readFileSync(pids, 'utf8')
        .split('\n')
        .filter((pid) => pid !== '' && existsSync(`/proc/${pid}`))
    : [];

test('the program itself, as a child, answers what this process does not touch', async () => {
  const share = join(dir, 'share');
  mkdirSync(share);
  writeFileSync(join(share, 'file'), 'on a server\n\0ÿ');
  symlinkSync(join(share, 'file'), join(dir, 'into-share'));
  const far = roomWith(nfsOn(share), fileChildCommand(), 10_000);
  const near = roomWith(nfsOn(), fileChildCommand());
  for (const path of [join(share, 'file'), join(dir, 'into-share'), join(share, 'nothing'), share]) {
    expect(await far.readFile({ path, maxBytes: 1_000 })).toEqual(await near.readFile({ path, maxBytes: 1_000 }));
    expect(await far.stat({ path, follow: false })).toEqual(await near.stat({ path, follow: false }));
    expect(await far.readDirectory({ path, max: 5 })).toEqual(await near.readDirectory({ path, max: 5 }));
  }
  expect(await far.readFile({ path: join(share, 'file'), maxBytes: 1_000 })).toMatchObject({ ok: true });
  expect(await far.space({ path: share })).toMatchObject({ ok: true });
  expect(await far.openDevice({ path: join(share, 'file') })).toMatchObject({ error: { code: 'NOT_A_DEVICE' } });
});

test('several megabytes come over from the child as they are', async () => {
  const share = join(dir, 'big');
  mkdirSync(share);
  const bytes = Buffer.alloc(4 << 20, 'crane ');
  writeFileSync(join(share, 'file'), bytes);
  const answer = await roomWith(nfsOn(share), fileChildCommand(), 10_000).readFile({
    path: join(share, 'file'),
    maxBytes: 4 << 20,
  });
  expect(answer.ok && Buffer.compare(answer.value.bytes, bytes)).toBe(0);
});

test('inside a tree the child stays inside as well, the tree being a symlink or not', async () => {
  const tree = join(dir, 'tree');
  mkdirSync(join(tree, 'etc'), { recursive: true });
  writeFileSync(join(tree, 'etc/config'), 'of the tree');
  symlinkSync('/etc/config', join(tree, 'link'));
  symlinkSync('tree', join(dir, 'tree-link'));
  for (const root of [tree, join(dir, 'tree-link')]) {
    const room = roomWith(nfsOn(tree), fileChildCommand(), 10_000, root);
    expect(await room.stat({ path: '/link', follow: true })).toMatchObject({
      value: { realPath: '/etc/config', links: ['/link'] },
    });
  }
});

test('a mount that does not answer is HUNG after the limit, and its child is killed', async () => {
  const pids = join(dir, 'pids-hung');
  const room = roomWith(nfsOn('/nowhere'), silent(pids), 3_000);
  const answer = await room.stat({ path: '/nowhere/file', follow: true });
  expect(answer).toEqual({
    ok: false,
    error: {
      code: 'HUNG',
      message: 'the file system on /nowhere does not answer',
      afterMs: 3_000,
      detail: { mount: '/nowhere' },
    },
  });
  await waitFor('the end of the child', () => running(pids).length === 0);
  expect(readFileSync(pids, 'utf8').split('\n').filter(Boolean)).toHaveLength(1);
});

test('ten questions about one dead mount cost one limit and one child', async () => {
  const pids = join(dir, 'pids-ten');
  const room = roomWith(nfsOn('/nowhere'), silent(pids), 3_000);
  const names = Array.from({ length: 10 }, (_, n) => `/nowhere/${n}`);
  const answers = await Promise.all(names.map((path) => room.stat({ path, follow: true })));
  expect(answers.map((answer) => !answer.ok && answer.error.code)).toEqual(Array(10).fill('HUNG'));
  expect(await room.space({ path: '/nowhere/later' })).toMatchObject({ error: { code: 'HUNG', afterMs: 3_000 } });
  expect(readFileSync(pids, 'utf8').split('\n').filter(Boolean)).toHaveLength(1);
});

test('a dead mount does not hold up a healthy one, and its child is replaced', async () => {
  const healthy = join(dir, 'healthy');
  mkdirSync(healthy);
  // Hangs on /nowhere as a dead mount does, and is the real child for everything else.
  const source = JSON.stringify(new URL('../../../src/host/file-child/file-child.ts', import.meta.url).href);
  const command = script(`
    const { on } = process.stdin;
    process.stdin.on = function (event, listener) {
      return on.call(this, event, event === 'data' ? (chunk) => chunk.includes('nowhere') || listener(chunk) : listener);
    };
    import(${source}).then((child) => child.runFileChild());`);
  const room = roomWith(nfsOn('/nowhere', healthy), command, 4_000);
  const order: string[] = [];
  const dead = room.stat({ path: '/nowhere', follow: true }).then((answer) => {
    order.push('dead');
    return answer;
  });
  const alive = await room.stat({ path: healthy, follow: true });
  order.push('alive');
  expect(alive).toMatchObject({ value: { type: 'directory' } });
  expect(await dead).toMatchObject({ error: { code: 'HUNG' } });
  expect(order).toEqual(['alive', 'dead']);
  expect(await room.stat({ path: healthy, follow: true })).toMatchObject({ ok: true });
});

test.each([
  ['that does not exist', ['/nowhere/node'] as Command, 'INTERNAL'],
  ['that ends at once', script('process.exit(1)'), 'INTERNAL'],
  ['that is another program', script('console.log("hello"); setInterval(() => {}, 1e6)'), 'INTERNAL'],
  ['that never starts', script('setInterval(() => {}, 1e6)'), 'TIMEOUT'],
  ['that answers nonsense', script('console.log("ready\\n{nonsense"); setInterval(() => {}, 1e6)'), 'INTERNAL'],
])('a child %s is an answer', async (_, command, code) => {
  const room = roomWith(nfsOn('/nowhere'), command, 3_000);
  expect(await room.stat({ path: '/nowhere', follow: true })).toMatchObject({ error: { code } });
});

test('closing answers what is still asked, and ends the children', async () => {
  const pids = join(dir, 'pids-close');
  const room = roomWith(nfsOn('/nowhere'), silent(pids), 30_000);
  const answers = [1, 2].map((n) => room.stat({ path: `/nowhere/${n}`, follow: true }));
  await waitFor('the child', () => running(pids).length === 1);
  started[0]!.close();
  for (const answer of await Promise.all(answers)) expect(answer).toMatchObject({ error: { code: 'ECANCELED' } });
  await waitFor('the end of the child', () => running(pids).length === 0);
  expect(await room.stat({ path: '/nowhere', follow: true })).toMatchObject({ error: { code: 'ECANCELED' } });
});

test('a child ends when its stdin does', async () => {
  const [program, ...args] = fileChildCommand();
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  cleanup.defer(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  child.stdin.end();
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
});
