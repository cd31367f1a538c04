import type { Baseline } from '../engine/baseline.ts';
import type { Report, ReportCheck } from './schema.ts';
import { visible } from './visible.ts';

function identity({ code, target }: { readonly code: string; readonly target?: string | undefined }): string {
  return JSON.stringify([code, target ?? null]);
}

const BADNESS = ['info', 'warning', 'unknown', 'error'] as const;

/** How bad each finding was in the earlier report, by its identity. */
function worstBefore({ findings }: Baseline): ReadonlyMap<string, number> {
  const worst = new Map<string, number>();
  for (const finding of findings) {
    const key = identity(finding);
    worst.set(key, Math.max(worst.get(key) ?? 0, BADNESS.indexOf(finding.severity)));
  }
  return worst;
}

/** Whether a check has looked at all that there was to look at, so that what it does not find is not there. */
function hasLooked(check: ReportCheck | undefined): boolean {
  return check !== undefined && !check.skip && !check.findings.some(({ severity }) => severity === 'unknown');
}

/**
 * A report beside an earlier one: each finding is new or was known (one that has become worse is new), and what was found then and is not
 * found now is fixed, or could not be seen.
 */
export function comparedWith(baseline: Baseline, report: Report): Report {
  const before = worstBefore(baseline);
  const checks = report.checks.map((check) => ({
    ...check,
    findings: check.findings.map((finding) => ({
      ...finding,
      baseline:
        BADNESS.indexOf(finding.severity) <= (before.get(identity(finding)) ?? -1)
          ? ('known' as const)
          : ('new' as const),
    })),
  }));
  const findings = checks.flatMap((check) => check.findings);
  const now = new Set(findings.map(identity));
  const looked = new Set(report.checks.filter(hasLooked).map(({ id }) => id));
  const gone = [...new Map(baseline.findings.map((finding) => [identity(finding), finding])).entries()]
    .filter(([key]) => !now.has(key))
    .map(([, { code, severity, target, message }]) => ({
      code,
      severity,
      message: visible(message),
      ...(target === undefined ? {} : { target: visible(target) }),
    }));
  const seen = ({ code }: { readonly code: string }): boolean => looked.has(code.split('/')[0]!);
  return {
    ...report,
    checks,
    baseline: {
      hostname: visible(baseline.hostname),
      startedAt: visible(baseline.startedAt),
      new: findings.filter((finding) => finding.baseline === 'new').length,
      known: findings.filter((finding) => finding.baseline === 'known').length,
      fixed: gone.filter(seen),
      unseen: gone.filter((finding) => !seen(finding)),
    },
  };
}
