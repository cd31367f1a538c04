import type { Triaged, TriagedGroup } from '../../report/triage/schema.ts';
import { partsOf } from '../../report/triage/triage-words.ts';
import type { Item } from './state.ts';

/** Everything that can be selected, in the order of the list; of the messages those that have what is searched for. */
export function itemsOf(triaged: Triaged, query: string): readonly Item[] {
  const { roots, unknown, noise } = partsOf(triaged);
  const wanted = query.trim().toLowerCase();
  const found = ({ id, message, meaning = '', jobs }: TriagedGroup): boolean =>
    [id, message, meaning, ...jobs].some((text) => text.toLowerCase().includes(wanted));
  const rows = (kind: 'root' | 'unknown' | 'noise', groups: readonly TriagedGroup[]): Item[] =>
    groups.filter(found).map((group) => ({ key: `${kind} ${group.id}`, kind, group }));
  return [
    ...rows('root', roots),
    ...rows('unknown', unknown),
    ...rows('noise', noise),
    ...(wanted === '' && triaged.changes.length > 0 ? [{ key: 'changes', kind: 'changes' } as const] : []),
    ...(wanted === '' ? [{ key: 'logs', kind: 'logs' } as const] : []),
  ];
}
