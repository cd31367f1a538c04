import type { Finding } from '../checks/finding.ts';
import { statusOf, type Status } from '../engine/result.ts';
import type { Text } from '../lang.ts';
import { found } from './findings.ts';
import { STEPS } from './sequence.ts';
import type { Reached, Step, StepContext, StepEnd } from './step.ts';

/** What came of one step. */
export interface StepResult {
  readonly step: Step;
  readonly status: Status;
  readonly durationMs: number;
  readonly deadlineMs: number | null;
  readonly findings: readonly Finding[];
  readonly note: string;
  readonly skipped?: Text;
}

export type SmokeEvent =
  | { readonly event: 'running'; readonly step: Step }
  | { readonly event: 'done'; readonly result: StepResult; readonly reached: Reached };

/** Everything that came of a smoke test. */
export interface Smoke {
  readonly results: readonly StepResult[];
  readonly reached: Reached;
  readonly durationMs: number;
}

const NOT_REACHED: Text = { en: 'an earlier step failed', zh: '前面的步骤失败' };
const INTERRUPTED: Text = { en: 'ended by a signal', zh: '被信号中止' };

/**
 * Runs the steps in their order. The first that fails on the way ends the test; what takes away again runs
 * whatever happened, a signal included, and does not listen to it.
 */
export async function runSmoke(
  context: Omit<StepContext, 'reached'>,
  steps: readonly Step[] = STEPS,
  onEvent: (event: SmokeEvent) => void = () => {},
): Promise<Smoke> {
  const began = performance.now();
  const results: StepResult[] = [];
  let reached: Reached = {};
  let failed = false;
  let told = false;
  for (const step of steps) {
    const ending = step.kind === 'end';
    const interrupted = !ending && context.signal.aborted;
    const started = performance.now();
    let end: StepEnd;
    if (!ending && failed) end = { skipped: NOT_REACHED };
    else if (interrupted && told) end = { skipped: INTERRUPTED };
    else if (interrupted) end = {};
    else {
      onEvent({ event: 'running', step });
      const signal = ending ? new AbortController().signal : context.signal;
      end = await step.run({ ...context, signal, reached });
    }
    // Whatever a step says that a signal has ended, or that it has not let begin: the signal is why.
    if (!ending && !end.skipped && context.signal.aborted) {
      end = { ...end, findings: [ended(context.signal)] };
      told = true;
    }
    reached = { ...reached, ...end.reached };
    const result = resultOf(step, end, performance.now() - started);
    if (step.kind === 'way' && result.findings.some(stops)) failed = true;
    results.push(result);
    onEvent({ event: 'done', result, reached });
  }
  return { results, reached, durationMs: performance.now() - began };
}

/** What is only slow was done all the same. */
function stops({ severity, args }: Finding): boolean {
  return (severity === 'error' || severity === 'unknown') && args['ended'] !== true;
}

function ended(signal: AbortSignal): Finding {
  return found('interrupted', { signal: String(signal.reason) });
}

function resultOf(
  step: Step,
  { findings = [], note = '', skipped, deadlineMs }: StepEnd,
  durationMs: number,
): StepResult {
  return {
    step,
    status: skipped ? 'skip' : statusOf(findings),
    durationMs: skipped ? 0 : durationMs,
    deadlineMs: skipped ? null : (deadlineMs ?? step.deadlineMs),
    findings,
    note,
    ...(skipped ? { skipped } : {}),
  };
}

/** The step that ends a test before its first call. */
export const PREPARING: Step = {
  name: 'prepare',
  title: { en: 'what to send', zh: '确定要发送的内容' },
  deadlineMs: null,
  kind: 'way',
  run: () => ({}),
};

/** A test that could not begin, as it was not known what to send. */
export function notPrepared(finding: Finding, onEvent: (event: SmokeEvent) => void = () => {}): Smoke {
  const result = resultOf(PREPARING, { findings: [finding] }, 0);
  onEvent({ event: 'done', result, reached: {} });
  return { results: [result], reached: {}, durationMs: 0 };
}
