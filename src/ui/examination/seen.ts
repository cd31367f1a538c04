import { findingOf } from '../../checks/finder.ts';
import type { Examination, Started } from '../../engine/examination.ts';
import { statusOf, type CheckResult } from '../../engine/result.ts';
import type { RunEvent } from '../../engine/run.ts';

/** What is known before any check has run. */
export type Known = Omit<Started, 'run'>;

/** What the engine has told so far. */
export interface Seen {
  readonly phase: 'reading' | 'running' | 'done';
  readonly known: Known | null;
  readonly results: ReadonlyMap<string, CheckResult>;
  /** Since when a check runs, in ms of the screen's clock. */
  readonly running: ReadonlyMap<string, number>;
  readonly durationMs: number;
  /** When the last look ended, by the clock of who was asked (Unix time, ms); null before that. */
  readonly lookedAt: number | null;
  /** What was known when "check again" was asked for; null in the first run. */
  readonly before: ReadonlyMap<string, CheckResult> | null;
  /** The checks that this run has given a result, in the order of the events. */
  readonly settled: ReadonlySet<string>;
}

export const NOTHING_SEEN: Seen = {
  phase: 'reading',
  known: null,
  results: new Map(),
  running: new Map(),
  durationMs: 0,
  lookedAt: null,
  before: null,
  settled: new Set(),
};

/** The same node is looked at again: what was seen stays until something newer takes its place. */
export function seenAgain(seen: Seen): Seen {
  return { ...seen, phase: 'running', before: seen.results, running: new Map(), settled: new Set() };
}

/** One event of the run, at `at` ms. */
export function seenEvent(seen: Seen, event: RunEvent, at: number): Seen {
  const running = new Map(seen.running);
  if (event.event === 'running') return { ...seen, running: running.set(event.id, at) };
  running.delete(event.result.id);
  return {
    ...seen,
    running,
    results: new Map(seen.results).set(event.result.id, event.result),
    settled: new Set(seen.settled).add(event.result.id),
  };
}

/** The run has ended. */
export function seenAll(seen: Seen, { results, durationMs, ...known }: Examination, lookedAt: number | null): Seen {
  return { ...seen, phase: 'done', known, results, durationMs, lookedAt, running: new Map() };
}

/** What is there so far, as an examination: checks without a result are left out. */
export function examinationOf({ known, results, durationMs }: Seen): Examination | null {
  return known && { ...known, results, durationMs };
}

/**
 * The examination as it is left: what was not finished when the reader (or a signal) ended it is
 * unknown, never passed. `by` is the key or the signal. Null where not even the configuration was read.
 */
export function leftBehind(seen: Seen, by: string): Examination | null {
  const examination = examinationOf(seen);
  if (!examination || seen.phase === 'done') return examination;
  const results = new Map(
    examination.plan.map(({ check, skip }): [string, CheckResult] => {
      const fresh = seen.settled.has(check.id) || (seen.before !== null && !seen.running.has(check.id));
      const result = fresh ? examination.results.get(check.id) : undefined;
      if (result) return [check.id, result];
      const findings = skip ? [] : [findingOf(check, 'interrupted', { signal: by })];
      const left: CheckResult = {
        id: check.id,
        status: skip ? 'skip' : statusOf(findings),
        durationMs: 0,
        ...(skip ? { skip } : {}),
        observed: {},
        findings,
      };
      return [check.id, left];
    }),
  );
  return { ...examination, results };
}
