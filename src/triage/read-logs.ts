import type { Host } from '../host/host.ts';
import { Groups, type Group } from '../logs/groups.ts';
import { readJournal, type JournalRead } from '../logs/journal.ts';
import { JournalBeside } from '../logs/journal-beside.ts';
import { logEnds, zoneShiftMs } from '../logs/log-ends.ts';
import { logFiles, logsAt, type LogFile, type LogFiles } from '../logs/log-files.ts';
import { readLog } from '../logs/log-reader.ts';
import { recordIn, type LogRecord } from '../logs/record.ts';
import { Scan } from '../logs/scan.ts';
import { jobIn } from '../logs/shape.ts';
import { mayHang } from './may-hang.ts';
import { tailOf } from './tail-of.ts';
import { logsOfUser } from './user-jobs.ts';

/** What is to be read, and of which time (Unix, ms). */
export interface LogRequest {
  readonly since: number;
  readonly until: number;
  /** Logs and folders that were named; none reads craned's and the supervisors'. */
  readonly named: readonly string[];
  readonly places: { readonly cranedLog: string; readonly supervisorLogDir: string };
  /** `123` or `123.1`: only what is about it. */
  readonly job: string | null;
  /** Only supervisors' logs that have this account's name or id in them, and of craned's log no other job. */
  readonly user: string | null;
  readonly signal: AbortSignal;
  readonly onProgress?: (bytes: number, total: number) => void;
}

/** A log that was read: how many records in it mattered, and why it could not be read. */
export interface LogSource {
  readonly path: string;
  readonly lines: number;
  /** How often its times went back by more than a minute. */
  readonly clockJumps?: number;
  readonly error?: string;
  /** Nothing older than this was read (Unix time, ms), where not all was. */
  readonly from?: number;
}

export interface LogsRead {
  readonly sources: readonly LogSource[];
  readonly groups: readonly Group[];
}

/** So many logs are read at the same time: what waits for a disk leaves the processor to others. */
const AT_ONCE = 4;
/** Threads write their lines in any order; a clock that was set back is more. */
const JUMP_MS = 60_000;

/** Whether a step is the one that was asked for: `123` is all of its steps. */
export function isAbout(job: string, asked: string): boolean {
  return job === asked || job.startsWith(`${asked}.`);
}

/** The logs at places that were named, each once however often it is reached. */
async function logsAtAll(host: Host, places: readonly string[]): Promise<LogFiles> {
  const found = await Promise.all(places.map((place) => logsAt(host, place)));
  const files = new Map(found.flatMap((one) => one.files).map((file) => [file.path, file]));
  return {
    files: [...files.values()].toSorted((a, b) => a.mtimeMs - b.mtimeMs),
    errors: found.flatMap((one) => one.errors),
  };
}

/** The logs of a request. A bundle has no more than the ends that were read when it was made. */
async function logsOf(
  host: Host,
  { named, places, since }: LogRequest,
  wanted: (job: string) => boolean,
): Promise<LogFiles> {
  if (named.length > 0) return logsAtAll(host, named);
  if (host.kind !== 'replay') return logFiles(host, places, since, wanted);
  const { ends, errors } = await logEnds(host, places);
  return {
    files: ends
      .filter(({ job }) => job === null || wanted(job))
      .map(({ path: at, job, bytes }) => {
        const kind = job === null ? 'craned' : 'supervisor';
        return { path: at, kind, job, size: bytes.length, mtimeMs: 0 };
      }),
    errors: errors.map(({ path: at, error }) => ({ path: at, error: error.code })),
  };
}

/** Reads all logs of a request into groups. Nothing keeps it from its end: what cannot be read is told. */
export async function readLogs(host: Host, request: LogRequest): Promise<LogsRead> {
  const { job, since, until, named, signal } = request;
  const wanted = (one: string): boolean => job === null || isAbout(one, job);
  const shiftMs = await zoneShiftMs(host);
  const [found, journal]: [LogFiles, JournalRead | null] = await Promise.all([
    logsOf(host, request, wanted),
    named.length === 0 ? readJournal(host, since, signal, { now: until, shiftMs }) : null,
  ]);
  const groups = new Groups();
  const sources: LogSource[] = found.errors.map(({ path: place, error }) => ({ path: place, lines: 0, error }));
  const total = found.files.reduce((sum, { size }) => sum + size, 0);
  let read = 0;
  const users = request.user === null ? null : await logsOfUser(host, found.files, request.user, signal);
  const mine = users?.mine ?? null;
  if (users) sources.push(...users.unsure.map(({ path: place, error }) => ({ path: place, lines: 0, error })));
  const pending = found.files.filter((file) => mine === null || file.kind !== 'supervisor' || mine.has(file));
  const steps = mine && [...mine].flatMap((file) => file.job ?? []);
  const isWanted = (one: string | null): boolean => {
    if (one === null) return job === null;
    return (job === null || isAbout(one, job)) && (steps?.some((step) => isAbout(step, one)) ?? true);
  };
  const onBytes = (bytes: number): void => request.onProgress?.((read += bytes), total);
  const shared: Shared = { isWanted, groups, beside: new JournalBeside(journal?.records ?? []), onBytes, shiftMs };
  const worker = async (): Promise<void> => {
    for (let file = pending.shift(); file && !signal.aborted; file = pending.shift())
      sources.push(await readFile(host, file, request, shared));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  if (journal) sources.push(...readBeside(journal, request, shared));
  return { sources: sources.toSorted((a, b) => (a.path < b.path ? -1 : 1)), groups: groups.sorted() };
}

/** What readers of all logs share. */
interface Shared {
  /** Whether a record of craned's log or of the journal is asked for, by the job that it is about. */
  readonly isWanted: (job: string | null) => boolean;
  readonly groups: Groups;
  readonly beside: JournalBeside;
  readonly onBytes: (bytes: number) => void;
  /** What local times of the logs are to be moved by, ms. */
  readonly shiftMs: number;
}

/** The journal, when all logs are read: what they do not have. */
function readBeside(
  { records, entries, error, from }: JournalRead,
  request: LogRequest,
  { isWanted, groups, beside }: Shared,
): readonly LogSource[] {
  const take = inTime(groups.reader(null), request);
  const asked = records.filter(({ text }) => isWanted(jobIn(text)));
  for (const record of asked) if (!beside.isInLogs(record)) take(record);
  const isLookedAt = asked.length > 0 || (entries > 0 && request.job === null);
  if (!isLookedAt && error === undefined) return [];
  return [
    {
      path: 'journal',
      lines: asked.length,
      ...(error === undefined ? {} : { error }),
      ...(from === undefined ? {} : { from }),
    },
  ];
}

function inTime(take: (record: LogRecord) => void, { since, until }: LogRequest): (record: LogRecord) => void {
  return (record) => {
    if (record.at >= since && record.at <= until) take(record);
  };
}

async function readFile(
  host: Host,
  file: LogFile,
  request: LogRequest,
  { isWanted, beside, groups, onBytes, shiftMs }: Shared,
): Promise<LogSource> {
  const take = inTime(groups.reader(file.job), request);
  let lines = 0;
  let clockJumps = 0;
  let before = -Infinity;
  let first = Infinity;
  const told = (error?: string, from?: number): LogSource => ({
    path: file.path,
    lines,
    ...(clockJumps === 0 ? {} : { clockJumps }),
    ...(error === undefined ? {} : { error }),
    ...(from === undefined || !Number.isFinite(from) ? {} : { from }),
  });
  const onRecord = (bytes: Buffer): void => {
    const written = recordIn(bytes.toString('utf8'));
    const record = written && { ...written, at: written.at + shiftMs };
    if (record && record.at < before - JUMP_MS) clockJumps += 1;
    before = record?.at ?? before;
    if (record) {
      first = Math.min(first, record.at);
      beside.met(record);
    }
    if (!record || (file.job === null && !isWanted(jobIn(record.text)))) return;
    lines += 1;
    take(record);
  };
  if (await mayHang(host, file.path)) {
    const tail = await tailOf(host, file.path);
    if (!tail.ok) return told(tail.error.code);
    const { bytes, size } = tail.value;
    const scan = new Scan(onRecord);
    scan.add(Buffer.from(bytes));
    scan.end();
    onBytes(file.size);
    if (request.named.length > 0 && scan.bytes > 0 && !scan.isLog) return told('not-a-log');
    return size > bytes.length && first >= request.since ? told('only-a-part', first) : told();
  }
  const { error } = await readLog(file.path, { since: request.since, signal: request.signal, onBytes }, onRecord);
  // craned may have written only what is no record yet; what somebody names has to be a log.
  return told(error === 'not-a-log' && request.named.length === 0 ? undefined : error);
}
