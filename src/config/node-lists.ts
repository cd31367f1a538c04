import { stoul } from './conversions.ts';
import { readGres } from './gres.ts';
import { hostBudget, parseHostList, type HostBudget } from './host-list.ts';
import type { ConfigNode, ConfigReading, GresGroup } from './reading.ts';
import type { Section } from './section.ts';
import type { Stops } from './stops.ts';

const ILLEGAL_NAMES = 'Illegal node name string format.';

/** What `Nodes` says; the names are null without `Nodes`, or where they are too many to spell out. */
export interface NodeList {
  readonly nodes: ConfigReading['cluster']['nodes'];
  readonly gres: readonly GresGroup[];
}

/**
 * `Nodes`, item by item (ParseConfig, Craned.cpp). A node without name, cpu or memory ends craned
 * without a word.
 */
export function readNodes(root: Section, stops: Stops): NodeList {
  if (!root.has('Nodes')) return { nodes: null, gres: [] };
  const gres: GresGroup[] = [];
  const names = new Set<string>();
  const budget = { hosts: hostBudget(), devices: hostBudget(200_000) };
  let complete = true;
  for (const [index, node] of root.items('Nodes').entries()) {
    const item = root.item('Nodes', index, node);
    if (isScalar(item, node)) continue;
    const list = readNames(item, 'name', budget.hosts, stops);
    if (list === 'too-many') complete = false;
    else for (const name of list) names.add(name);
    readSize(item, stops);
    gres.push(...readGres(item, list === 'too-many' ? null : list, budget.devices, stops));
  }
  return { nodes: complete ? [...names] : null, gres };
}

/** An item that is a scalar stops craned at its first key, `name`; there is nothing more to say of it. */
function isScalar(item: Section, node: ConfigNode): boolean {
  return node.kind === 'scalar' && !item.has('name');
}

function readNames(item: Section, key: string, budget: HostBudget, stops: Stops): readonly string[] | 'too-many' {
  const node = item.get(key);
  if (!node) {
    stops.exits('missing', item.pathOf(key), null, item.span);
    return [];
  }
  const list = parseHostList(scalarText(node), budget);
  if ('hosts' in list) return list.hosts;
  if (list.fault === 'too-many') return 'too-many';
  stops.exits('value', item.pathOf(key), ILLEGAL_NAMES, node.span);
  return [];
}

/** Node::Scalar(): what is no scalar is the empty text. */
function scalarText(node: ConfigNode): string {
  return node.kind === 'scalar' ? node.text : '';
}

function readSize(item: Section, stops: Stops): void {
  for (const key of ['cpu', 'memory']) {
    const node = item.get(key);
    if (!node) stops.exits('missing', item.pathOf(key), null, item.span);
    else if (key === 'memory') item.memory(key, 0n);
    else if (node.kind === 'sequence' || node.kind === 'map') item.text(key, '');
    else if (stoul(node.text) === undefined) stops.aborts('value', item.pathOf(key), 'stoul', node.span);
  }
}

/**
 * `Partitions` (ParseConfig, Craned.cpp). `ALL` stands for every node; a name that is not in `Nodes`
 * is left out, as craned does. Null without `Partitions`, or where the names are too many.
 */
export function readPartitions(
  root: Section,
  nodes: ConfigReading['cluster']['nodes'],
  stops: Stops,
): ConfigReading['cluster']['partitions'] {
  if (!root.has('Partitions')) return null;
  const known = new Set(nodes);
  const partitions: { name: string; nodes: readonly string[] }[] = [];
  const budget = hostBudget(1_000_000);
  let complete = nodes !== null || !root.has('Nodes');
  for (const [index, node] of root.items('Partitions').entries()) {
    const item = root.item('Partitions', index, node);
    if (isScalar(item, node)) continue;
    const name = item.get('name');
    if (!name) stops.exits('missing', item.pathOf('name'), null, item.span);
    const value = item.get('nodes');
    if (!value) stops.exits('missing', item.pathOf('nodes'), null, item.span);
    const text = item.text('nodes', '').replace(/^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g, '');
    const all = /^all$/i.test(text);
    const list = all ? { hosts: nodes ?? [] } : parseHostList(text, budget);
    if ('hosts' in list) {
      const members = all ? list.hosts : list.hosts.filter((host) => known.has(host));
      partitions.push({ name: name ? scalarText(name) : '', nodes: members });
    } else if (list.fault === 'too-many') {
      complete = false;
    } else {
      stops.exits('value', item.pathOf('nodes'), ILLEGAL_NAMES, value?.span ?? null);
    }
  }
  return complete ? partitions : null;
}
