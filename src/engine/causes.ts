import type { Check } from '../checks/check.ts';
import type { CheckResult } from './result.ts';

/** A check that is the cause of something, the code that names it, and all that hangs on it. */
export interface Cause {
  readonly check: string;
  readonly code: string;
  readonly blocks: readonly string[];
}

/** The findings that made a result what it is: its errors, else what it could not look at. */
function worstOf(result: CheckResult): CheckResult['findings'] {
  const errors = result.findings.filter((finding) => finding.severity === 'error');
  return errors.length > 0 ? errors : result.findings.filter((finding) => finding.severity === 'unknown');
}

/** The one code that names a cause: the error that craned stops at, else the first of the worst severity. */
function leadingCode(result: CheckResult): string {
  const worst = worstOf(result);
  return (worst.find((finding) => finding.stopsCraned) ?? worst[0]!).code;
}

/**
 * Who explains whom: a failed check's `explains` names codes of other checks. A check follows from
 * another only when all of its worst findings do. Of two that explain each other the earlier in the
 * registry is the cause.
 */
function explainers(checks: readonly Check[], results: ReadonlyMap<string, CheckResult>): Map<string, string> {
  const failed = checks.filter((check) => results.get(check.id)?.status === 'fail');
  const bad = checks.filter((check) => ['fail', 'unknown'].includes(results.get(check.id)?.status ?? ''));
  const explainedBy = new Map<string, string>();
  const leadsTo = (from: string, to: string): boolean => {
    for (let id: string | undefined = from; id !== undefined; id = explainedBy.get(id)) if (id === to) return true;
    return false;
  };
  // Backwards, so that of two that explain each other the later is settled first, as the consequence.
  for (const check of bad.toReversed()) {
    const worst = worstOf(results.get(check.id)!);
    const by = failed.find(
      (other) =>
        other !== check &&
        worst.every((finding) => other.explains.includes(finding.code)) &&
        !leadsTo(other.id, check.id),
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
