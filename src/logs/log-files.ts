import type { Host } from '../host/host.ts';

/** A log that is to be read, and what its name tells. */
export interface LogFile {
  readonly path: string;
  readonly kind: 'craned' | 'supervisor' | 'other';
  /** `123.1` from a supervisor's log, `<jobid>.<stepid>.log`; null elsewhere. */
  readonly job: string | null;
  readonly size: number;
  readonly mtimeMs: number;
}

/** A place that could not be looked at. */
export interface LogPlaceError {
  readonly path: string;
  readonly error: string;
}

export interface LogFiles {
  readonly files: readonly LogFile[];
  readonly errors: readonly LogPlaceError[];
}

/** As many steps as a node can have in the time that anybody asks about. */
const MAX_ENTRIES = 100_000;

/** spdlog's rotation: craned.log, craned.1.log, craned.2.log. */
function isRotationOf(name: string, log: string): boolean {
  const dot = log.lastIndexOf('.');
  const [stem, end] = dot < 0 ? [log, ''] : [log.slice(0, dot), log.slice(dot)];
  return (
    name === log ||
    (name.startsWith(`${stem}.`) &&
      name.endsWith(end) &&
      /^\d+$/.test(name.slice(stem.length + 1, name.length - end.length)))
  );
}

/** The step that a supervisor's log is of, or null. */
export function jobOf(name: string): string | null {
  return /^(\d+\.\d+)(?:\.\d+)?\.log$/.exec(name)?.[1] ?? null;
}

async function entriesOf(host: Host, directory: string): Promise<{ names: readonly string[]; error: string | null }> {
  const listed = await host.ask('readDirectory', { path: directory, max: MAX_ENTRIES });
  if (!listed.ok) return { names: [], error: listed.error.code === 'ENOENT' ? null : listed.error.code };
  return { names: listed.value.filter(({ type }) => type !== 'directory').map(({ name }) => name), error: null };
}

async function looked(host: Host, path: string, kind: LogFile['kind'], job: string | null): Promise<LogFile | null> {
  const stat = await host.ask('stat', { path, follow: true });
  if (!stat.ok || stat.value.type !== 'file') return null;
  return { path, kind, job, size: stat.value.size, mtimeMs: stat.value.mtimeMs };
}

/**
 * craned's log with its rotations and the supervisors' logs that were written to since a time (Unix, ms), oldest
 * first. A directory that is not there has no logs; one that cannot be read is told.
 */
export async function logFiles(
  host: Host,
  { cranedLog, supervisorLogDir }: { readonly cranedLog: string; readonly supervisorLogDir: string },
  since: number,
  wanted: (job: string) => boolean = () => true,
): Promise<LogFiles> {
  const slash = cranedLog.lastIndexOf('/');
  const [directory, log] = [cranedLog.slice(0, slash) || '/', cranedLog.slice(slash + 1)];
  const [craned, supervisors] = await Promise.all([entriesOf(host, directory), entriesOf(host, supervisorLogDir)]);
  const asked = [
    ...craned.names
      .filter((name) => isRotationOf(name, log))
      .map((name) => looked(host, `${directory}/${name}`, 'craned', null)),
    ...supervisors.names.flatMap((name) => {
      const job = jobOf(name);
      return job === null || !wanted(job) ? [] : [looked(host, `${supervisorLogDir}/${name}`, 'supervisor', job)];
    }),
  ];
  const files = (await Promise.all(asked)).filter((file) => file !== null && file.mtimeMs >= since) as LogFile[];
  const errors = [
    ...(craned.error === null ? [] : [{ path: directory, error: craned.error }]),
    ...(supervisors.error === null ? [] : [{ path: supervisorLogDir, error: supervisors.error }]),
  ];
  return { files: files.toSorted((a, b) => a.mtimeMs - b.mtimeMs), errors };
}

const COMPRESSED = /\.(?:gz|xz|zst|bz2)$/;

/**
 * The logs at a path that was named: the file itself, or all logs in a folder. In a base directory of CraneSched
 * they are a level deeper. What is compressed is told, and so is a folder without logs.
 */
export async function logsAt(host: Host, path: string): Promise<LogFiles> {
  const stat = await host.ask('stat', { path, follow: true });
  if (!stat.ok) return { files: [], errors: [{ path, error: stat.error.code }] };
  const kindOf = (name: string): LogFile['kind'] =>
    jobOf(name) !== null ? 'supervisor' : name.startsWith('craned') ? 'craned' : 'other';
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (COMPRESSED.test(name)) return { files: [], errors: [{ path, error: 'compressed' }] };
  if (stat.value.type !== 'directory') {
    const file = await looked(host, path, kindOf(name), jobOf(name));
    return file ? { files: [file], errors: [] } : { files: [], errors: [{ path, error: 'not-a-file' }] };
  }
  const found = (
    await Promise.all([path, `${path}/craned`, `${path}/supervisor`].map((one) => logsIn(host, one, kindOf)))
  ).flat();
  const files = found.filter((one) => 'kind' in one);
  const errors = found.filter((one) => 'error' in one);
  if (found.length === 0) errors.push({ path, error: 'no-logs' });
  return { files: files.toSorted((a, b) => a.mtimeMs - b.mtimeMs), errors };
}

async function logsIn(
  host: Host,
  folder: string,
  kindOf: (name: string) => LogFile['kind'],
): Promise<readonly (LogFile | LogPlaceError)[]> {
  const { names, error } = await entriesOf(host, folder);
  const found = names
    .filter((name) => name.endsWith('.log') || name.includes('.log.'))
    .map(async (name) => {
      const path = `${folder}/${name}`;
      return COMPRESSED.test(name) ? { path, error: 'compressed' } : looked(host, path, kindOf(name), jobOf(name));
    });
  return [
    ...(await Promise.all(found)).filter((one) => one !== null),
    ...(error === null ? [] : [{ path: folder, error }]),
  ];
}
