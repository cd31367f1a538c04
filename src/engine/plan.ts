import type { Check, CheckOptions, Need } from '../checks/check.ts';
import type { ConfigReading } from '../config/reading.ts';
import type { Text } from '../lang.ts';
import type { NodeFacts } from './facts.ts';
import { decidersOf, isKey, keysNeeded } from './keys.ts';
import type { Skip } from './result.ts';

/** Which checks were chosen: ids or group names; an empty `only` is all of them. */
export interface Selection {
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly offline: boolean;
}

/** A check with what it waits for, and why it will not run, where that is known beforehand. */
export interface PlannedCheck {
  readonly check: Check;
  /** Its needs under this configuration. */
  readonly needs: readonly Need[];
  /** Ids of the checks that must be settled first: its needs, and those that judge the keys it needs. */
  readonly after: readonly string[];
  readonly skip?: Skip;
}

const NOT_HERE: { readonly [why: string]: Text } = {
  role: { en: 'not for a node of this role', zh: '不适用于此角色的节点' },
  machine: { en: 'needs a running machine', zh: '需要正在运行的机器' },
  container: { en: 'the container feature is off', zh: '容器功能未启用' },
  bindfs: { en: 'BindFs is off', zh: 'BindFs 未启用' },
};

function names(check: Check, wanted: readonly string[]): boolean {
  return wanted.includes(check.id) || wanted.includes(check.group);
}

/** The ids or group names that no check has. */
export function unknownNames(checks: readonly Check[], wanted: readonly string[]): string[] {
  return wanted.filter((name) => !checks.some((check) => names(check, [name])));
}

/** The ids of everything that a check with these needs waits for. */
function waitsFor(check: Check, needs: readonly Need[], checks: readonly Check[]): string[] {
  const direct = needs.filter((need) => !isKey(need));
  const judged = keysNeeded(check, needs).flatMap((key) => decidersOf(key, checks).map((decider) => decider.id));
  return [...new Set([...direct, ...judged])].filter((id) => id !== check.id);
}

function notApplicable(check: Check, facts: NodeFacts): Text | undefined {
  if (check.role !== 'any' && check.role !== facts.role) return NOT_HERE['role'];
  if (check.feature !== 'any' && facts.container === false) return NOT_HERE['container'];
  if (check.feature === 'bindfs' && facts.bindFs === false) return NOT_HERE['bindfs'];
  return check.machine && !facts.machine ? NOT_HERE['machine'] : undefined;
}

/**
 * Every check of the registry, once, in its order: what each waits for, and what is skipped before
 * anything runs. `only` draws in what the chosen checks need; `skip` wins over that. What has nothing to
 * look at by the options is not applicable, whatever it would wait for.
 */
export function planOf(
  checks: readonly Check[],
  selection: Selection,
  facts: NodeFacts,
  config: ConfigReading,
  options?: CheckOptions,
): PlannedCheck[] {
  const needsOf = (check: Check): Need[] => {
    const unneeded = check.unneeded(config);
    return check.needs.filter((need) => !unneeded.includes(need));
  };
  const chosen = new Set<string>();
  const choose = (check: Check): void => {
    if (chosen.has(check.id) || names(check, selection.skip)) return;
    chosen.add(check.id);
    for (const id of waitsFor(check, needsOf(check), checks)) {
      const needed = checks.find((other) => other.id === id);
      if (needed) choose(needed);
    }
  };
  for (const check of checks) if (selection.only.length === 0 || names(check, selection.only)) choose(check);

  return checks.map((check) => {
    const needs = needsOf(check);
    const after = waitsFor(check, needs, checks).filter((id) => chosen.has(id));
    const why = notApplicable(check, facts);
    const skipped = (skip: Skip): PlannedCheck => ({ check, needs, after: [], skip });
    if (!chosen.has(check.id)) return skipped({ reason: 'excluded', by: [] });
    if (why) return skipped({ reason: 'not-applicable', by: [], note: why });
    if (selection.offline && check.network) return skipped({ reason: 'offline', by: [] });
    const idle = options ? check.idle(options) : null;
    if (idle) return skipped({ reason: 'not-applicable', by: [], note: idle });
    return { check, needs, after };
  });
}
