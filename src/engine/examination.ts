import type { Check, CheckOptions, Role } from '../checks/check.ts';
import { readConfig } from '../config/read-config.ts';
import type { ConfigReading } from '../config/reading.ts';
import { askOnce, type Host } from '../host/host.ts';
import type { Identity } from '../host/questions.ts';
import { factsOf, type NodeFacts } from './facts.ts';
import { planOf, type PlannedCheck, type Selection } from './plan.ts';
import type { CheckResult } from './result.ts';
import { runPlan, type RunEvent, type RunLimits } from './run.ts';

/** What to examine, with what, and how long. */
export interface Request {
  readonly checks: readonly Check[];
  readonly host: Host;
  readonly configPath: string;
  readonly selection: Selection;
  readonly options: CheckOptions;
  readonly role: Role | 'auto';
  readonly limits: RunLimits;
}

/** Everything that came of an examination, free of any language: what a report is made from. */
export interface Examination {
  readonly checks: readonly Check[];
  readonly identity: Identity;
  readonly config: ConfigReading;
  readonly facts: NodeFacts;
  readonly plan: readonly PlannedCheck[];
  readonly results: ReadonlyMap<string, CheckResult>;
  /** Unix time, ms. */
  readonly startedAt: number;
  readonly durationMs: number;
}

const NOBODY: Identity = {
  hostname: '',
  os: { id: '', idLike: [], versionId: '', prettyName: '' },
  kernel: '',
  arch: '',
  uid: -1,
  root: false,
  init: null,
};

/** An examination under way: known beforehand are the node, its configuration and the plan. */
export interface Started extends Omit<Examination, 'results' | 'durationMs'> {
  /** Runs the plan; each result is an event as soon as it is there. */
  run(onEvent?: (event: RunEvent) => void): Promise<Examination>;
}

/**
 * Reads the configuration and makes the plan. The host is asked each question once in an
 * examination, however many checks want to know.
 */
export async function start(request: Request): Promise<Started> {
  const began = performance.now();
  const host = askOnce(request.host);
  const [who, clock, config] = await Promise.all([
    host.ask('identity', {}),
    host.ask('clock', {}),
    readConfig(host, request.configPath, { asIfEnabled: request.options.asIfEnabled }),
  ]);
  const identity = who.ok ? who.value : NOBODY;
  const facts = factsOf(config, identity, host, request.options, request.role);
  const plan = planOf(request.checks, request.selection, facts);
  const known = { checks: request.checks, identity, config, facts, plan, startedAt: clock.ok ? clock.value : 0 };
  return {
    ...known,
    async run(onEvent) {
      const limits = { ...request.limits, runMs: request.limits.runMs - (performance.now() - began) };
      const results = await runPlan(
        plan,
        { host, config, options: request.options, role: facts.role },
        limits,
        onEvent,
      );
      return { ...known, results, durationMs: performance.now() - began };
    },
  };
}
