import type { HostError } from '../host/answer.ts';
import type { Host } from '../host/host.ts';
import { jobOf } from './log-files.ts';
import { recordIn, type LogRecord } from './record.ts';
import { Scan } from './scan.ts';

/** Of each log the end, and of the supervisors' the newest: a glance, which a bundle has as well. */
export const END_BYTES = 1 << 20;
const NEWEST = 20;
const MAX_ENTRIES = 100_000;

/** Where the logs are: craned's, and the directory of the supervisors'. */
export interface LogPlaces {
  readonly cranedLog: string;
  readonly supervisorLogDir: string;
}

/** The end of a log. */
export interface LogEnd {
  readonly path: string;
  readonly job: string | null;
  readonly bytes: Uint8Array;
  /** Whether the log is longer than what is read of it. */
  readonly isPart: boolean;
}

export interface LogEnds {
  readonly ends: readonly LogEnd[];
  /** What could not be looked at; a log that is not there is none. */
  readonly errors: readonly { readonly path: string; readonly error: HostError }[];
}

/** The ends of craned's log and of the newest supervisors' logs. */
export async function logEnds(host: Host, { cranedLog, supervisorLogDir }: LogPlaces): Promise<LogEnds> {
  const directory = supervisorLogDir.replace(/\/+$/, '');
  const listed = await host.ask('readDirectory', { path: directory, max: MAX_ENTRIES });
  const errors = listed.ok || isNothing(listed.error) ? [] : [{ path: directory, error: listed.error }];
  const steps = listed.ok ? newestSteps(listed.value.map(({ name }) => name)) : [];
  const logs = [
    { path: cranedLog, job: null },
    ...steps.map(({ name, job }) => ({ path: `${directory}/${name}`, job })),
  ];
  const read = await Promise.all(logs.map(({ path }) => host.ask('readTail', { path, maxBytes: END_BYTES })));
  const ends: LogEnd[] = [];
  for (const [index, end] of read.entries()) {
    const log = logs[index]!;
    if (end.ok) ends.push({ ...log, bytes: end.value.bytes, isPart: end.value.size > end.value.bytes.length });
    else if (!isNothing(end.error)) errors.push({ path: log.path, error: end.error });
  }
  return { ends, errors };
}

function isNothing({ code }: HostError): boolean {
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** Steps have growing numbers: the newest are those with the highest. */
function newestSteps(names: readonly string[]): readonly { readonly name: string; readonly job: string }[] {
  const numbers = (job: string): readonly number[] => job.split('.').map(Number);
  return names
    .flatMap((name) => {
      const job = jobOf(name);
      return job === null ? [] : [{ name, job }];
    })
    .toSorted((a, b) => {
      const [[job = 0, step = 0], [other = 0, otherStep = 0]] = [numbers(a.job), numbers(b.job)];
      return other - job || otherStep - step;
    })
    .slice(0, NEWEST);
}

/** By how much the local times in a node's logs are to be moved to be this machine's, ms: another machine may read them. */
export async function zoneShiftMs(host: Host): Promise<number> {
  const zone = await host.ask('zone', {});
  return zone.ok ? (-new Date().getTimezoneOffset() - zone.value.offsetMinutes) * 60_000 : 0;
}

/** The records of a log's end since a time (Unix, ms). */
export function recordsOfEnd({ bytes }: LogEnd, since: number, shiftMs: number): readonly LogRecord[] {
  const records: LogRecord[] = [];
  const scan = new Scan((found) => {
    const record = recordIn(found.toString('utf8'));
    if (record && record.at + shiftMs >= since) records.push({ ...record, at: record.at + shiftMs });
  });
  scan.add(Buffer.from(bytes));
  scan.end();
  return records;
}
