import type { CheckContext } from '../check.ts';
import type { Finding } from '../finding.ts';
import { textOf } from './judge-account.ts';
import type { OwnedRanges } from './owned-ranges.ts';
import type { SubidAccount } from './subid-accounts.ts';
import type { SubidRange } from './subid-file.ts';
import type { SUBID_RANGES_CODES } from './subid-ranges-codes.ts';

/** Accounts below this are the system's (login.defs(5), UID_MIN): that root and lxd have the same range is meant so. */
const FIRST_USER = 1_000;

const MANY = 10;
const FEW = 8;

/** Ids of the host that an account has: its own, or those that its containers get. */
interface Holding {
  readonly name: string;
  readonly range: SubidRange;
  readonly own: boolean;
}

const lastOf = ({ range }: Holding): bigint => range.start + range.count - 1n;

/** Holdings that hang together by ids that two of them have, in the order of their starts. */
function clustersOf(holdings: readonly Holding[]): readonly (readonly Holding[])[] {
  const clusters: Holding[][] = [];
  let last = -1n;
  for (const holding of holdings.toSorted((a, b) => (a.range.start < b.range.start ? -1 : 1))) {
    if (holding.range.start > last) clusters.push([]);
    clusters.at(-1)!.push(holding);
    if (lastOf(holding) > last) last = lastOf(holding);
  }
  return clusters;
}

/**
 * Accounts that are the same ids on the host: the range of one has some of another's range, or his own id. What they
 * do in their containers they can do to each other's files. Nobody looks: neither libsubid nor csupervisor, and
 * useradd only at ranges that it gives itself. craned's own tables are config-subid's.
 */
export function sharedIds(
  { found }: CheckContext<typeof SUBID_RANGES_CODES>,
  seen: readonly { readonly account: SubidAccount; readonly owned: OwnedRanges }[],
): readonly Finding[] {
  const users = seen.filter(({ account }) => account.uid >= FIRST_USER || account.named || account.running);
  return (['uid', 'gid'] as const).flatMap((kind) => {
    const holdings = users.flatMap(({ account, owned }): Holding[] => {
      // csupervisor uses the first range and no other.
      const used = owned[kind === 'uid' ? 'subuid' : 'subgid'][0];
      const { name } = account;
      const own = { name, range: { start: BigInt(account[kind]), count: 1n }, own: true };
      return [own, ...(used && used.count > 0n ? [{ name, range: used, own: false }] : [])];
    });
    const shared = clustersOf(holdings).filter(
      (cluster) => cluster.some(({ own }) => !own) && new Set(cluster.map(({ name }) => name)).size > 1,
    );
    return shared.slice(0, MANY).map((cluster) => {
      const holders = cluster
        .slice(0, FEW)
        .map(({ name, range, own }) => `${name} ${own ? range.start : textOf(range)}`);
      const args = { kind, holders, more: Math.max(cluster.length - FEW, 0) };
      return found('shared-ids', args, { target: cluster.find(({ own }) => !own)!.name });
    });
  });
}
