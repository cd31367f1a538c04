import type { FleetShown } from '../../report/fleet/shown.ts';
import type { Item } from './state.ts';

/** A class is known again after another look by what its nodes look like, not by who is in it. */
function keyOf({ verdict, findings, causes, checks }: FleetShown['document']['classes'][number]): string {
  return `class ${JSON.stringify([verdict, findings, causes, checks])}`;
}

/**
 * Everything that can be selected, in the order of the list. What is searched for is a node, a finding or a reason: then
 * the classes that have it are open, with only the nodes that do.
 */
export function itemsOf(
  { document, members }: FleetShown,
  query: string,
  unfolded: ReadonlySet<string>,
): readonly Item[] {
  const wanted = query.trim().toLowerCase();
  const has = (...texts: readonly string[]): boolean => texts.some((text) => text.toLowerCase().includes(wanted));
  const items: Item[] = [];
  for (const [index, one] of document.classes.entries()) {
    const key = keyOf(one);
    const named = wanted === '' ? [] : members[index]!.filter(({ name }) => has(name));
    if (wanted !== '' && named.length === 0 && !has(...one.findings)) continue;
    const open = unfolded.has(key) !== named.length > 0;
    items.push({ key, kind: 'class', one, open });
    if (!open) continue;
    for (const node of named.length > 0 ? named : members[index]!) {
      const nodeKey = `node ${node.name}`;
      const inside = unfolded.has(nodeKey);
      items.push({ key: nodeKey, kind: 'node', node, open: inside });
      if (!inside) continue;
      for (const [nth, finding] of node.findings.entries())
        items.push({ key: `finding ${node.name} ${nth}`, kind: 'finding', node, finding });
    }
  }
  for (const one of document.unanswered)
    if (wanted === '' || has(one.nodes, one.detail, one.reason))
      items.push({ key: `silent ${one.reason} ${one.detail}`, kind: 'silent', one });
  if (wanted === '') items.push({ key: 'drift', kind: 'drift' });
  return items;
}
