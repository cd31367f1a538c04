import type { SubIdTables } from './subid-tables.ts';
import type { CheckContext } from '../check.ts';
import type { Finding } from '../finding.ts';
import { subIdsFor, type Range } from '../../config/subid-ranges.ts';
import type { OwnedRanges } from './owned-ranges.ts';
import type { SubidAccount } from './subid-accounts.ts';
import type { SubidRange } from './subid-file.ts';
import type { SUBID_RANGES_CODES } from './subid-ranges-codes.ts';

type Context = CheckContext<typeof SUBID_RANGES_CODES>;

const LAST_32_BIT = (1n << 32n) - 1n;

/** What an image may use: all ids of 16 bits. */
const USUAL_COUNT = 65_536n;

/**
 * What csupervisor makes of an account's ranges while SubId.Managed is off: it takes the first range of
 * uids and of gids, and asks no more of them than to be there and within 32 bits (ResolveUserNsMapping_,
 * TaskManager.cpp).
 */
export function judgeUnmanaged({ config, found }: Context, account: SubidAccount, owned: OwnedRanges): Finding[] {
  const { name, uid, gid, named } = account;
  const target = { target: name };
  const findings: Finding[] = [];
  const has = { subuid: owned.subuid.length > 0, subgid: owned.subgid.length > 0 };
  if (!has.subuid || !has.subgid) {
    const severity = named || config.container?.userNsEnabledByDefault !== false ? 'warning' : 'info';
    findings.push(found('missing', { account: name, uid, ...has }, { ...target, severity }));
  }
  const first = [
    { kind: 'uid', id: uid, ranges: owned.subuid },
    { kind: 'gid', id: gid, ranges: owned.subgid },
  ].flatMap(({ kind, id, ranges }) => (ranges[0] ? [{ kind, id, used: ranges[0], several: ranges.length > 1 }] : []));
  type First = (typeof first)[number];
  const say = (
    where: (one: First) => boolean,
    words: (one: First) => string,
    finding: (texts: readonly string[]) => Finding,
  ): void => {
    const texts = first.filter(where).map((one) => `${one.kind} ${words(one)}`);
    if (texts.length > 0) findings.push(finding(texts));
  };
  const range = ({ used }: First): string => textOf(used);
  say(
    ({ used }) => used.start + used.count - 1n > LAST_32_BIT,
    range,
    (ranges) => found('over-32-bit', { account: name, ranges }, target),
  );
  say(
    ({ used }) => used.count < USUAL_COUNT,
    ({ used }) => String(used.count),
    (counts) => found('small-range', { owner: name, counts }, target),
  );
  if (config.container?.bindFs.enabled)
    say(
      ({ used, id }) => used.start < BigInt(id),
      ({ used, id }) => `${used.start} < ${id}`,
      (starts) => found('start-below-id', { account: name, starts }, target),
    );
  say(
    ({ several }) => several,
    range,
    (used) => found('several-ranges', { account: name, used }, target),
  );
  return findings;
}

/**
 * What csupervisor makes of them in managed mode: the tables give each account one range of uids, by its
 * uid, and one of gids, by its primary gid. What libsubid knows must be exactly that, or nothing at all:
 * then csupervisor appends it.
 */
export function judgeManaged(
  { found }: Context,
  tables: SubIdTables,
  account: SubidAccount,
  owned: OwnedRanges,
): Finding[] {
  const { name, uid, gid, named, running } = account;
  const target = { target: name };
  const expected = { uid: subIdsFor(tables.uid.mappings, uid), gid: subIdsFor(tables.gid.mappings, gid) };
  if (!expected.uid || !expected.gid) {
    // An administrator's account with a line of useradd's need not run jobs; whoever was named or runs some does.
    const severity = named || running ? 'warning' : 'info';
    const kinds = (['uid', 'gid'] as const).filter((kind) => expected[kind] === null);
    const ids = kinds.map((kind) => `${kind} ${account[kind]}`);
    const args = { account: name, ids, tables: kinds.map((kind) => tables[kind].key) };
    return [found('not-covered', args, { ...target, severity })];
  }
  const findings: Finding[] = [];
  if (
    owned.subuid.length + owned.subgid.length > 0 &&
    !(is(owned.subuid, expected.uid) && is(owned.subgid, expected.gid))
  )
    findings.push(
      found(
        'mismatch',
        {
          account: name,
          expectedUids: text(expected.uid),
          expectedGids: text(expected.gid),
          foundUids: owned.subuid.slice(0, 5).map(textOf),
          foundGids: owned.subgid.slice(0, 5).map(textOf),
        },
        target,
      ),
    );
  const { uid: uids, gid: gids } = expected;
  const beyond = [
    ...(uids.last > LAST_32_BIT ? [`uid ${text(uids)}`] : []),
    ...(gids.last > LAST_32_BIT ? [`gid ${text(gids)}`] : []),
  ];
  if (beyond.length > 0) findings.push(found('over-32-bit', { account: name, ranges: beyond }, target));
  return findings;
}

function is(ranges: readonly SubidRange[], { first, last }: Range): boolean {
  return ranges.length === 1 && ranges[0]!.start === first && ranges[0]!.count === last - first + 1n;
}

function text({ first, last }: Range): string {
  return `${first}–${last}`;
}

/** A range as evidence and messages show it; one of no ids as its start alone. */
export function textOf({ start, count }: SubidRange): string {
  return count === 0n ? `${start} (0)` : text({ first: start, last: start + count - 1n });
}
