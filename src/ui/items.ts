import type { Report, ReportCause } from '../report/schema.ts';
import { changeOf } from './change.ts';
import type { Seen } from './seen.ts';

/** From when on a running check is shown by itself, ms. */
export const SLOW_MS = 1_000;

/** What the list is made of and what can be selected in it. `key` stays the same while results come in. */
export type Item =
  | { readonly kind: 'cause'; readonly key: string; readonly id: string; readonly cause: ReportCause }
  | {
      readonly kind: 'group';
      readonly key: string;
      readonly group: string;
      readonly ids: readonly string[];
      readonly open: boolean;
    }
  | { readonly kind: 'check'; readonly key: string; readonly id: string };

/** The checks of the plan by group, in the registry's order. What was not asked for is left out. */
function groupsOf({ known }: Seen): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { check, skip } of known?.plan ?? [])
    if (skip?.reason !== 'excluded') groups.set(check.group, [...(groups.get(check.group) ?? []), check.id]);
  return groups;
}

/** Whether a check deserves a line of its own: something is wrong, it is slow, or it changed. */
function speaks(id: string, seen: Seen, now: number): boolean {
  const since = seen.running.get(id);
  if (since !== undefined && now - since >= SLOW_MS) return true;
  const result = seen.results.get(id);
  if (seen.before && changeOf(seen.before.get(id), result, 'en') !== null) return true;
  return result !== undefined && ['fail', 'unknown', 'warn'].includes(result.status);
}

/**
 * The list: the causes first, then the groups. A group in which nothing needs to be said is one line;
 * `toggled` holds the groups that the reader has folded or unfolded against that.
 */
export function itemsOf(report: Report | null, seen: Seen, toggled: ReadonlySet<string>, now: number): Item[] {
  const causes = (report?.causes ?? []).map((cause): Item => ({
    kind: 'cause',
    key: `cause:${cause.check}`,
    id: cause.check,
    cause,
  }));
  const groups = [...groupsOf(seen)].flatMap(([group, ids]): Item[] => {
    const open = ids.some((id) => speaks(id, seen, now)) !== toggled.has(group);
    const checks = open ? ids.map((id): Item => ({ kind: 'check', key: `check:${id}`, id })) : [];
    return [{ kind: 'group', key: `group:${group}`, group, ids, open }, ...checks];
  });
  return [...causes, ...groups];
}

/** The ids of the checks that an item stands for. */
export function idsOf(item: Item): readonly string[] {
  return item.kind === 'group' ? item.ids : [item.id];
}

/**
 * What is selected before the reader has moved: the first cause, else the first check with a warning,
 * else the first line.
 */
export function firstOf(items: readonly Item[], seen: Seen): string | null {
  const cause = items.find(({ kind }) => kind === 'cause');
  const warned = items.find((item) => item.kind === 'check' && seen.results.get(item.id)?.status === 'warn');
  return (cause ?? warned ?? items[0])?.key ?? null;
}

/**
 * The selection after the list has changed: the same item; a cause that is no more becomes its check;
 * else what now stands where it stood.
 */
export function keptSelection(key: string | null, before: readonly Item[], items: readonly Item[]): string | null {
  const has = (wanted: string): boolean => items.some((item) => item.key === wanted);
  if (key === null) return items[0]?.key ?? null;
  if (has(key)) return key;
  const check = key.replace(/^cause:/, 'check:');
  if (has(check)) return check;
  const at = before.findIndex((item) => item.key === key);
  return items[Math.max(0, Math.min(at, items.length - 1))]?.key ?? null;
}
