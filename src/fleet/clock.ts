import type { NodeReport } from './node-report.ts';

/** What a network and a busy machine may add: closer two clocks cannot be compared by this. */
const TOLERANCE_MS = 2_000;

/**
 * How far the clock of a node is off at least, ms (positive: ahead): its run cannot have begun before it was
 * asked for, nor have ended after its report came in. 0 where neither is so, which is all that a report shows.
 */
export function clockOffset(
  { startedAt, durationMs }: Pick<NodeReport, 'startedAt' | 'durationMs'>,
  askedAt: number | null,
  heardAt: number,
): number {
  const ahead = startedAt + durationMs - heardAt;
  if (ahead > TOLERANCE_MS) return Math.round(ahead);
  const behind = askedAt === null ? 0 : startedAt - askedAt;
  return behind < -TOLERANCE_MS ? Math.round(behind) : 0;
}
