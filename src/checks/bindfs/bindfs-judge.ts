import { silentMountOf, type Answer } from '../../host/answer.ts';
import type { CheckContext } from '../check.ts';
import type { Finding } from '../finding.ts';
import type { BINDFS_MOUNTS_CODES } from './bindfs-mounts-codes.ts';
import type { Place } from './bindfs-places.ts';

export type BindfsContext = CheckContext<typeof BINDFS_MOUNTS_CODES>;

/** A place with what its mount answered; null where nothing is mounted or there was no time. */
export interface SeenPlace {
  readonly place: Place;
  readonly look: Answer<unknown> | null;
}

/** How long after its lock was written a mount may still be in the making, in ms. */
export const MAKING_MS = 3_000;

/** The FUSE process of a mount is gone, or the server of what it passes on. */
const DEAD = new Set(['ENOTCONN', 'ECONNABORTED', 'ESTALE', 'EHOSTDOWN']);

/**
 * A lock that counts nobody and was written a moment ago (`now` is Unix time in ms): csupervisor mounts
 * first and counts then.
 */
export function isBeingMade({ lock }: Place, now: number): boolean {
  return lock.kind === 'read' && lock.counter === 0 && Math.abs(now - lock.mtimeMs) < MAKING_MS;
}

/**
 * The findings about one place, by csupervisor's own rule (BindFs.cpp, CreateMountPoint_): a counter above
 * 0 without a mount that answers is "corrupted", a mount that answers is used whatever the counter, and
 * without either a new one is made. Nobody can mount over a dead mount, so that one is wrong in any case.
 */
export function judge({ found, notSeen }: BindfsContext, { place, look }: SeenPlace, now: number): readonly Finding[] {
  const { mountPoint, lock, mounted } = place;
  const path = `${mountPoint}.lock`;
  const bad = lock.kind === 'bad' ? [found('bad-lock', { lock: path, reason: lock.reason }, { target: path })] : [];
  if (!mounted) {
    if (lock.kind !== 'read' || lock.counter === 0) return bad;
    const { counter, user, source } = lock;
    return [found('stale-lock', { lock: path, counter, user, source }, { target: path })];
  }
  if (!look) return bad;

  const about = { target: mountPoint };
  const counter = lock.kind === 'read' ? lock.counter : null;
  if (look.ok) {
    const unused = lock.kind === 'none' || counter === 0;
    if (!unused || isBeingMade(place, now)) return bad;
    return [found('leftover-mount', { mount: mountPoint, counter }, about)];
  }
  const { code, afterMs = 0 } = look.error;
  const unread = counter === null && lock.kind !== 'none';
  if (code === 'HUNG') {
    const silent = { ...about, silentMount: silentMountOf(look.error) };
    return [...bad, found('hung-mount', { mount: mountPoint, afterMs, counter, unread }, silent)];
  }
  if (DEAD.has(code)) return [...bad, found('dead-mount', { mount: mountPoint, error: code, counter, unread }, about)];
  return [...bad, notSeen(mountPoint, look.error)];
}
