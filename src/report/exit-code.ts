import type { FormatName } from './formats/formats.ts';
import type { Report, ReportCheck, ReportFinding } from './schema.ts';

/**
 * `--fail-on`: which findings make the exit code 1. With `new` only what the report of `--baseline` has not
 * counts, unknowns too; `never` turns 1 and 3 into 0.
 */
export type FailOn = 'error' | 'warning' | 'new' | 'never';

/** What decides the exit code beside the report. */
export interface ExitPolicy {
  readonly failOn: FailOn;
  /** Ids and groups of checks that may be unknown. */
  readonly allowUnknown: readonly string[];
  readonly format?: FormatName | undefined;
}

/** The exit codes of the contract that do not come from a report. */
export const EXIT = { ok: 0, problems: 1, usage: 2, notChecked: 3, crash: 70 } as const;

/** The exit codes of a monitoring plugin (Nagios, Icinga). */
const PLUGIN = { ok: 0, warning: 1, critical: 2, unknown: 3 } as const;

/** Whether there are findings that count, by severity. What the site expects does not, nor with `new` what was known. */
function countedIn({ checks }: Report, { failOn, allowUnknown }: ExitPolicy): (severity: string) => boolean {
  const counts = ({ expected, baseline }: ReportFinding): boolean =>
    !expected && (failOn !== 'new' || baseline === 'new');
  const allowed = ({ id, group }: ReportCheck): boolean => allowUnknown.includes(id) || allowUnknown.includes(group);
  return (severity) =>
    checks.some(
      (check) =>
        !(severity === 'unknown' && allowed(check)) &&
        check.findings.some((finding) => finding.severity === severity && counts(finding)),
    );
}

/**
 * The exit code of a report, and nothing else decides it: 1 for an error finding (or a warning, or only a
 * new one, where that is asked for), 3 where something could not be checked, else 0. Checks in `allowUnknown` may be
 * unknown. In the format `nagios` it is the plugin's: 2 for an error finding, 3 where something could
 * not be checked, 1 for a warning, else 0.
 */
export function exitCodeOf(report: Report, policy: ExitPolicy): number {
  const { failOn, format } = policy;
  if (failOn === 'never') return EXIT.ok;
  const has = countedIn(report, policy);
  if (format === 'nagios') {
    if (has('error')) return PLUGIN.critical;
    // Warnings are less than what could not be checked: nobody knows what that hides.
    if (has('unknown')) return PLUGIN.unknown;
    return has('warning') ? PLUGIN.warning : PLUGIN.ok;
  }
  if (has('error') || (failOn === 'warning' && has('warning'))) return EXIT.problems;
  return has('unknown') ? EXIT.notChecked : EXIT.ok;
}

/** The exit code where there is no report: the call was wrong, or the doctor broke. A plugin can say no more than that it does not know. */
export function exitCodeOfFailure(usage: boolean, format: FormatName | undefined): number {
  if (format === 'nagios') return PLUGIN.unknown;
  return usage ? EXIT.usage : EXIT.crash;
}
