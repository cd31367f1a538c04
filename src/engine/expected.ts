import type { Finding } from '../checks/finding.ts';
import { isExpired, type Expected } from '../settings/settings.ts';
import { statusOf, type CheckResult } from './result.ts';

/**
 * The results as they count: findings that the site expects at this time (Unix time, ms) are marked, and
 * the status is that of the others. What a check was blocked by is as it was: it could not look.
 */
export function withExpected(
  results: ReadonlyMap<string, CheckResult>,
  entries: readonly Expected[],
  at: number,
): ReadonlyMap<string, CheckResult> {
  const inForce = entries.filter((entry) => !isExpired(entry, at));
  if (inForce.length === 0) return results;
  const marked = (finding: Finding): Finding => {
    const entry = inForce.find(
      ({ code, target }) => code === finding.code && (target === null || target === finding.target),
    );
    return entry ? { ...finding, expected: { reason: entry.reason, expires: entry.expires } } : finding;
  };
  return new Map(
    [...results].map(([id, result]) => {
      const findings = result.findings.map(marked);
      const known = findings.some(({ expected }) => expected);
      return [id, known ? { ...result, findings, status: statusOf(findings) } : result];
    }),
  );
}
