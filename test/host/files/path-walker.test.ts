import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NOTHING_MAY_HANG, viewOf } from '../../../src/host/files/mount-table.ts';
import { walk, walkIn } from '../../../src/host/files/path-walker.ts';
import { Cleanup, temporaryDirectory } from '../../support/cleanup.ts';

const cleanup = new Cleanup();
let root = '';

beforeAll(() => {
  root = temporaryDirectory(cleanup);
  mkdirSync(join(root, 'etc/deep'), { recursive: true });
  writeFileSync(join(root, 'etc/file'), 'inside');
  for (const [link, target] of [
    ['absolute', '/etc/file'],
    ['etc/relative', 'file'],
    ['etc/deep/up', '../../../../../../etc/file'],
    ['etc/deep/outside', '/../../proc/self'],
    ['loop-a', 'loop-b'],
    ['loop-b', '/loop-a'],
    ['directory', 'etc'],
    ['dangling', '/nowhere'],
    ['into-mount', '/mnt/dead/file'],
  ] as const) {
    symlinkSync(target, join(root, link));
  }
  symlinkSync('etc/file', join(root, 'chain-0'));
  for (let n = 1; n <= 40; n += 1) symlinkSync(`chain-${n - 1}`, join(root, `chain-${n}`));
  symlinkSync(root, `${root}-link`);
  cleanup.defer(() => rmLink(`${root}-link`));
});
afterAll(() => cleanup.run());

async function rmLink(path: string): Promise<void> {
  const { unlink } = await import('node:fs/promises');
  await unlink(path);
}

const reach = (path: string, follow = true) => walk(root, path, follow, NOTHING_MAY_HANG);
const codeOf = async (path: string) => {
  const at = await reach(path);
  return at.end === 'error' ? at.error.code : at.end;
};

test.each([
  ['/etc/file', '/etc/file', []],
  ['//etc/./deep/../file', '/etc/file', []],
  ['/../../../etc/file', '/etc/file', []],
  ['/absolute', '/etc/file', ['/absolute']],
  ['/directory/relative', '/etc/file', ['/directory', '/etc/relative']],
  ['/etc/deep/up', '/etc/file', ['/etc/deep/up']],
  ['/', '/', []],
  ['/directory/', '/etc', ['/directory']],
])('%s leads to %s inside the root', async (path, real, links) => {
  expect(await reach(path)).toMatchObject({
    end: 'reached',
    path: real,
    machinePath: real === '/' ? root : root + real,
    links,
  });
});

test.each([
  ['/nowhere', 'ENOENT'],
  ['/dangling', 'ENOENT'],
  ['/etc/deep/outside', 'ENOENT'],
  ['/etc/file/x', 'ENOTDIR'],
  ['/etc/file/', 'ENOTDIR'],
  ['/etc/file/..', 'ENOTDIR'],
  ['/loop-a', 'ELOOP'],
  ['/chain-40', 'ELOOP'],
  ['/a\0b', 'EINVAL'],
  ['etc/file', 'EINVAL'],
  ['', 'ENOENT'],
  [`/${'n'.repeat(256)}`, 'ENAMETOOLONG'],
  [`/${'d/'.repeat(2100)}`, 'ENAMETOOLONG'],
])('%j ends with %s', async (path, code) => {
  expect(await codeOf(path)).toBe(code);
});

test('40 symlinks are followed, as the kernel does', async () => {
  expect(await codeOf('/chain-39')).toBe('reached');
});

test('without following, the last symlink is the end, unless a slash follows it', async () => {
  const link = await reach('/directory', false);
  expect(link.end === 'reached' && link.stats.isSymbolicLink()).toBe(true);
  expect(await reach('/directory/', false)).toMatchObject({ end: 'reached', path: '/etc' });
  expect(await reach('/directory/file', false)).toMatchObject({ end: 'reached', path: '/etc/file' });
});

test('the walk stops in front of a mount that may hang, without a look at it', async () => {
  const mount = (mountPoint: string, fsType: string) => ({
    mountPoint,
    fsType,
    root: '/',
    source: '',
    readOnly: false,
  });
  // The mount point is not even there: whoever looked at it would see ENOENT.
  mkdirSync(join(root, 'mnt'), { recursive: true });
  const view = viewOf([mount('/', 'ext4'), mount(join(root, 'mnt/dead'), 'nfs4')]);
  const dead = { end: 'mount', mountPoint: join(root, 'mnt/dead') };
  expect(await walk(root, '/mnt/dead', true, view)).toEqual(dead);
  expect(await walk(root, '/mnt/dead', false, view)).toEqual(dead);
  expect(await walk(root, '/mnt/dead/x/y', true, view)).toEqual(dead);
  expect(await walk(root, '/into-mount', true, view)).toEqual(dead);
  expect(await walk(root, '/into-mount', false, view)).toMatchObject({ end: 'reached' });
  expect(await walk(root, '/mnt', true, view)).toMatchObject({ end: 'reached' });
});

test('a tree may be reached through a symlink, and its own symlinks still stay inside', async () => {
  expect(await walkIn(`${root}-link`, '/absolute', true, NOTHING_MAY_HANG)).toMatchObject({
    end: 'reached',
    path: '/etc/file',
    machinePath: join(root, 'etc/file'),
  });
  expect(await walkIn(`${root}/nowhere`, '/etc', true, NOTHING_MAY_HANG)).toMatchObject({ error: { code: 'ENOENT' } });
});
