import { readGresDevices } from './gres-devices.ts';
import type { HostBudget } from './host-list.ts';
import type { GresGroup } from './reading.ts';
import type { Section } from './section.ts';
import type { Stops } from './stops.ts';

/**
 * The devices of one item of `Nodes` (`gres`), in craned's order (ParseConfig, Craned.cpp): a bare name
 * and type, then the CDI names, the device files, and that they are as many. `hosts` are the item's
 * nodes, or null where they are too many to spell out; `budget` is what the names of all devices may take.
 */
export function readGres(
  node: Section,
  hosts: readonly string[] | null,
  budget: HostBudget,
  stops: Stops,
): GresGroup[] {
  const groups: GresGroup[] = [];
  const kinds = new Set<string>();
  for (const [index, value] of node.items('gres').entries()) {
    const item = node.item('gres', index, value);
    const name = bareText(item, 'name', stops);
    const type = name === undefined ? undefined : bareText(item, 'type', stops);
    if (name === undefined || type === undefined) continue;
    // Two of one kind in one item of Nodes end craned; its words for it are not known to us.
    const kind = `${name}:${type}`;
    if (kinds.has(kind)) stops.exits('value', item.path, null, value.span, 'duplicate');
    kinds.add(kind);
    item.text('EnvInjector', '');
    groups.push({ path: item.path, hosts, name, type, ...readGresDevices(item, kind, budget, stops) });
  }
  return groups;
}

/** A bare as<std::string>: yaml-cpp throws where the key is not there (InvalidNode). */
function bareText(item: Section, key: string, stops: Stops): string | undefined {
  const before = stops.list.length;
  if (item.has(key)) {
    const text = item.text(key, '');
    return stops.list.length > before ? undefined : text;
  }
  if (stops.list.length > before) return undefined;
  stops.aborts('missing', item.pathOf(key), `invalid node; first invalid key: "${key}"`, item.span);
  return undefined;
}
