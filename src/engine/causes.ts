import type { Check } from '../checks/check.ts';
import type { Finding } from '../checks/finding.ts';
import type { CheckResult } from './result.ts';

/** A check that is the cause of something, the code that names it, and all that hangs on it. */
export interface Cause {
  readonly check: string;
  readonly code: string;
  readonly blocks: readonly string[];
}

/** The findings that made a result what it is: its errors, else what it could not look at. */
function worstOf(result: CheckResult): CheckResult['findings'] {
  const counted = result.findings.filter((finding) => !finding.expected);
  const errors = counted.filter((finding) => finding.severity === 'error');
  return errors.length > 0 ? errors : counted.filter((finding) => finding.severity === 'unknown');
}

/** The one code that names a cause: the error that craned stops at, else the first of the worst severity. */
function leadingCode(result: CheckResult): string {
  const worst = worstOf(result);
  return (worst.find((finding) => finding.stopsCraned) ?? worst[0]!).code;
}

/**
 * Whether a failed check explains a finding of another: by its `explains`, or as that at which craned
 * stops. Of a file system that does not answer any check speaks that looked at it, also one that could
 * only say that it saw nothing: it is one cause, under however many paths it is seen.
 */
function explains(other: Check, results: ReadonlyMap<string, CheckResult>, finding: Finding): boolean {
  const result = results.get(other.id)!;
  const { status, findings } = result;
  const { silentMount } = finding;
  if (silentMount !== undefined && worstOf(result).some((one) => one.silentMount === silentMount)) {
    return status === 'fail' || finding.severity === 'unknown';
  }
  if (status !== 'fail') return false;
  if (other.explains.includes(finding.code)) return true;
  return finding.followsStop === true && findings.some(({ stopsCraned }) => stopsCraned === true);
}

/**
 * Who explains whom (see `explains`). A check follows from another only when all of its worst findings
 * do. Of two that explain each other the earlier in the registry is the cause.
 */
function explainers(checks: readonly Check[], results: ReadonlyMap<string, CheckResult>): Map<string, string> {
  const bad = checks.filter((check) => ['fail', 'unknown'].includes(results.get(check.id)?.status ?? ''));
  // A failure rather than an unknown is the cause, where both would explain the same.
  const explaining = ['fail', 'unknown'].flatMap((status) =>
    bad.filter(({ id }) => results.get(id)?.status === status),
  );
  const explainedBy = new Map<string, string>();
  const leadsTo = (from: string, to: string): boolean => {
    for (let id: string | undefined = from; id !== undefined; id = explainedBy.get(id)) if (id === to) return true;
    return false;
  };
  // Backwards, so that of two that explain each other the later is settled first, as the consequence.
  for (const check of bad.toReversed()) {
    const worst = worstOf(results.get(check.id)!);
    const by = explaining.find(
      (other) =>
        other !== check && worst.every((finding) => explains(other, results, finding)) && !leadsTo(other.id, check.id),
    );
    if (by) explainedBy.set(check.id, by.id);
  }
  return explainedBy;
}

/**
 * The causes among the results: failed and unknown checks that nothing else explains, each with the
 * checks that were blocked by it or follow from it, however far. Failures come before unknowns, then
 * the one that most hangs on, then the registry's order.
 */
export function causesOf(checks: readonly Check[], results: ReadonlyMap<string, CheckResult>): Cause[] {
  const explainedBy = explainers(checks, results);
  const rootOf = (id: string): string => {
    const by = explainedBy.get(id);
    return by === undefined ? id : rootOf(by);
  };
  const hanging = new Map<string, string[]>();
  for (const check of checks) {
    const result = results.get(check.id);
    if (!result) continue;
    const roots = result.skip?.reason === 'blocked' ? result.skip.by : explainedBy.has(check.id) ? [check.id] : [];
    for (const root of new Set(roots.map(rootOf))) hanging.set(root, [...(hanging.get(root) ?? []), check.id]);
  }
  const causes = checks
    .map((check) => results.get(check.id))
    .filter((result) => result !== undefined)
    .filter((result) => (result.status === 'fail' || result.status === 'unknown') && !explainedBy.has(result.id))
    .map((result) => ({
      status: result.status,
      check: result.id,
      code: leadingCode(result),
      blocks: hanging.get(result.id) ?? [],
    }));
  const rank = (cause: (typeof causes)[number]): number => (cause.status === 'fail' ? 0 : 1);
  return causes
    .sort((a, b) => rank(a) - rank(b) || b.blocks.length - a.blocks.length)
    .map(({ check, code, blocks }) => ({ check, code, blocks }));
}
