import type { Finding } from '../checks/finding.ts';

/** A finding of an earlier report, in the words that it had there. Code and target are its identity. */
export interface BaselineFinding extends Pick<Finding, 'code' | 'severity' | 'target'> {
  readonly message: string;
}

/** An earlier report to compare with (`--baseline`). */
export interface Baseline {
  readonly hostname: string;
  /** RFC 3339. */
  readonly startedAt: string;
  readonly findings: readonly BaselineFinding[];
}
