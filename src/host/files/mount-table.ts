import { readFile } from 'node:fs/promises';
import { isLocalFileSystem } from './local-file-systems.ts';
import { parseMountInfo } from './mountinfo.ts';
import type { Mount } from '../questions.ts';

/** Tells of a directory whether what is mounted on it may never answer. */
export interface MountView {
  mayHang(directory: string): boolean;
}

/** The view of a process that is allowed to hang: it looks at everything itself. */
export const NOTHING_MAY_HANG: MountView = { mayHang: () => false };

/**
 * The view of a list of mounts. Of several mounts on one directory the upper one counts for the
 * kernel; here any of them is enough, as the order of the list does not say for sure which is on top.
 */
export function viewOf(mounts: readonly Mount[]): MountView {
  const known = new Set(mounts.map((mount) => mount.mountPoint));
  const distant = new Set(mounts.filter((mount) => !isLocalFileSystem(mount.fsType)).map((mount) => mount.mountPoint));
  // Where nothing is known of the root (a chroot, no /proc), nothing is known of what is in it.
  return { mayHang: (directory) => distant.has(directory) || (directory === '/' && !known.has('/')) };
}

/** How long a reading of the mounts is good for, in ms: one examination asks some hundred paths in a burst. */
const FRESH_MS = 250;

/**
 * The mounts of this process's namespace as the kernel tells them. /proc/self/mountinfo is made from
 * what the kernel knows and asks no file system, so that reading it never hangs.
 */
export function mountTable(): { mounts(): Promise<readonly Mount[]>; view(): Promise<MountView> } {
  let readAt = -Infinity;
  let reading: Promise<MountView> = Promise.resolve(viewOf([]));
  const mounts = async (): Promise<readonly Mount[]> =>
    parseMountInfo(await readFile('/proc/self/mountinfo', { encoding: 'utf8' }));
  return {
    mounts,
    view() {
      if (performance.now() - readAt > FRESH_MS) {
        readAt = performance.now();
        reading = mounts().then(viewOf, () => viewOf([]));
      }
      return reading;
    },
  };
}
