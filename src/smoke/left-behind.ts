import type { Finding } from '../checks/finding.ts';
import { oneLine } from '../checks/look/one-line.ts';
import { found } from './findings.ts';

/** What could not be taken away, and why. */
export interface Left {
  readonly what: string;
  readonly reason: string;
}

/** A finding for each. */
export function leftFindings(left: readonly Left[]): readonly Finding[] {
  return left.map(({ what, reason }) => found('left-behind', { what, reason: oneLine(reason, 300) }, { target: what }));
}
