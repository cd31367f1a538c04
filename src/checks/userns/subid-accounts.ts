import type { HostError } from '../../host/answer.ts';
import type { Host } from '../../host/host.ts';
import { inTurns } from '../look/in-turns.ts';

/** An account as passwd(5) has it. */
interface PasswdEntry {
  readonly name: string;
  readonly uid: number;
  /** Its primary group: managed mode takes the table of groups by it. */
  readonly gid: number;
}

/** An account that is looked at, and why. */
export interface SubidAccount extends PasswdEntry {
  /** It was named by `--user`. */
  readonly named: boolean;
  /** It has a container of craned's on this node. */
  readonly running: boolean;
}

/** Whom to look at, each as a name or an id. */
export interface Wanted {
  readonly named: readonly string[];
  readonly running: readonly string[];
  readonly owners: readonly string[];
}

export interface SubidAccounts {
  /** In the order of what matters: named, running, owners of lines. */
  readonly accounts: readonly SubidAccount[];
  /** Those who were named or have containers, and whom the node does not know. */
  readonly unknown: readonly string[];
  /** Those of them whom nobody could be asked about, with the error. */
  readonly notSeen: { readonly keys: readonly string[]; readonly error: HostError } | null;
  /** How many owners of lines were not looked up: a directory service is not asked for thousands. */
  readonly left: number;
}

const MAX_PASSWD_BYTES = 4 * 1024 * 1024;
const MAX_LOOKED_UP = 500;
const MAX_ASKED_ALONE = 20;

/**
 * The accounts behind names and ids: those of /etc/passwd first, which costs nothing, all others in one
 * `getent passwd`, which may ask LDAP and is bound by the limit of a command.
 */
export async function accountsOf(host: Host, { named, running, owners }: Wanted): Promise<SubidAccounts> {
  const local = await host.ask('readFile', { path: '/etc/passwd', maxBytes: MAX_PASSWD_BYTES });
  const known = new Map<string, PasswdEntry>();
  if (local.ok) learn(known, Buffer.from(local.value.bytes).toString('utf8'));
  const must = [...new Set([...named, ...running])];
  const absent = [...new Set([...must, ...owners])].filter((key) => !known.has(key));
  const asked = absent.slice(0, MAX_LOOKED_UP);
  const error = asked.length === 0 ? null : await ask(host, asked, known);
  // A directory without upper and lower case answers with its own spelling: what was asked for alone is the answer.
  const again = error ? [] : must.filter((key) => !known.has(key)).slice(0, MAX_ASKED_ALONE);
  await inTurns(again, { atOnce: 4, until: performance.now() + 1_000 }, (key) => ask(host, [key], known, key));

  const accounts = new Map<string, SubidAccount>();
  for (const key of [...must, ...owners]) {
    const entry = known.get(key);
    if (!entry || accounts.has(entry.name)) continue;
    const is = (keys: readonly string[]): boolean => keys.includes(entry.name) || keys.includes(String(entry.uid));
    accounts.set(entry.name, { ...entry, named: is(named) || named.includes(key), running: is(running) });
  }
  const missing = must.filter((key) => !known.has(key));
  return {
    accounts: [...accounts.values()],
    unknown: error ? [] : missing,
    notSeen: error && missing.length > 0 ? { keys: missing, error } : null,
    left: absent.length - asked.length,
  };
}

/** Asks the system for accounts; what it finds goes into `known`, under `key` too where only that was asked for. */
async function ask(
  host: Host,
  keys: readonly string[],
  known: Map<string, PasswdEntry>,
  key?: string,
): Promise<HostError | null> {
  const ran = await host.ask('command', { file: 'getent', args: ['passwd', ...keys] });
  if (!ran.ok) return ran.error;
  const { exitCode, signal, stdout, stderr } = ran.value;
  // getent(1): 2 where one of several is not there.
  if (exitCode !== 0 && exitCode !== 2) {
    return { code: 'EIO', message: `getent ended with ${exitCode ?? signal}: ${stderr.trim().slice(0, 200)}` };
  }
  const found = learn(known, stdout);
  if (key !== undefined && found) known.set(key, found);
  return null;
}

/** Takes up the lines of passwd(5) under their names and their ids, and gives back the first. The first of a name counts. */
function learn(known: Map<string, PasswdEntry>, text: string): PasswdEntry | null {
  let first: PasswdEntry | null = null;
  for (const line of text.split('\n')) {
    const [name = '', , uid = '', gid = ''] = line.split(':', 5);
    if (name === '' || /^[#+-]/.test(name) || !/^\d{1,10}$/.test(uid) || !/^\d{1,10}$/.test(gid)) continue;
    const entry = { name, uid: Number(uid), gid: Number(gid) };
    for (const key of [name, String(entry.uid)]) if (!known.has(key)) known.set(key, entry);
    first ??= entry;
  }
  return first;
}
