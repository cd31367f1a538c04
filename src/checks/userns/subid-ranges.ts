import { askCri, socketOf } from '../../cri/ask-cri.ts';
import type { HostError } from '../../host/answer.ts';
import { within } from '../../registry/within.ts';
import { defineCheck, type CheckContext, type Observed } from '../check.ts';
import type { Finding } from '../finding.ts';
import { CRANE_PODS } from '../look/crane-pods.ts';
import { inTurns } from '../look/in-turns.ts';
import { judgeManaged, judgeUnmanaged, textOf } from './judge-account.ts';
import { askGetsubids, rangesInFiles, type OwnedRanges } from './owned-ranges.ts';
import { primaryGroups } from './primary-groups.ts';
import { sharedIds } from './shared-ids.ts';
import { accountsOf, type SubidAccount } from './subid-accounts.ts';
import { lookAtFiles, type SubidFiles } from './subid-files.ts';
import { SUBID_RANGES_CODES } from './subid-ranges-codes.ts';
import { smallTables, tablesOf } from './subid-tables.ts';

type Context = CheckContext<typeof SUBID_RANGES_CODES>;

/** So many accounts are named, and so many asked about with getsubids, which is two processes each. */
const MAX_NAMED = 20;

/** How long the runtime may take to name its pods, ms: its silence is another check's finding. */
const PATIENCE_MS = 1_000;

/** Until when getsubids is asked about further accounts, ms: a directory service behind it may be slow. */
const ASKING_MS = 2_000;

/** Where a tree is looked at whose accounts or ranges a directory service has. */
const NOT_IN_THE_TREE = {
  en: 'a directory service has the accounts or their ranges, and a directory tree runs none',
  zh: '账号或其从属 ID 由目录服务提供，而目录树中没有运行该服务',
} as const;

/** An account and its ranges, as far as they could be seen. */
interface Seen {
  readonly account: SubidAccount;
  readonly owned: OwnedRanges;
}

/** The uids of those who have containers on this node: the label `uid` of craned's pods (CriClient.h). */
async function podOwners({ host, config }: Context): Promise<readonly string[] | null> {
  const socket = socketOf(config.container?.runtimeEndpoint ?? '');
  const listed = await within(PATIENCE_MS, askCri(host, socket, 'RuntimeService', 'ListPodSandbox', CRANE_PODS));
  if (!listed.ok) return null;
  const uids = listed.value.items.map(({ labels }) => labels['uid'] ?? '');
  return [...new Set(uids.filter((uid) => /^\d{1,10}$/.test(uid)).map((uid) => String(Number(uid))))];
}

/**
 * The ranges of accounts: of the first ones through getsubids, which asks as csupervisor does; of the
 * others, and of all where that program is not there, out of the files, where libsubid goes by them.
 */
async function rangesOf(
  { host }: Context,
  accounts: readonly SubidAccount[],
  files: SubidFiles,
): Promise<{ readonly seen: readonly Seen[]; readonly failed: HostError | null; readonly through: string }> {
  const asked = await inTurns(
    accounts.slice(0, MAX_NAMED),
    { atOnce: 4, until: performance.now() + ASKING_MS },
    (account) => askGetsubids(host, account),
  );
  const { subuid, subgid } = files;
  const inFiles = files.source === 'files' && subuid && subgid ? await rangesInFiles(host, { subuid, subgid }) : null;
  const seen: Seen[] = [];
  let failed: HostError | null = null;
  for (const [index, account] of accounts.entries()) {
    const answer = asked[index];
    const owned = answer?.ok ? answer.value : inFiles?.(account);
    if (owned) seen.push({ account, owned });
    // Of a file that cannot be read the look at it tells.
    else if (files.source !== 'files' && answer && !answer.ok) failed ??= answer.error;
  }
  const through = asked.some((answer) => answer?.ok) ? 'getsubids' : inFiles ? '/etc/subuid, /etc/subgid' : '';
  return { seen, failed, through };
}

/** The worst first, so that nothing that fails is among those that are not named. */
function mostImportant(perAccount: readonly (readonly Finding[])[]): { findings: Finding[]; left: number } {
  const rank = (findings: readonly Finding[]): number =>
    Math.min(...findings.map(({ severity }) => ['error', 'unknown', 'warning', 'info'].indexOf(severity)));
  const some = perAccount.filter((findings) => findings.length > 0).sort((a, b) => rank(a) - rank(b));
  return { findings: some.slice(0, MAX_NAMED).flat(), left: Math.max(0, some.length - MAX_NAMED) };
}

/**
 * The subordinate ids of those who run containers here: what csupervisor finds out when it starts a job,
 * and nobody before (ResolveUserNsMapping_, TaskManager.cpp; PasswordEntry.h). Looked at are the accounts
 * with lines in the two files, with containers on this node, and those that `--user` names.
 */
export const subidRanges = defineCheck({
  id: 'subid-ranges',
  group: 'userns',
  title: { en: 'Users have subordinate ids', zh: '用户拥有从属 ID' },
  machine: false,
  needs: ['config-subid'],
  codes: SUBID_RANGES_CODES,
  async run(context) {
    const { config, options, found, notSeen } = context;
    const tables = tablesOf(config);
    const [files, running] = await Promise.all([lookAtFiles(context, tables !== null), podOwners(context)]);
    const lines = [...(files.subuid?.lines ?? []), ...(files.subgid?.lines ?? [])];
    const owners = [...new Set(lines.map(({ owner }) => owner))];
    const wanted = { named: options.users, running: running ?? [], owners };
    const { accounts, unknown, notSeen: unseen, left } = await accountsOf(context.host, wanted);
    const [{ seen, failed, through }, groups] = await Promise.all([
      rangesOf(context, accounts, files),
      primaryGroups(context.host, config.container?.bindFs.enabled ? accounts : []),
    ]);

    const judged = mostImportant(
      seen.map(({ account, owned }) => [
        ...(tables ? judgeManaged(context, tables, account, owned) : judgeUnmanaged(context, account, owned)),
        ...(groups.missing.has(account.name)
          ? [found('group-missing', { account: account.name, gid: account.gid }, { target: account.name })]
          : []),
      ]),
    );
    // Who runs jobs here is not known then, and the node may be a new one: no more than information.
    const nobody = !tables && files.source === 'files' && owners.length === 0 && files.subuid && files.subgid;
    const findings = [
      ...judged.findings,
      ...(judged.left > 0 ? [found('more-accounts', { count: judged.left })] : []),
      ...(tables ? [] : sharedIds(context, seen)),
      ...(nobody && !judged.findings.some(({ code }) => code === 'subid-ranges/missing')
        ? [found('no-ranges', { files: ['/etc/subuid', '/etc/subgid'] }, { target: '/etc/subuid' })]
        : []),
      ...unknown.slice(0, MAX_NAMED).map((user) => found('unknown-user', { user }, { target: user })),
      ...(unseen && !needsMachine(unseen.error)
        ? [notSeen(`getent passwd ${unseen.keys.slice(0, 5).join(' ')}`, unseen.error)]
        : []),
      ...(groups.notSeen && !needsMachine(groups.notSeen.error)
        ? [notSeen(`getent group ${groups.notSeen.gids.slice(0, 5).join(' ')}`, groups.notSeen.error)]
        : []),
      ...(failed && !needsMachine(failed) ? [notSeen('getsubids', failed)] : []),
      ...(tables ? smallTables(context, tables) : []),
      ...files.findings,
    ];
    const observed: Observed = {
      managed: tables !== null,
      source: files.source,
      ...(through === '' ? {} : { through }),
      accounts: seen.length,
      ...(left + accounts.length - seen.length > 0 ? { notLookedAt: left + accounts.length - seen.length } : {}),
      ...(running === null ? {} : { withContainers: running.length }),
      ...(seen.length === 0 ? {} : { ranges: seen.slice(0, MAX_NAMED).map(rowOf) }),
    };
    if (findings.length === 0 && seen.length === 0 && (failed ?? unseen)) {
      return { observed, notApplicable: NOT_IN_THE_TREE };
    }
    return { observed, findings };
  },
});

/** An image tree has its files and nobody to ask: who is in a directory service is not for it to tell. */
function needsMachine({ code }: HostError): boolean {
  return code === 'NO_MACHINE';
}

/** An account with its ranges, in a row of the evidence. */
function rowOf({ account: { name, uid }, owned }: Seen): Observed {
  const [subuid, subgid] = [owned.subuid, owned.subgid].map((ranges) => ranges.slice(0, 3).map(textOf).join(' + '));
  return { account: name, uid, subuid: subuid ?? '', subgid: subgid ?? '' };
}
