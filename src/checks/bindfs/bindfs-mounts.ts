import { within } from '../../registry/within.ts';
import { defineCheck } from '../check.ts';
import type { Finding } from '../finding.ts';
import { inTurns } from '../look/in-turns.ts';
import { judge, type SeenPlace } from './bindfs-judge.ts';
import { BINDFS_MOUNTS_CODES } from './bindfs-mounts-codes.ts';
import { placesBelow } from './bindfs-places.ts';
import { lookAgain } from './bindfs-second-look.ts';

/** After so long no look is begun any more, in ms: a silent mount costs 3 s, and the check has 10 s in all. */
const BEGIN_MS = 5_000;
/** And after so long no mount is waited for. */
const END_MS = 8_500;
const SECOND_LOOK_END_MS = 9_300;
/** As many as the host's children that look at mounts. */
const AT_ONCE = 8;
/** So many findings of a code are given; a node that was reset can have hundreds of stale locks. */
const MOST_NAMED = 20;

/**
 * At most `MOST_NAMED` findings of each code, and how many more there are. That something could not be
 * looked at is said once for each reason: without root that is each mount and each lock.
 */
function named(findings: readonly Finding[]): { readonly named: readonly Finding[]; readonly more: number } {
  const counts = new Map<string, number>();
  const kept = findings.filter(({ code, args }) => {
    const unseen = code === 'bindfs-mounts/could-not-look';
    const kind = unseen ? `${code} ${JSON.stringify(args['reason'])}` : code;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return count <= (unseen ? 1 : MOST_NAMED);
  });
  return { named: kept, more: findings.length - kept.length };
}

/**
 * The mounts that csupervisor has made below MountBaseDir against the lock files that it keeps beside them
 * (BindFs.cpp). A lock that counts users of a mount that is gone or dead, as after a reboot, fails each
 * later job of that user and directory with `Bindfs mount … is corrupted.` until somebody removes it.
 *
 * Mounts and locks come and go while jobs start and end, so that whatever looks wrong is looked at twice.
 */
export const bindfsMounts = defineCheck({
  id: 'bindfs-mounts',
  group: 'bindfs',
  title: { en: 'BindFs mounts and locks agree', zh: 'BindFs 挂载与锁文件一致' },
  feature: 'bindfs',
  needs: ['mount-base-dir', 'Container.BindFs.MountBaseDir'],
  needsRoot: true,
  codes: BINDFS_MOUNTS_CODES,
  async run(context) {
    const { host, found, notSeen, config } = context;
    const begun = performance.now();
    const until = begun + BEGIN_MS;
    const path = config.container?.bindFs.mountBaseDir ?? '';
    const there = await host.ask('stat', { path, follow: true });
    // csupervisor makes the directory at the first mount.
    if (!there.ok && there.error.code === 'ENOENT') return { observed: { path }, findings: [] };
    if (!there.ok) return { observed: { path }, findings: [notSeen(path, there.error)] };
    const [mounts, clock] = await Promise.all([host.ask('mounts', {}), host.ask('clock', {})]);
    if (!mounts.ok) return { observed: { path }, findings: [notSeen('/proc/self/mountinfo', mounts.error)] };

    const base = there.value.realPath;
    const below = await placesBelow(host, base, mounts.value, until);
    const mounted = below.places.filter((place) => place.mounted);
    const looks = await inTurns(mounted, { atOnce: AT_ONCE, until }, async ({ mountPoint }) => {
      // statfs(2) asks the FUSE process each time, as csupervisor does; attributes may come from a cache.
      const space = await within(begun + END_MS - performance.now(), host.ask('space', { path: mountPoint }));
      return space.ok || space.error.code !== 'TIMEOUT' ? space : undefined;
    });
    const lookOf = new Map(mounted.map(({ mountPoint }, index) => [mountPoint, looks[index]]));
    const seen = below.places.map((place): SeenPlace => ({ place, look: lookOf.get(place.mountPoint) ?? null }));

    const now = (): number => (clock.ok ? clock.value + performance.now() - begun : Infinity);
    const suspects = seen.filter((one) => judge(context, one, Infinity).length > 0);
    const first = { base, mounts: mounts.value, now, end: begun + SECOND_LOOK_END_MS };
    const again = await lookAgain(host, suspects, first);

    const unseen = below.errors.map(({ path: what, error }) => notSeen(what, error));
    const all = named([...again.flatMap((one) => judge(context, one, now())), ...unseen]);
    const count = below.leftOut + looks.filter((look) => look === undefined).length;
    return {
      observed: {
        path,
        mounts: mounted.length,
        locks: below.places.filter(({ lock }) => lock.kind !== 'none').length,
        ...(all.more > 0 ? { notNamed: all.more } : {}),
      },
      findings: [...all.named, ...(count > 0 ? [found('left-out', { count, path }, { target: path })] : [])],
    };
  },
});
