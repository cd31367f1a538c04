import { answered, type Answer } from '../../host/answer.ts';
import type { FileContent } from '../../host/questions.ts';
import type { CheckContext } from '../check.ts';
import type { Finding } from '../finding.ts';
import { mountOf } from '../look/mount-of.ts';
import { oneLine } from '../look/one-line.ts';
import { subidFileOf, type SubidFile } from './subid-file.ts';
import type { SUBID_RANGES_CODES } from './subid-ranges-codes.ts';

type Context = CheckContext<typeof SUBID_RANGES_CODES>;

/** The two files, and whether libsubid goes by them. */
export interface SubidFiles {
  /** Null where the file could not be read; one that is not there is empty. */
  readonly subuid: SubidFile | null;
  readonly subgid: SubidFile | null;
  /** The first word of `subid:` in nsswitch.conf; `files` where it says nothing (nss.c of shadow). */
  readonly source: string;
  readonly findings: readonly Finding[];
}

const MAX_BYTES = 4 * 1024 * 1024;

/** What libsubid sees of a file that it does not open: it has no use for symlinks either (O_NOFOLLOW, commonio.c of shadow). */
const EMPTY: SubidFile = { lines: [], malformed: [], closed: true };

/** Looks at the files themselves. In managed mode craned also has to be able to append to them. */
export async function lookAtFiles(context: Context, managed: boolean): Promise<SubidFiles> {
  const [subuid, subgid, source] = await Promise.all([
    lookAtFile(context, '/etc/subuid', managed),
    lookAtFile(context, '/etc/subgid', managed),
    sourceOf(context),
  ]);
  const about = { target: '/etc/nsswitch.conf' };
  return {
    subuid: subuid.file,
    subgid: subgid.file,
    source: source.name,
    findings: [
      ...source.findings,
      ...(managed && source.name !== 'files'
        ? [context.found('source-not-files', { source: source.name }, about)]
        : []),
      ...subuid.findings,
      ...subgid.findings,
    ],
  };
}

async function sourceOf({ host, notSeen }: Context): Promise<{ name: string; findings: readonly Finding[] }> {
  const path = '/etc/nsswitch.conf';
  const read = await host.ask('readFile', { path, maxBytes: 65_536 });
  if (!read.ok) return { name: 'files', findings: read.error.code === 'ENOENT' ? [] : [notSeen(path, read.error)] };
  const line = /^[ \t]*subid:[ \t]*([^\s#]+)/im.exec(Buffer.from(read.value.bytes).toString('utf8'));
  return { name: oneLine(line?.[1] ?? 'files', 80), findings: [] };
}

async function lookAtFile(
  context: Context,
  path: string,
  managed: boolean,
): Promise<{ readonly file: SubidFile | null; readonly findings: readonly Finding[] }> {
  const { host, found, notSeen } = context;
  const [read, own] = await Promise.all([
    host.ask('readFile', { path, maxBytes: MAX_BYTES }),
    host.ask('stat', { path, follow: false }),
  ]);
  const about = { target: path };
  const unused = own.ok && own.value.type !== 'file' ? (own.value.type === 'symlink' ? 'symlink' : 'not-a-file') : null;
  if (unused)
    return { file: EMPTY, findings: [found('file-format', { file: path, problems: [unused], lines: '' }, about)] };
  const barred = managed ? await notWritable(context, path, own.ok) : [];
  const bytes = bytesOf(read);
  if (!bytes.ok) return { file: null, findings: [notSeen(path, bytes.error), ...barred] };
  const file = subidFileOf(bytes.value);
  const { malformed, closed } = file;
  const lines = `${malformed.slice(0, 5).join(', ')}${malformed.length > 5 ? ', …' : ''}`;
  const problems = [
    ...(malformed.length > 0 ? (['malformed'] as const) : []),
    ...(closed ? [] : (['no-final-newline'] as const)),
  ];
  const odd = problems.length > 0 ? [found('file-format', { file: path, problems, lines }, about)] : [];
  return { file, findings: [...odd, ...barred] };
}

/** A file that is not there is as good as an empty one: craned makes it. */
function bytesOf(read: Answer<FileContent>): Answer<Uint8Array> {
  if (read.ok) return answered(read.value.bytes);
  return read.error.code === 'ENOENT' ? answered(new Uint8Array()) : read;
}

/** What keeps root from appending to the file, or from making it. */
async function notWritable({ host, found }: Context, path: string, there: boolean): Promise<readonly Finding[]> {
  const mount = await mountOf(host, there ? path : '/etc');
  if (!mount.ok || !mount.value?.readOnly) return [];
  return [found('not-writable', { file: path, mount: mount.value.mountPoint }, { target: path })];
}
