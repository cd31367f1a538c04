import type { Report, ReportCause, ReportCheck, ReportFinding } from './schema.ts';

/** A cause with its check: the finding that leads, and all others of the check in their order. */
export interface OutlinedCause {
  readonly cause: ReportCause;
  readonly check: ReportCheck;
  readonly leading: ReportFinding;
  readonly rest: readonly ReportFinding[];
}

/** A finding that no cause shows, with its check. */
export interface Placed {
  readonly check: ReportCheck;
  readonly finding: ReportFinding;
}

/** A report in the order in which a person reads it. No finding is in it twice. */
export interface Outline {
  readonly causes: readonly OutlinedCause[];
  /** Errors, and what could not be looked at, that follow from a cause. */
  readonly further: readonly Placed[];
  readonly warnings: readonly Placed[];
  readonly infos: readonly Placed[];
  /** What the site knows of and lives with, of any severity; it is nowhere else. */
  readonly expected: readonly Placed[];
}

/** What the formats for people show of a report: the causes, what follows from them, warnings, information. */
export function outlineOf(report: Report): Outline {
  const causes = report.causes.map((cause): OutlinedCause => {
    const check = report.checks.find(({ id }) => id === cause.check)!;
    const counted = check.findings.filter((finding) => !finding.expected);
    const leading = counted.find(({ code }) => code === cause.code)!;
    return { cause, check, leading, rest: counted.filter((finding) => finding !== leading) };
  });
  const shown = new Set(causes.map(({ check }) => check));
  const all = report.checks.flatMap((check) => check.findings.map((finding): Placed => ({ check, finding })));
  const others = (severity: ReportFinding['severity']): Placed[] =>
    all.filter(({ check, finding }) => !shown.has(check) && !finding.expected && finding.severity === severity);
  return {
    causes,
    further: [...others('error'), ...others('unknown')],
    warnings: others('warning'),
    infos: others('info'),
    expected: all.filter(({ finding }) => finding.expected),
  };
}

const ORDER = ['pass', 'warn', 'fail', 'unknown', 'skip'] as const;

/** How many of some checks have each status; a status that none has is left out. */
export function statusCounts(checks: readonly ReportCheck[]): readonly (readonly [ReportCheck['status'], number])[] {
  return ORDER.map((status) => [status, checks.filter((check) => check.status === status).length] as const).filter(
    ([, n]) => n > 0,
  );
}

/** The checks of a report by group, in the registry's order. */
export function groupsOf(report: Report): Map<string, ReportCheck[]> {
  const groups = new Map<string, ReportCheck[]>();
  for (const check of report.checks) groups.set(check.group, [...(groups.get(check.group) ?? []), check]);
  return groups;
}
