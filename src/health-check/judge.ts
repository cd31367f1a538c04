import type { Report } from '../report/schema.ts';
import type { NodeControl } from './cluster.ts';
import type { Memory } from './memory.ts';

/** What a run has seen of what drains. */
export interface Sighting {
  /** The kernel's boot id. */
  readonly bootId: string;
  /** When the run began, RFC 3339. */
  readonly at: string;
  /** The codes that were found as errors and that the site does not expect. */
  readonly errors: readonly string[];
  /** Of the codes that our own drain was for, those that are found still, whatever drains by now. */
  readonly still: readonly string[];
  /** False where something that drains or has drained could not be looked at: then the node is not known to be healthy. */
  readonly seen: boolean;
}

/** Runs further apart than this are no row (a decision of ours). */
const ROW_MS = 24 * 3_600_000;

/**
 * What a report says about the codes that drain, and about those that our own drain was for (`drainedBy`): where
 * the settings name others by now, or none by mistake, a sick node must not be given back.
 */
export function sightingIn(
  report: Report,
  codes: readonly string[],
  drainedBy: readonly string[],
  bootId: string,
): Sighting {
  const concerned = new Set([...codes, ...drainedBy].map((code) => code.split('/')[0]));
  const checks = report.checks.filter(({ id }) => concerned.has(id));
  const found = checks
    .flatMap(({ findings }) => findings)
    .filter(({ severity, expected }) => severity === 'error' && !expected)
    .map(({ code }) => code);
  const among = (wanted: readonly string[]): readonly string[] =>
    [...new Set(found)].filter((code) => wanted.includes(code)).toSorted();
  const seen = checks.every(
    ({ status, skip }) => status !== 'unknown' && (skip === undefined || skip.reason === 'not-applicable'),
  );
  return { bootId, at: report.startedAt, errors: among(codes), still: among(drainedBy), seen };
}

/** Counts a run: a row ends where a run saw something else, at a reboot, after a day, and where the clock went back. */
export function counted(before: Memory, { bootId, at, errors, still, seen }: Sighting): Memory {
  const apart = Date.parse(at) - Date.parse(before.lastRun);
  const inARow = before.bootId === bootId && apart >= 0 && apart <= ROW_MS;
  const earlier = (runs: number | undefined): number => (inARow ? (runs ?? 0) : 0);
  const healthy = seen && errors.length === 0 && still.length === 0;
  return {
    ...before,
    bootId,
    lastRun: at,
    failing: Object.fromEntries(errors.map((code) => [code, earlier(before.failing[code]) + 1])),
    healthyRuns: healthy ? earlier(before.healthyRuns) + 1 : 0,
    overruled: before.overruled && !healthy,
  };
}

/** The codes that were found in so many runs in a row. */
export function lasting({ failing }: Memory, runs: number): readonly string[] {
  return Object.keys(failing).filter((code) => failing[code]! >= runs);
}

/** What is due by what was seen: what the cluster says of the node comes after it. */
export function due(memory: Memory, runs: number): 'drain' | 'resume' | null {
  if (memory.drained) return memory.healthyRuns >= runs ? 'resume' : null;
  return !memory.overruled && lasting(memory, runs).length > 0 ? 'drain' : null;
}

/** Every reason of ours begins with this. */
const MARK = 'crane-doctor: ';

/** The longest list of codes in a reason: `cinfo -R` shows it in a column. */
const MANY = 3;

/**
 * The reason of a drain. ccontrol puts a word with a blank in it into quotes of its own, cannot take quotes,
 * and takes every word with `format` in it for an option: of such a code only the check is named.
 */
export function reasonOf(codes: readonly string[]): string {
  const names = codes.map((code) => (code.includes('format') ? code.split('/')[0]! : code));
  const more = names.length > MANY ? ` and ${names.length - MANY} more` : '';
  return `${MARK}${names.slice(0, MANY).join(' ')}${more}`;
}

/**
 * What is left of our own drain by what the cluster says: nothing where the node has a reason of somebody
 * else, or is not drained; then somebody has given it back, if it ever was seen drained.
 */
export function reconciled(memory: Memory, { state, reason }: NodeControl): Memory {
  const { drained } = memory;
  if (!drained || state === null || state === 'other') return memory;
  if (state === 'none') return { ...memory, drained: null, overruled: memory.overruled || drained.confirmed };
  if (reason !== null && reason !== drained.reason) return { ...memory, drained: null };
  return { ...memory, drained: { ...drained, confirmed: true } };
}

/** Whether what is due may be done: drain a node that nobody has touched, give back one whose drain is known to be ours. */
export function permitted(what: 'drain' | 'resume', { drained }: Memory, { state, reason }: NodeControl): boolean {
  if (what === 'drain') return state === 'none';
  return state === 'drain' && drained !== null && reason === drained.reason;
}
