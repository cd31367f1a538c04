import type { Report } from './schema.ts';

/** `--fail-on`: which findings make the exit code 1. `never` turns 1 and 3 into 0. */
export type FailOn = 'error' | 'warning' | 'never';

/** The exit codes of the contract that do not come from a report. */
export const EXIT = { ok: 0, problems: 1, usage: 2, notChecked: 3, crash: 70 } as const;

/**
 * The exit code of a report, and nothing else decides it: 1 for an error finding (or a warning, where
 * that is asked for), 3 where something could not be checked, else 0. Checks in `allowUnknown` may be
 * unknown.
 */
export function exitCodeOf(report: Report, failOn: FailOn, allowUnknown: readonly string[] = []): number {
  if (failOn === 'never') return EXIT.ok;
  const has = (severity: string): boolean =>
    report.checks.some((check) => check.findings.some((finding) => finding.severity === severity));
  if (has('error') || (failOn === 'warning' && has('warning'))) return EXIT.problems;
  const unknown = report.checks.some(
    (check) => check.status === 'unknown' && !allowUnknown.includes(check.id) && !allowUnknown.includes(check.group),
  );
  return unknown ? EXIT.notChecked : EXIT.ok;
}
