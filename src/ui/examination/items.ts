import type { Lang } from '../../lang.ts';
import type { Report, ReportCause } from '../../report/schema.ts';
import { changeOf } from '../../report/change.ts';
import { isFound } from './search.ts';
import type { Seen } from './seen.ts';

/** From when on a running check is shown by itself, ms. */
export const SLOW_MS = 1_000;

/** What the list is made of and what can be selected in it. `key` stays the same while results come in. */
export type Item =
  | {
      readonly kind: 'cause';
      readonly key: string;
      readonly id: string;
      readonly cause: ReportCause;
      /** Whether its consequences are shown below it. */
      readonly open: boolean;
    }
  | {
      readonly kind: 'group';
      readonly key: string;
      readonly group: string;
      readonly ids: readonly string[];
      readonly open: boolean;
    }
  /** A check in its group or, below a cause, one that hangs on it. */
  | { readonly kind: 'check'; readonly key: string; readonly id: string; readonly under?: string };

/** What of all that was seen the reader wants in the list. */
export interface Wish {
  readonly lang: Lang;
  /** Items that the reader has folded or unfolded against what they would be by themselves, by key. */
  readonly toggled: ReadonlySet<string>;
  readonly problemsOnly: boolean;
  readonly query: string;
}

/** The checks of the plan by group, in the registry's order. What was not asked for is left out. */
function groupsOf({ known }: Seen): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { check, skip } of known?.plan ?? [])
    if (skip?.reason !== 'excluded') groups.set(check.group, [...(groups.get(check.group) ?? []), check.id]);
  return groups;
}

function isProblem(id: string, seen: Seen): boolean {
  const result = seen.results.get(id);
  return result !== undefined && ['fail', 'unknown', 'warn'].includes(result.status);
}

/** Whether a check deserves a line of its own: something is wrong, it is slow, or it changed. */
function speaks(id: string, seen: Seen, now: number): boolean {
  const since = seen.running.get(id);
  if (since !== undefined && now - since >= SLOW_MS) return true;
  if (seen.before && changeOf(seen.before.get(id), seen.results.get(id), 'en') !== null) return true;
  return isProblem(id, seen);
}

/**
 * The list: the causes first, each with its consequences folded under it, then the groups. A group in
 * which nothing needs to be said is one line, also where all of it is a consequence; what is searched for
 * is unfolded.
 */
export function itemsOf(report: Report | null, seen: Seen, now: number, wish: Wish): Item[] {
  const { toggled, problemsOnly, query } = wish;
  const isWanted = (id: string): boolean =>
    (!problemsOnly || isProblem(id, seen)) && isFound(id, query, seen, report, wish.lang);
  const causes = (report?.causes ?? [])
    .filter((cause) => isWanted(cause.check))
    .flatMap((cause): Item[] => {
      const key = `cause:${cause.check}`;
      const open = toggled.has(key);
      const under = (open ? cause.blocks : []).map((id): Item => ({
        kind: 'check',
        key: `${key}:${id}`,
        id,
        under: key,
      }));
      return [{ kind: 'cause', key, id: cause.check, cause, open }, ...under];
    });
  // What was not looked at because of a cause stands under the cause, and is only counted in its group.
  const blocked = (report?.checks ?? []).filter(({ skip }) => skip?.reason === 'blocked').map(({ id }) => id);
  const folded = new Set(blocked.filter((id) => report!.causes.some((cause) => cause.blocks.includes(id))));
  const groups = [...groupsOf(seen)].flatMap(([group, all]): Item[] => {
    const ids = all.filter(isWanted);
    if (ids.length === 0) return [];
    const key = `group:${group}`;
    const speaking = ids.some((id) => speaks(id, seen, now));
    const open = (query !== '' || speaking) !== toggled.has(key);
    const shown = speaking && query === '' ? ids.filter((id) => !folded.has(id)) : ids;
    const checks = (open ? shown : []).map((id): Item => ({ kind: 'check', key: `check:${id}`, id }));
    return [{ kind: 'group', key, group, ids, open }, ...checks];
  });
  return [...causes, ...groups];
}

/** The ids of the checks that an item stands for. */
export function idsOf(item: Item): readonly string[] {
  return item.kind === 'group' ? item.ids : [item.id];
}

/** The item that a check is folded into: the cause that it hangs on, else its group. Null for what is no check. */
export function parentOf(item: Item, items: readonly Item[]): Item | null {
  if (item.kind !== 'check') return null;
  const isParent = (other: Item): boolean =>
    item.under === undefined ? other.kind === 'group' && other.ids.includes(item.id) : other.key === item.under;
  return items.find(isParent) ?? null;
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

/** What is selected while something is searched for: the first cause that was found, else the first check. */
export function bestOf(items: readonly Item[]): string | null {
  const [best] = [...items.filter(({ kind }) => kind === 'cause'), ...items.filter(({ kind }) => kind === 'check')];
  return best?.key ?? null;
}

/**
 * The selection after the list has changed: the same item; a cause that is no more becomes its check;
 * else what now stands where it stood.
 */
export function keptSelection(key: string | null, before: readonly Item[], items: readonly Item[]): string | null {
  const has = (wanted: string): boolean => items.some((item) => item.key === wanted);
  if (key === null) return items[0]?.key ?? null;
  if (has(key)) return key;
  const check = key.replace(/^cause:(?:.*:)?/, 'check:');
  if (has(check)) return check;
  const at = before.findIndex((item) => item.key === key);
  return items[Math.max(0, Math.min(at, items.length - 1))]?.key ?? null;
}
