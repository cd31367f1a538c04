import type { Observed } from '../checks/check.ts';
import type { Finding } from '../checks/finding.ts';
import type { Text } from '../lang.ts';

export type Status = 'pass' | 'warn' | 'fail' | 'unknown' | 'skip';

export type SkipReason = 'blocked' | 'not-applicable' | 'excluded' | 'offline';

export interface Skip {
  readonly reason: SkipReason;
  /** The checks at the root of a block, else empty. */
  readonly by: readonly string[];
  /** Why, where the reason alone does not say. */
  readonly note?: Text;
}

/** What came of one check, free of any language. */
export interface CheckResult {
  readonly id: string;
  readonly status: Status;
  readonly durationMs: number;
  readonly skip?: Skip;
  readonly observed: Observed;
  readonly findings: readonly Finding[];
}

/**
 * The status of a check follows from its findings, never by hand: an error fails it, else what could
 * not be seen leaves it unknown, else a warning makes it warn; information alone passes. What is
 * expected does not count.
 */
export function statusOf(findings: readonly Finding[]): Status {
  const has = (severity: Finding['severity']): boolean =>
    findings.some((finding) => finding.severity === severity && !finding.expected);
  if (has('error')) return 'fail';
  if (has('unknown')) return 'unknown';
  return has('warning') ? 'warn' : 'pass';
}
