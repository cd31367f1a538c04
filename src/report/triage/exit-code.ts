import { EXIT } from '../exit-code.ts';
import type { Triaged } from './schema.ts';

/**
 * The exit code of a triage: that of the checks where they were made, and by the logs alone 1 for faults or
 * unknown errors in them. What is over by now is no fault of the node any more. Where nothing is found, a log that
 * could not be read is 3.
 */
export function exitCodeOfTriage({ groups, sources }: Triaged, checks: number | null): number {
  const unread = sources.some(({ error }) => error !== undefined);
  if (checks !== null) return checks === EXIT.ok && unread ? EXIT.notChecked : checks;
  if (groups.some(({ noise }) => !noise)) return EXIT.problems;
  return unread ? EXIT.notChecked : EXIT.ok;
}
