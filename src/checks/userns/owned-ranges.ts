import { accountsIn } from '../../config/accounts.ts';
import { answered, refused, type Answer } from '../../host/answer.ts';
import type { Host } from '../../host/host.ts';
import type { SubidAccount } from './subid-accounts.ts';
import { rangeOf, type SubidFile, type SubidRange } from './subid-file.ts';

/** An account's subordinate ids, in the order of libsubid: csupervisor uses the first range and no other. */
export interface OwnedRanges {
  readonly subuid: readonly SubidRange[];
  readonly subgid: readonly SubidRange[];
}

/** Ranges through libsubid's own program, as csupervisor gets them from the library. */
export async function askGetsubids(host: Host, { name }: SubidAccount): Promise<Answer<OwnedRanges>> {
  const [subuid, subgid] = await Promise.all([getsubids(host, [name]), getsubids(host, ['-g', name])]);
  if (!subuid.ok) return subuid;
  return subgid.ok ? answered({ subuid: subuid.value, subgid: subgid.value }) : subgid;
}

async function getsubids(host: Host, args: readonly string[]): Promise<Answer<readonly SubidRange[]>> {
  const ran = await host.ask('command', { file: 'getsubids', args });
  if (!ran.ok) return ran;
  const { exitCode, signal, stdout, stderr } = ran.value;
  // shadow 4.13: `Error fetching ranges` and 1 also where the account simply has none.
  if (exitCode === 1 && /Error fetching ranges/.test(stderr)) return answered([]);
  if (exitCode !== 0) {
    const message = `getsubids ended with ${exitCode ?? signal}: ${stderr.trim().slice(0, 200)}`;
    return refused({ code: 'EIO', message });
  }
  return answered(
    stdout.split('\n').flatMap((line) => {
      // `0: alice 100000 65536`
      const [, start = '', count = ''] = /^\d+: .* (\d+) (\d+)$/.exec(line) ?? [];
      const range = rangeOf(start, count);
      return range ? [range] : [];
    }),
  );
}

/**
 * Ranges out of the two files, as libsubid takes them where nsswitch.conf says nothing else: lines of the
 * account's name, of its uid, and in /etc/subgid of the gid of the group that has the account's name
 * (list_owner_ranges of shadow).
 */
export async function rangesInFiles(
  host: Host,
  files: { readonly subuid: SubidFile; readonly subgid: SubidFile },
): Promise<(account: SubidAccount) => OwnedRanges> {
  const groups = await host.ask('readFile', { path: '/etc/group', maxBytes: 4 * 1024 * 1024 });
  const gids = new Map(
    groups.ok ? accountsIn(Buffer.from(groups.value.bytes).toString('utf8')).map(({ name, id }) => [name, id]) : [],
  );
  const owners = { subuid: linesByOwner(files.subuid), subgid: linesByOwner(files.subgid) };
  const ranges = (file: keyof typeof owners, keys: readonly (string | undefined)[]): readonly SubidRange[] =>
    keys
      .flatMap((key) => (key === undefined ? [] : (owners[file].get(key) ?? [])))
      .sort((a, b) => a - b)
      .map((index) => files[file].lines[index]!.range);
  return ({ name, uid }) => ({
    subuid: ranges('subuid', [name, String(uid)]),
    subgid: ranges('subgid', [name, gids.get(name)?.toString()]),
  });
}

/** The places of each owner's lines, in the order of the file. */
function linesByOwner({ lines }: SubidFile): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [index, { owner }] of lines.entries()) {
    const own = places.get(owner);
    if (own) own.push(index);
    else places.set(owner, [index]);
  }
  return places;
}
