import { askGetsubids, rangesInFiles, type OwnedRanges } from '../checks/userns/owned-ranges.ts';
import { accountsOf, type SubidAccount } from '../checks/userns/subid-accounts.ts';
import { subidFileOf, type SubidRange } from '../checks/userns/subid-file.ts';
import type { Finding } from '../checks/finding.ts';
import type { ConfigReading } from '../config/reading.ts';
import { mappingsOf, subIdsFor } from '../config/subid-ranges.ts';
import type { Host } from '../host/host.ts';
import { found } from './findings.ts';
import type { IdRange, SmokeAccount, UserNamespace } from './parameters.ts';

/** Who runs the job, and the ids of its user namespace where it has one. */
export interface Identified {
  readonly account: SmokeAccount;
  readonly userns: UserNamespace | null;
}

const LAST_32_BIT = 2 ** 32 - 1;
const MAX_BYTES = 4 * 1024 * 1024;
/** How many accounts are asked for until one has ranges. */
const MAX_TRIED = 20;

async function groupOf(host: Host, gid: number): Promise<string | null> {
  const ran = await host.ask('command', { file: 'getent', args: ['group', String(gid)] });
  return (ran.ok && ran.value.exitCode === 0 && ran.value.stdout.split(':')[0]) || null;
}

async function linesOf(host: Host, path: string) {
  const file = await host.ask('readFile', { path, maxBytes: MAX_BYTES });
  return subidFileOf(file.ok ? file.value.bytes : new Uint8Array());
}

/** Only the first range counts, and only within 32 bits (ResolveUserNsMapping_, TaskManager.cpp). */
function usable([first]: readonly SubidRange[]): IdRange | null {
  if (!first || first.count === 0n || first.start + first.count - 1n > BigInt(LAST_32_BIT)) return null;
  return { start: Number(first.start), count: Number(first.count) };
}

async function ownedBy(host: Host, account: SubidAccount): Promise<OwnedRanges> {
  const asked = await askGetsubids(host, account);
  if (asked.ok) return asked.value;
  const [subuid, subgid] = await Promise.all([linesOf(host, '/etc/subuid'), linesOf(host, '/etc/subgid')]);
  return (await rangesInFiles(host, { subuid, subgid }))(account);
}

/** The ids of an account's user namespace: of craned's tables in managed mode, else those that the account has. */
async function usernsOf(host: Host, config: ConfigReading, account: SubidAccount): Promise<UserNamespace | null> {
  const ranges = config.container?.subId.managed
    ? {
        subuid: managedRange(config, 'UidMappings', account.uid),
        subgid: managedRange(config, 'GidMappings', account.gid),
      }
    : await ownedBy(host, account);
  const [uids, gids] = [usable(ranges.subuid), usable(ranges.subgid)];
  return uids && gids ? { uids, gids } : null;
}

function managedRange(config: ConfigReading, table: string, id: number): readonly SubidRange[] {
  const range = subIdsFor(mappingsOf(config, `Container.SubId.${table}`), id);
  return range ? [{ start: range.first, count: range.last - range.first + 1n }] : [];
}

/** Accounts that may have subordinate ids where none was named: the owners of lines, in managed mode the first users. */
async function candidates(host: Host, config: ConfigReading): Promise<readonly SubidAccount[]> {
  const managed = config.container?.subId.managed === true;
  const path = managed ? '/etc/passwd' : '/etc/subuid';
  const file = await host.ask('readFile', { path, maxBytes: MAX_BYTES });
  const lines = file.ok ? Buffer.from(file.value.bytes).toString('utf8').split('\n') : [];
  const owners = managed
    ? lines.map((line) => line.split(':')).flatMap(([name = '', , uid]) => (Number(uid) >= 1000 ? [name] : []))
    : (await linesOf(host, path)).lines.map(({ owner }) => owner);
  const named = [...new Set(owners)].filter((name) => name !== 'nobody').slice(0, MAX_TRIED);
  return (await accountsOf(host, { named: [], running: [], owners: named })).accounts;
}

/**
 * The account of the test: the one that was named, else with a user namespace the first of the node that has
 * subordinate ids, else root.
 */
export async function identify(
  host: Host,
  config: ConfigReading,
  { user, userns }: { readonly user: string | null; readonly userns: boolean },
): Promise<Identified | Finding> {
  const wanted = user ?? (userns ? null : 'root');
  const accounts =
    wanted === null
      ? await candidates(host, config)
      : (await accountsOf(host, { named: [wanted], running: [], owners: [] })).accounts;
  if (wanted !== null && accounts.length === 0)
    return found('account-unknown', { account: wanted }, { target: wanted });
  for (const each of accounts) {
    const ids = userns ? await usernsOf(host, config, each) : null;
    if (userns && !ids) continue;
    const { name, uid, gid } = each;
    return { account: { name, uid, gid, group: await groupOf(host, gid) }, userns: ids };
  }
  return found('no-subids', { account: wanted ?? '' }, wanted === null ? {} : { target: wanted });
}
