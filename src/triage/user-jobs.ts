import type { Host } from '../host/host.ts';
import { readPieces } from '../logs/log-reader.ts';
import type { LogFile } from '../logs/log-files.ts';
import { mayHang } from './may-hang.ts';
import { PatternSearch } from './pattern-search.ts';
import { tailOf } from './tail-of.ts';

const literal = (text: string): string =>
  text.replace(/[^\w-]/g, (sign) => `\\u{${sign.codePointAt(0)!.toString(16)}}`);

/** What finds a user in a log: the name, and the id where it stands for a user (`uid 1000`, `/mnt/crane/1000/`). */
async function userPattern(host: Host, user: string): Promise<RegExp> {
  const asked = await host.ask('command', { file: 'getent', args: ['passwd', '--', user] });
  const line = asked.ok && asked.value.exitCode === 0 ? asked.value.stdout.split('\n', 1)[0]! : '';
  const [name = user, , uid = /^\d+$/.test(user) ? user : ''] = line === '' ? [] : line.split(':');
  const byName = /^\d+$/.test(name) ? [] : [`(?<![\\w.-])${literal(name)}(?![\\w-])`];
  const byId = /^\d+$/.test(uid) ? [`\\b(?:uid|user)\\W{0,3}${uid}(?!\\d)`, `/${uid}/`] : [];
  return new RegExp([...byName, ...byId].join('|') || '(?!)', 'giu');
}

/** The supervisors' logs that are a user's, by what stands in them, and those that were not looked through as a whole. */
export interface UserLogs {
  readonly mine: ReadonlySet<LogFile>;
  readonly unsure: readonly { readonly path: string; readonly error: string }[];
}

/**
 * Looks through the supervisors' logs for a user. A step is the user's from its first line on, so that each log is
 * read as a whole, or until the user is met.
 */
export async function logsOfUser(
  host: Host,
  files: readonly LogFile[],
  user: string,
  signal: AbortSignal,
): Promise<UserLogs> {
  const pattern = await userPattern(host, user);
  const mine = new Set<LogFile>();
  const unsure: { path: string; error: string }[] = [];
  const pending = files.filter(({ kind }) => kind === 'supervisor');
  const look = async (file: LogFile): Promise<void> => {
    const search = new PatternSearch(pattern);
    let error: string | undefined;
    if (await mayHang(host, file.path)) {
      const tail = await tailOf(host, file.path);
      if (tail.ok) search.add(tail.value.bytes);
      error = tail.ok ? (tail.value.size > tail.value.bytes.length ? 'only-the-end' : undefined) : tail.error.code;
    } else ({ error } = await readPieces(file.path, signal, (piece) => !search.add(piece)));
    if (search.end()) mine.add(file);
    else if (error !== undefined) unsure.push({ path: file.path, error });
  };
  const worker = async (): Promise<void> => {
    for (let file = pending.shift(); file && !signal.aborted; file = pending.shift()) await look(file);
  };
  await Promise.all(Array.from({ length: 4 }, worker));
  return { mine, unsure };
}
