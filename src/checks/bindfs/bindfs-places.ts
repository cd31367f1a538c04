import type { HostError } from '../../host/answer.ts';
import type { Host } from '../../host/host.ts';
import type { Mount, PathType } from '../../host/questions.ts';
import { inTurns } from '../look/in-turns.ts';
import { readLock, type LockContent } from './lock-file.ts';

/** A mount point of csupervisor's: what its lock file is, and whether a FUSE file system is mounted on it. */
export interface Place {
  readonly mountPoint: string;
  readonly lock: Lock;
  readonly mounted: boolean;
}

/** A place's lock file: `none` where there is none, `unseen` where it was not possible to look. */
export type Lock =
  | { readonly kind: 'none' }
  | { readonly kind: 'unseen'; readonly error: HostError }
  | (LockContent & { readonly mtimeMs: number });

/** What was found below MountBaseDir, and what could not be looked at. */
export interface Below {
  readonly places: readonly Place[];
  readonly errors: readonly { readonly path: string; readonly error: HostError }[];
  /** How many directories and lock files there was no time for. */
  readonly leftOut: number;
}

/** More users or locks than any node has. */
const MOST_ENTRIES = 10_000;

/** A lock names one path, of at most 4096 bytes, each of which takes at most six characters in JSON. */
const MOST_BYTES = 65_536;

/** The name that csupervisor gives a mount's lock file: 16 hexadecimal digits (IdMappedBindFs::GetHashedMountPoint_). */
const LOCK_NAME = /^([0-9a-f]{16})\.lock$/;

const AT_ONCE = 8;

/** csupervisor opens a lock with O_NOFOLLOW, and what is no file it cannot read. */
function notALock(type: PathType): LockContent & { readonly mtimeMs: number } {
  const reason = type === 'symlink' ? 'Failed to open file: a symbolic link (ELOOP)' : `not a file but a ${type}`;
  return { kind: 'bad', reason, mtimeMs: 0 };
}

/** Looks at one lock file. `again` asks in other words: a host gives the same answer to the same question. */
export async function lookAtLock(host: Host, path: string, type: PathType, again = false): Promise<Lock> {
  if (type !== 'file') return notALock(type);
  const args = { path, maxBytes: MOST_BYTES };
  const file = await (again ? host.ask('readTail', args) : host.ask('readFile', args));
  const tooLarge = { kind: 'bad', reason: `larger than ${MOST_BYTES} bytes`, mtimeMs: 0 } as const;
  if (file.ok && file.value.size > MOST_BYTES) return tooLarge;
  if (file.ok) return { ...readLock(file.value.bytes), mtimeMs: file.value.mtimeMs };
  const { error } = file;
  if (error.code === 'ENOENT') return { kind: 'none' };
  if (error.code === 'TOO_LARGE') return tooLarge;
  return error.code === 'NOT_REGULAR' ? notALock('other') : { kind: 'unseen', error };
}

/** The mount points of FUSE file systems in the directories of users, `<base>/<uid>/…`. bindfs is `fuse` or `fuse.bindfs`. */
export function fuseMountsBelow(base: string, mounts: readonly Mount[]): ReadonlySet<string> {
  const within = base === '/' ? '/' : `${base}/`;
  const points = mounts
    .filter(({ fsType }) => fsType === 'fuse' || fsType.startsWith('fuse.'))
    .map(({ mountPoint }) => mountPoint);
  return new Set(points.filter((point) => point.startsWith(within) && /^\d+\/[^/]+$/.test(point.slice(within.length))));
}

/**
 * The mount points and lock files below MountBaseDir (`base`, its real path), which csupervisor lays out
 * as `<base>/<uid>/<hash>` with `<hash>.lock` beside it. No mount is touched. What has vanished meanwhile
 * is no error.
 */
export async function placesBelow(host: Host, base: string, mounts: readonly Mount[], until: number): Promise<Below> {
  const errors: { path: string; error: HostError }[] = [];
  const turns = { atOnce: AT_ONCE, until };
  const list = async (path: string): Promise<readonly { path: string; name: string; type: PathType }[]> => {
    const entries = await host.ask('readDirectory', { path, max: MOST_ENTRIES });
    if (!entries.ok) {
      if (entries.error.code !== 'ENOENT') errors.push({ path, error: entries.error });
      return [];
    }
    return entries.value.map(({ name, type }) => ({ path: `${path === '/' ? '' : path}/${name}`, name, type }));
  };

  const users = (await list(base)).filter(({ name, type }) => type === 'directory' && /^\d+$/.test(name));
  const lists = await inTurns(users, turns, ({ path }) => list(path));
  const files = lists.flatMap((entries) => entries ?? []).filter(({ name }) => LOCK_NAME.test(name));
  const locks = await inTurns(files, turns, ({ path, type }) => lookAtLock(host, path, type));
  const leftOut = [...lists, ...locks].filter((result) => result === undefined).length;

  const points = fuseMountsBelow(base, mounts);
  const lockOf = new Map<string, Lock>();
  for (const [index, { path }] of files.entries()) {
    const lock = locks[index];
    if (lock) lockOf.set(path.replace(/\.lock$/, ''), lock);
    if (lock?.kind === 'unseen') errors.push({ path, error: lock.error });
  }
  const places = [...new Set([...points, ...lockOf.keys()])].sort().map((mountPoint): Place => {
    const lock = lockOf.get(mountPoint) ?? { kind: 'none' };
    return { mountPoint, lock, mounted: points.has(mountPoint) };
  });
  return { places, errors, leftOut };
}
