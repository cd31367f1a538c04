import { setTimeout as wait } from 'node:timers/promises';
import { parseMountInfo } from '../../host/files/mountinfo.ts';
import type { Host } from '../../host/host.ts';
import type { Mount } from '../../host/questions.ts';
import { isBeingMade, MAKING_MS, type SeenPlace } from './bindfs-judge.ts';
import { fuseMountsBelow, lookAtLock, type Lock } from './bindfs-places.ts';

/** csupervisor unmounts first and removes the lock then; a few ms lie between. */
const UNMAKING_MS = 300;

/** What the first look knew: the real path of MountBaseDir, its mounts, the time, and how long there is time. */
export interface FirstLook {
  readonly base: string;
  readonly mounts: readonly Mount[];
  /** Unix time in ms. */
  readonly now: () => number;
  /** The end of patience, on the clock of `performance.now()`. */
  readonly end: number;
}

/** The mounts as they are now: asked for `mounts`, the host would answer as it did at first. */
async function mountsNow(host: Host, before: readonly Mount[]): Promise<readonly Mount[]> {
  const file = await host.ask('readFile', { path: '/proc/self/mountinfo', maxBytes: 16 * 1024 * 1024 });
  return file.ok ? parseMountInfo(Buffer.from(file.value.bytes).toString('utf8')) : before;
}

async function lockNow(host: Host, path: string): Promise<Lock> {
  const there = await host.ask('stat', { path, follow: false });
  if (there.ok) return lookAtLock(host, path, there.value.type, true);
  return ['ENOENT', 'ENOTDIR'].includes(there.error.code) ? { kind: 'none' } : { kind: 'unseen', error: there.error };
}

/**
 * Looks once more at what seemed wrong, after csupervisor has had the time to finish what it may have been
 * doing. A place whose lock was written meanwhile is left out: csupervisor is at work on it.
 */
export async function lookAgain(
  host: Host,
  suspects: readonly SeenPlace[],
  { base, mounts, now, end }: FirstLook,
): Promise<readonly SeenPlace[]> {
  if (suspects.length === 0) return [];
  const making = suspects.some(({ place }) => isBeingMade(place, now()));
  await wait(Math.max(0, Math.min(making ? MAKING_MS : UNMAKING_MS, end - performance.now())));
  const points = fuseMountsBelow(base, await mountsNow(host, mounts));
  const looked = await Promise.all(
    suspects.map(async ({ place, look }) => {
      const lock = await lockNow(host, `${place.mountPoint}.lock`);
      const { lock: before } = place;
      if ('mtimeMs' in before && 'mtimeMs' in lock && before.mtimeMs !== lock.mtimeMs) return null;
      return { place: { ...place, lock, mounted: points.has(place.mountPoint) }, look };
    }),
  );
  return looked.filter((one) => one !== null);
}
