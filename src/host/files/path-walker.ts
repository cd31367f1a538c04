import type { Stats } from 'node:fs';
import { lstat, readlink } from 'node:fs/promises';
import type { HostError } from '../answer.ts';
import { errorOf } from '../errno.ts';
import type { MountView } from './mount-table.ts';

/** Where a path led: to something that was looked at, to a mount that may hang, or nowhere. */
export type Walk =
  | {
      readonly end: 'reached';
      /** The path without symlinks, as seen from the root of the walk. */
      readonly path: string;
      /** The same as this process sees it: with the root in front. */
      readonly machinePath: string;
      readonly stats: Stats;
      readonly links: readonly string[];
    }
  | { readonly end: 'mount'; readonly mountPoint: string }
  | { readonly end: 'error'; readonly error: HostError };

/** The kernel's own limits: path_resolution(7), limits.h. */
const MAX_SYMLINKS = 40;
const MAX_PATH_BYTES = 4095;

/** The looks at directories on the way that are under way. */
const underWay = new Map<string, Promise<Stats>>();

/**
 * lstat(2) of a directory on the way, made once for all who ask while it is under way: the walks of checks that
 * begin together all come by `/` and `/usr`. The end of a path is looked at by each for itself.
 */
function passBy(path: string): Promise<Stats> {
  const before = underWay.get(path);
  if (before) return before;
  const look = lstat(path).finally(() => underWay.delete(path));
  underWay.set(path, look);
  return look;
}

/** The path that this process sees for a path inside a root. */
function inRoot(root: string, path: string): string {
  if (root === '/') return path;
  return path === '/' ? root : root + path;
}

/**
 * Walks an absolute path component by component, as path_resolution(7) does, but with lstat, so that
 * it can stop in front of a mount that may never answer: nothing of such a mount is touched. `root`
 * is the real path of a directory that symlinks and `..` never leave, as under chroot(2). With
 * `follow: false` a symlink in the last component is the end, unless a slash follows it.
 */
export async function walk(root: string, path: string, follow: boolean, mounts: MountView): Promise<Walk> {
  const fail = (code: string, message: string): Walk => ({ end: 'error', error: { code, message } });
  if (path.includes('\0')) return fail('EINVAL', 'the path has a NUL character');
  if (!path.startsWith('/')) return fail(path === '' ? 'ENOENT' : 'EINVAL', 'not an absolute path');
  if (Buffer.byteLength(path) > MAX_PATH_BYTES) return fail('ENAMETOOLONG', 'file name too long');

  const links: string[] = [];
  const pending = path.split('/').reverse();
  let at = '/';
  if (mounts.mayHang(inRoot(root, at))) return { end: 'mount', mountPoint: inRoot(root, at) };
  try {
    let stats = await passBy(inRoot(root, at));
    while (pending.length > 0) {
      const name = pending.pop()!;
      if (!stats.isDirectory()) return fail('ENOTDIR', 'not a directory');
      if (name === '' || name === '.') continue;
      if (name === '..') {
        at = parentOf(at);
        stats = await passBy(inRoot(root, at));
        continue;
      }
      const next = at === '/' ? `/${name}` : `${at}/${name}`;
      if (mounts.mayHang(inRoot(root, next))) return { end: 'mount', mountPoint: inRoot(root, next) };
      const nextStats = await (pending.length > 0 ? passBy : lstat)(inRoot(root, next));
      if (nextStats.isSymbolicLink() && (follow || pending.length > 0)) {
        links.push(next);
        if (links.length > MAX_SYMLINKS) return fail('ELOOP', 'too many symbolic links');
        const target = await readlink(inRoot(root, next));
        pending.push(...target.split('/').reverse());
        if (!target.startsWith('/')) continue;
        at = '/';
        stats = await passBy(inRoot(root, at));
        continue;
      }
      at = next;
      stats = nextStats;
    }
    return { end: 'reached', path: at, machinePath: inRoot(root, at), stats, links };
  } catch (cause) {
    return { end: 'error', error: errorOf(cause) };
  }
}

/**
 * The same inside a tree, whose directory may itself lie behind symlinks or on a mount that may hang.
 * The machine's own root is where it is.
 */
export async function walkIn(tree: string, path: string, follow: boolean, mounts: MountView): Promise<Walk> {
  if (tree === '/') return walk('/', path, follow, mounts);
  const root = await walk('/', tree, true, mounts);
  return root.end === 'reached' ? walk(root.path, path, follow, mounts) : root;
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}
