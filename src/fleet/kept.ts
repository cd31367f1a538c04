import type { NodeFinding, NodeReport, NodeStatus } from './node-report.ts';

/** What many nodes look like alike: kept once, however many they are. */
export interface Picture {
  readonly verdict: NodeReport['verdict'];
  readonly causes: readonly string[];
  /** The codes with their severities, worst first, each once. */
  readonly codes: readonly string[];
  readonly statuses: ReadonlyMap<string, NodeStatus>;
  /** The worst status of each group of checks. */
  readonly groups: ReadonlyMap<string, NodeStatus>;
}

/** A finding as some nodes tell it, in the same words, with what the guide's placeholders need of the node that had it first. */
export interface KeptFinding extends NodeFinding {
  readonly at: Pick<NodeReport, 'os' | 'configPath' | 'endpoint'>;
}

/** All that is kept of a node that has answered. A healthy one costs its name and a few references. */
export interface KeptNode {
  readonly name: string;
  readonly picture: Picture;
  readonly findings: readonly KeptFinding[];
  readonly config: string | null;
  readonly runtime: string | null;
  readonly kernel: string;
  readonly doctor: string;
  readonly startedAt: number;
  /** How far its clock is off at least, ms, as far as that can be told; 0 where it may be right. */
  readonly clockMs: number;
}

const NO_FINDINGS: readonly KeptFinding[] = [];
const WORST_FIRST = ['error', 'unknown', 'warning'];

/** Keeps what is the same only once. */
function interning<T>(): (key: string, make: () => T) => T {
  const known = new Map<string, T>();
  return (key, make) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const made = make();
    known.set(key, made);
    return made;
  };
}

function codesOf({ findings }: NodeReport): string[] {
  const worst = new Map<string, number>();
  for (const { code, severity } of findings) {
    const rank = WORST_FIRST.indexOf(severity);
    worst.set(code, Math.min(rank, worst.get(code) ?? rank));
  }
  return [...worst].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1)).map(([code]) => code);
}

const WORST_STATUS: readonly NodeStatus[] = ['fail', 'unknown', 'warn', 'pass', 'skip'];

function groupsOf(statuses: NodeReport['statuses']): Map<string, NodeStatus> {
  const groups = new Map<string, NodeStatus>();
  const rank = (status: NodeStatus): number => WORST_STATUS.indexOf(status);
  for (const [, status, group] of statuses) {
    const before = groups.get(group);
    if (before === undefined || rank(status) < rank(before)) groups.set(group, status);
  }
  return groups;
}

/** Where the reports of a fleet are kept: what they have in common once. */
export interface Keeper {
  keep(name: string, report: NodeReport, clockMs: number): KeptNode;
  /** The values of each configuration that was met, by its hash. */
  readonly configs: ReadonlyMap<string, { readonly [path: string]: string }>;
}

export function keeper(): Keeper {
  const picture = interning<Picture>();
  const finding = interning<KeptFinding>();
  const text = interning<string>();
  const configs = new Map<string, { readonly [path: string]: string }>();
  const same = (value: string): string => text(value, () => value);
  return {
    configs,
    keep(name, report, clockMs) {
      const { verdict, causes, statuses, findings, config, runtime, kernel, doctor, startedAt } = report;
      const codes = codesOf(report);
      if (config && !configs.has(config.hash)) configs.set(config.hash, config.values);
      const at = { os: report.os, configPath: report.configPath, endpoint: report.endpoint };
      return {
        name,
        picture: picture(JSON.stringify([verdict, causes, codes, statuses]), () => ({
          verdict,
          causes,
          codes,
          statuses: new Map(statuses.map(([check, status]) => [check, status])),
          groups: groupsOf(statuses),
        })),
        findings:
          findings.length === 0
            ? NO_FINDINGS
            : findings.map((one) =>
                finding([one.code, one.severity, one.target, one.message.en, one.message.zh].join('\0'), () => ({
                  ...one,
                  at,
                })),
              ),
        config: config && same(config.hash),
        runtime: runtime && same(runtime),
        kernel: same(kernel),
        doctor: same(doctor),
        startedAt,
        clockMs,
      };
    },
  };
}
