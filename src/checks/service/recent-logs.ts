import type { ConfigReading } from '../../config/reading.ts';
import type { HostError } from '../../host/answer.ts';
import type { Host } from '../../host/host.ts';
import type { Group } from '../../logs/groups.ts';
import { glanceAtJournal } from '../../logs/journal.ts';
import { logEnds, recordsOfEnd, zoneShiftMs } from '../../logs/log-ends.ts';
import type { LogRecord } from '../../logs/record.ts';
import { JournalBeside } from '../../logs/journal-beside.ts';

/** What stands in the ends of the logs. */
export interface RecentLogs {
  /** How many logs there are to look at; none where craned never ran. */
  readonly logs: number;
  readonly groups: readonly Group[];
  /** What could not be looked at. */
  readonly errors: readonly { readonly path: string; readonly error: HostError }[];
}

interface Read {
  readonly job: string | null;
  readonly records: readonly LogRecord[];
}

/** craned's lines, and those of whoever starts and ends it; what runtimes say of their own is for `triage`. */
const ABOUT_CRANED = /^(?:craned|systemd)$/;

/**
 * What is written since a time (Unix, ms) in the ends of craned's log and of the newest supervisors' logs, and by
 * craned to the journal, where it is before it has a log of its own.
 */
export async function recentLogs(host: Host, { paths }: ConfigReading, since: number): Promise<RecentLogs> {
  const shiftMs = await zoneShiftMs(host);
  const [{ ends, errors }, journal] = await Promise.all([logEnds(host, paths), glanceAtJournal(host, since, shiftMs)]);
  const read: Read[] = ends.map((end) => ({ job: end.job, records: recordsOfEnd(end, since, shiftMs) }));
  const beside = new JournalBeside(journal?.records ?? []);
  for (const { records } of read) for (const record of records) beside.met(record);
  const own = journal?.records.filter((record) => ABOUT_CRANED.test(record.by) && !beside.isInLogs(record)) ?? [];
  return {
    logs: read.length,
    groups: await grouped([...read, { job: null, records: own }]),
    errors: [...errors, ...unseen(journal?.error)],
  };
}

/** Why the journal could not be looked at, as an error of the host; that a glance is not all of it is none. */
function unseen(error: string | undefined): RecentLogs['errors'] {
  if (error === undefined || GLANCED.has(error)) return [];
  if (error === 'journal-hidden') return [{ path: JOURNAL, error: { code: 'EACCES', message: 'permission denied' } }];
  const code = /^[A-Z_]+$/.test(error) ? error : 'EIO';
  return [{ path: JOURNAL, error: { code, message: error } }];
}

const JOURNAL = 'journalctl -u craned';
const GLANCED: ReadonlySet<string> = new Set(['only-a-part', 'journal-damaged']);

/** The catalogue of messages is loaded only where there is something to look up. */
async function grouped(read: readonly Read[]): Promise<readonly Group[]> {
  if (read.every(({ records }) => records.length === 0)) return [];
  const { Groups } = await import('../../logs/groups.ts');
  const groups = new Groups();
  for (const { job, records } of read) {
    const take = groups.reader(job);
    for (const record of records) take(record);
  }
  return groups.sorted();
}
