import type { Check, CheckContext, Looked } from '../checks/check.ts';
import { finder, findingOf } from '../checks/finder.ts';
import type { Finding } from '../checks/finding.ts';
import { within } from './deadline.ts';
import { decidersOf, isKey, keysNeeded, spoils } from './keys.ts';
import type { PlannedCheck } from './plan.ts';
import { statusOf, type CheckResult, type Skip } from './result.ts';

/** What a renderer can follow while the checks run. */
export type RunEvent =
  { readonly event: 'running'; readonly id: string } | { readonly event: 'check'; readonly result: CheckResult };

export interface RunLimits {
  /** A check's deadline, ms. */
  readonly checkMs: number;
  /** The whole run's deadline, ms. */
  readonly runMs: number;
  /** Ends the run at once; the reason is the signal's name. */
  readonly signal: AbortSignal;
}

type Ask = Pick<CheckContext, 'host' | 'config' | 'options' | 'settings' | 'role'>;

function skipped(id: string, skip: Skip, observed: CheckResult['observed'] = {}): CheckResult {
  return { id, status: 'skip', durationMs: 0, skip, observed, findings: [] };
}

/**
 * Why a check cannot look, by the results of what it waited for: blocked where a need failed, is
 * unknown or is blocked itself (then by the same roots), or where a key it needs was left unreadable;
 * not applicable where a need is.
 */
function barrier(
  { check, needs }: PlannedCheck,
  results: ReadonlyMap<string, CheckResult>,
  checks: readonly Check[],
): Skip | undefined {
  const by = new Set<string>();
  for (const need of needs.filter((id) => !isKey(id))) {
    const result = results.get(need);
    if (!result) continue;
    if (result.skip?.reason === 'not-applicable') return { ...result.skip, by: [] };
    if (result.skip?.reason === 'blocked') result.skip.by.forEach((id) => by.add(id));
    const stands = result.findings.filter((finding) => !finding.readPast);
    if (['fail', 'unknown'].includes(statusOf(stands))) by.add(need);
  }
  for (const key of keysNeeded(check, needs)) {
    for (const decider of decidersOf(key, checks)) {
      const result = results.get(decider.id);
      if (result && decider !== check && spoils(result, decider, key)) by.add(decider.id);
    }
  }
  return by.size === 0 ? undefined : { reason: 'blocked', by: [...by] };
}

function resultOf(check: Check, looked: Looked, durationMs: number): CheckResult {
  const observed = looked.observed ?? {};
  if ('notApplicable' in looked)
    return skipped(check.id, { reason: 'not-applicable', by: [], note: looked.notApplicable }, observed);
  if ('blockedBy' in looked) return skipped(check.id, { reason: 'blocked', by: looked.blockedBy }, observed);
  return { id: check.id, status: statusOf(looked.findings), durationMs, observed, findings: looked.findings };
}

async function look(
  check: Check,
  context: CheckContext,
  deadlineMs: number,
  signal: AbortSignal,
): Promise<CheckResult> {
  const started = performance.now();
  const raced = await within(
    Promise.resolve().then(() => check.run(context)),
    deadlineMs,
    signal,
  );
  const durationMs = performance.now() - started;
  if (raced.ended === 'done') return resultOf(check, raced.value, durationMs);
  const finding = (name: string, args: Finding['args']): CheckResult =>
    resultOf(check, { findings: [findingOf(check, name, args)] }, durationMs);
  if (raced.ended === 'deadline') return finding('deadline', { seconds: Math.round(durationMs / 100) / 10 });
  if (raced.ended === 'aborted') return finding('interrupted', { signal: String(signal.reason) });
  return finding('check-error', { error: raced.error instanceof Error ? raced.error.message : String(raced.error) });
}

/**
 * Runs a plan: every check as soon as what it waits for is settled, all others at the same time. A
 * check ends at its own deadline or at the run's, whichever is first. Each planned check has exactly
 * one result, and each result is an event.
 */
export async function runPlan(
  plan: readonly PlannedCheck[],
  ask: Ask,
  limits: RunLimits,
  onEvent: (event: RunEvent) => void = () => {},
): Promise<Map<string, CheckResult>> {
  const end = performance.now() + limits.runMs;
  const checks = plan.map(({ check }) => check);
  const runs = new Set(plan.filter(({ skip }) => !skip).map(({ check }) => check.id));
  const results = new Map<string, CheckResult>();
  const settled = new Map<string, Promise<void>>();

  const settle = async (planned: PlannedCheck): Promise<void> => {
    const { check } = planned;
    await Promise.all(planned.after.map((id) => settled.get(id) ?? Promise.resolve()));
    const skip = planned.skip ?? barrier(planned, results, checks);
    let result: CheckResult;
    if (skip) result = skipped(check.id, skip);
    else {
      onEvent({ event: 'running', id: check.id });
      const context: CheckContext = { ...ask, ...finder(check), runs: (id) => runs.has(id) };
      result = await look(check, context, Math.min(limits.checkMs, end - performance.now()), limits.signal);
    }
    results.set(check.id, result);
    onEvent({ event: 'check', result });
  };

  // Each waits only for those that come before it in the order of needs, so that the promises below never wait in a circle.
  for (const planned of inOrderOfNeeds(plan)) settled.set(planned.check.id, settle(planned));
  await Promise.all(settled.values());
  return new Map(plan.map(({ check }) => [check.id, results.get(check.id)!]));
}

/** The plan with everything after what it waits for. A circle of needs is a defect of the registry. */
function inOrderOfNeeds(plan: readonly PlannedCheck[]): PlannedCheck[] {
  const ordered: PlannedCheck[] = [];
  const visiting = new Set<string>();
  const visit = (planned: PlannedCheck): void => {
    if (ordered.includes(planned)) return;
    if (visiting.has(planned.check.id)) throw new Error(`a circle of needs around ${planned.check.id}`);
    visiting.add(planned.check.id);
    for (const id of planned.after) visit(plan.find(({ check }) => check.id === id)!);
    ordered.push(planned);
  };
  plan.forEach(visit);
  return ordered;
}
