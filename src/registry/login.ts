import type { HostError } from '../host/answer.ts';
import type { Host } from '../host/host.ts';
import type { PathInfo } from '../host/questions.ts';
import { parseLoginFile, type LoginFault } from './login-file.ts';

/** Whose logins are meant. */
export interface LoginOwner {
  readonly name: string;
  readonly uid: number;
  readonly home: string;
}

/** One account's logins as they lie on the disk. */
export interface Login {
  readonly owner: LoginOwner;
  readonly path: string;
  readonly directory: PathInfo;
  readonly file: PathInfo;
  /** Secrets by the registry's name, as `Authorization: Basic` takes them; none where the file is somebody else's. */
  readonly logins: ReadonlyMap<string, string>;
  readonly faults: readonly (LoginFault | { readonly what: 'too-large' | 'not-a-file'; readonly entry: null })[];
}

/** The logins that were looked for: files that are there, and what could not be looked at. */
export interface Logins {
  readonly files: readonly Login[];
  readonly unseen: readonly { readonly what: string; readonly error: HostError }[];
}

const MAX_PASSWD_BYTES = 4 * 1024 * 1024;
const MAX_LOGIN_BYTES = 256 * 1024;
const FILE = '.config/crane/registry.json';

/** The first line of passwd(5) with this name or uid that has a home. */
function ownerIn(text: string, key: string): LoginOwner | null {
  for (const line of text.split('\n')) {
    const [name = '', , uid = '', , , home = ''] = line.split(':');
    const is = name === key || uid === key;
    if (is && /^\d{1,10}$/.test(uid) && home.startsWith('/')) return { name, uid: Number(uid), home };
  }
  return null;
}

/** An account by its name or uid: /etc/passwd, which costs nothing, then whom getent(1) asks. */
async function ownerOf(host: Host, key: string): Promise<LoginOwner | HostError | null> {
  const local = await host.ask('readFile', { path: '/etc/passwd', maxBytes: MAX_PASSWD_BYTES });
  const known = local.ok ? ownerIn(Buffer.from(local.value.bytes).toString('utf8'), key) : null;
  if (known) return known;
  const asked = await host.ask('command', { file: 'getent', args: ['passwd', key] });
  if (!asked.ok) return asked.error;
  // A directory without upper and lower case answers with its own spelling.
  const [, , uid = ''] = asked.value.stdout.split('\n')[0]!.split(':');
  return ownerIn(asked.value.stdout, key) ?? ownerIn(asked.value.stdout, uid);
}

/** The file of one account, null where there is none. */
async function loginOf(host: Host, owner: LoginOwner): Promise<Login | HostError | null> {
  const path = `${owner.home.replace(/\/+$/, '')}/${FILE}`;
  const file = await host.ask('stat', { path, follow: true });
  if (!file.ok) return ['ENOENT', 'ENOTDIR'].includes(file.error.code) ? null : file.error;
  const directory = await host.ask('stat', { path: path.slice(0, path.lastIndexOf('/')), follow: true });
  if (!directory.ok) return directory.error;
  const seen = { owner, path, directory: directory.value, file: file.value, logins: new Map<string, string>() };
  const text = await host.ask('readFile', { path, maxBytes: MAX_LOGIN_BYTES });
  if (!text.ok) {
    const { code } = text.error;
    if (code === 'TOO_LARGE') return { ...seen, faults: [{ what: 'too-large', entry: null }] };
    if (code === 'NOT_REGULAR') return { ...seen, faults: [{ what: 'not-a-file', entry: null }] };
    return text.error;
  }
  const { logins, faults } = parseLoginFile(Buffer.from(text.value.bytes).toString('utf8'));
  // A symlink may lead to another's secrets, which are not this account's to log in with.
  return { ...seen, faults, logins: file.value.uid === owner.uid ? logins : seen.logins };
}

/**
 * The logins of `ccon login` (`~/.config/crane/registry.json`) of the accounts that were named (`--user`),
 * else of whoever runs the doctor. Accounts that do not exist are another check's finding.
 */
export async function readLogins(host: Host, users: readonly string[]): Promise<Logins> {
  const identity = await host.ask('identity', {});
  const keys = users.length > 0 ? [...new Set(users)] : identity.ok ? [String(identity.value.uid)] : [];
  const files: Login[] = [];
  const unseen: { what: string; error: HostError }[] = [];
  for (const key of keys) {
    const owner = await ownerOf(host, key);
    if (owner === null) continue;
    if ('code' in owner) {
      // Who the doctor runs as need not have an account; who was named was asked for.
      if (users.length > 0) unseen.push({ what: `getent passwd ${key}`, error: owner });
      continue;
    }
    const login = await loginOf(host, owner);
    if (login === null) continue;
    if ('code' in login) unseen.push({ what: `${owner.home}/${FILE}`, error: login });
    else if (!files.some(({ path }) => path === login.path)) files.push(login);
  }
  return { files, unseen };
}
