import type { HostError } from '../../host/answer.ts';
import type { Host } from '../../host/host.ts';
import type { SubidAccount } from './subid-accounts.ts';

const MAX_GROUP_BYTES = 4 * 1024 * 1024;
const MAX_ASKED = 100;

/** Accounts whose primary group nobody knows, and what could not be asked about the groups of others. */
export interface PrimaryGroups {
  /** Names of accounts. */
  readonly missing: ReadonlySet<string>;
  readonly notSeen: { readonly gids: readonly number[]; readonly error: HostError } | null;
}

/** The group ids in lines of group(5). */
function gidsIn(text: string): number[] {
  return text.split('\n').flatMap((line) => {
    const gid = line.split(':', 3)[2] ?? '';
    return /^\d{1,10}$/.test(gid) ? [Number(gid)] : [];
  });
}

/**
 * Whose primary group has no entry: those of /etc/group first, all others in one `getent group`, which may ask LDAP. Without
 * a name for it csupervisor makes no BindFs mount (`Failed to get group name for gid`, BindFs.cpp).
 */
export async function primaryGroups(host: Host, accounts: readonly SubidAccount[]): Promise<PrimaryGroups> {
  if (accounts.length === 0) return { missing: new Set(), notSeen: null };
  const local = await host.ask('readFile', { path: '/etc/group', maxBytes: MAX_GROUP_BYTES });
  const known = new Set(local.ok ? gidsIn(Buffer.from(local.value.bytes).toString('utf8')) : []);
  const gids = [...new Set(accounts.map(({ gid }) => gid))].filter((gid) => !known.has(gid)).slice(0, MAX_ASKED);
  if (gids.length === 0) return { missing: new Set(), notSeen: null };
  const ran = await host.ask('command', { file: 'getent', args: ['group', ...gids.map(String)] });
  if (!ran.ok) return { missing: new Set(), notSeen: { gids, error: ran.error } };
  const { exitCode, signal, stdout, stderr } = ran.value;
  // getent(1): 2 where one of several is not there.
  if (exitCode !== 0 && exitCode !== 2) {
    const message = `getent ended with ${exitCode ?? signal}: ${stderr.trim().slice(0, 200)}`;
    return { missing: new Set(), notSeen: { gids, error: { code: 'EIO', message } } };
  }
  const told = new Set(gidsIn(stdout));
  const absent = new Set(gids.filter((gid) => !told.has(gid)));
  return { missing: new Set(accounts.filter(({ gid }) => absent.has(gid)).map(({ name }) => name)), notSeen: null };
}
