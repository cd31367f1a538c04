import type { Check, CheckOptions, Role } from '../checks/check.ts';
import { configNotRead, readConfig } from '../config/read-config.ts';
import type { ConfigReading } from '../config/reading.ts';
import { refused, type HostError } from '../host/answer.ts';
import { askOnce, type Host } from '../host/host.ts';
import type { Identity } from '../host/questions.ts';
import type { SettingsReading } from '../settings/settings.ts';
import type { Baseline } from './baseline.ts';
import { within } from './deadline.ts';
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
  /** What the site says: which findings it expects, its notes. `options` and `limits` have the rest of it. */
  readonly settings?: SettingsReading | null;
  /** An earlier report to compare with. */
  readonly baseline?: Baseline | null;
}

/** Everything that came of an examination, free of any language: what a report is made from. */
export interface Examination {
  readonly checks: readonly Check[];
  readonly identity: Identity;
  readonly config: ConfigReading;
  readonly facts: NodeFacts;
  readonly settings: SettingsReading | null;
  readonly baseline: Baseline | null;
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

/** Waits for what is needed before anything can be planned, but not beyond the run's deadline nor a signal. */
async function beforeEnd<T>(
  work: Promise<T>,
  { runMs, signal }: RunLimits,
  otherwise: (why: HostError) => T,
): Promise<T> {
  const raced = await within(work, runMs, signal);
  if (raced.ended === 'done') return raced.value;
  if (raced.ended === 'broke') throw raced.error;
  return otherwise(
    raced.ended === 'deadline'
      ? { code: 'TIMEOUT', message: 'not read within the deadline of the run', afterMs: runMs }
      : { code: 'ECANCELED', message: `the run was ended by ${String(signal.reason)}` },
  );
}

/**
 * Reads the configuration and makes the plan. The host is asked each question once in an
 * examination, however many checks want to know. The deadline of the run and its signal count from
 * here on: what was not told by then is left open, and every check that is run is then unknown.
 */
export async function start(request: Request): Promise<Started> {
  const began = performance.now();
  const host = askOnce(request.host);
  const { configPath, limits } = request;
  const reading = readConfig(host, configPath, { asIfEnabled: request.options.asIfEnabled });
  const [who, clock, config] = await Promise.all([
    beforeEnd(host.ask('identity', {}), limits, refused),
    host.ask('clock', {}),
    beforeEnd(reading, limits, (why) => configNotRead(configPath, why)),
  ]);
  const identity = who.ok ? who.value : NOBODY;
  const facts = factsOf(config, identity, host, request.options, request.role);
  const plan = planOf(request.checks, request.selection, facts, config, request.options);
  const { settings = null, baseline = null } = request;
  const startedAt = clock.ok ? clock.value : 0;
  const known = { checks: request.checks, identity, config, facts, settings, baseline, plan, startedAt };
  return {
    ...known,
    async run(onEvent) {
      const limits = { ...request.limits, runMs: request.limits.runMs - (performance.now() - began) };
      const results = await runPlan(
        plan,
        { host, config, options: request.options, settings, role: facts.role },
        limits,
        onEvent,
      );
      return { ...known, results, durationMs: performance.now() - began };
    },
  };
}
