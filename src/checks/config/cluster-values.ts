import { asUnsigned, memoryMisread, stoul } from '../../config/conversions.ts';
import { ignoredStates, statesOf } from '../../config/health-check.ts';
import { hostListSurprises } from '../../config/host-list.ts';
import type { ConfigNode } from '../../config/reading.ts';
import type { ClusterContext } from './config-cluster-codes.ts';
import { placeOf } from './config-place.ts';
import type { Finding } from '../finding.ts';

/** As many findings of one kind are enough: a file can repeat a mistake for every node. */
const MANY = 20;

/** A scalar of the file with its dotted path. */
interface Value {
  readonly key: string;
  readonly node: ConfigNode;
}

/** Values outside the Container section that craned takes without a word, but hardly as they are meant. */
export function valueFindings(context: ClusterContext): Finding[] {
  return [
    ...healthCheck(context),
    ...sizes(context).slice(0, MANY),
    ...processors(context).slice(0, MANY),
    ...hostLists(context).slice(0, MANY),
  ];
}

/** craned's periodic run needs an interval above 0 and a state that it knows (CtldClient.cpp). */
function healthCheck({ config, found }: ClusterContext): Finding[] {
  const section = config.entry('HealthCheck');
  if (section?.value.kind !== 'map') return [];
  const interval = config.entry('HealthCheck.Interval');
  if (!interval || (interval.value.kind === 'scalar' && asUnsigned(interval.value.text, 64) === 0n)) {
    const written = interval ? interval.value.text : '0 (default)';
    const location = placeOf(config, interval?.value.span ?? section.keySpan);
    const key = 'HealthCheck.Interval';
    return [found('healthcheck-off', { key, written }, { target: key, location })];
  }
  const state = config.entry('HealthCheck.NodeState')?.value;
  if (state?.kind !== 'scalar' && state?.kind !== 'null') return [];
  const key = 'HealthCheck.NodeState';
  const about = { target: key, location: placeOf(config, state.span) };
  const ignored = ignoredStates(state.text);
  if (statesOf(state.text).length === 0) {
    return [found('healthcheck-off', { key, written: `"${state.text.slice(0, 200)}"` }, about)];
  }
  return ignored.length === 0 ? [] : [found('healthcheck-state', { ignored: ignored.slice(0, 6) }, about)];
}

/** Sizes of which craned takes only a part: `1.5G` is 5G to it (ParseMemory, String.cpp). */
function sizes({ config, found }: ClusterContext): Finding[] {
  const logs = ['Supervisor', 'Craned'].flatMap((section) => scalarAt(config, `${section}.MaxLogFileSize`));
  return [...logs, ...ofItems(config, 'Nodes', 'memory')].flatMap(({ key, node }) => {
    const read = memoryMisread(node.text);
    const args = { key, written: node.text.slice(0, 200), read: read ?? '' };
    return read === null ? [] : [found('misread', args, { target: key, location: placeOf(config, node.span) })];
  });
}

/** `cpu` is what stoul makes of it: the digits at its beginning. Words behind a number do no harm. */
function processors({ config, found }: ClusterContext): Finding[] {
  return ofItems(config, 'Nodes', 'cpu').flatMap(({ key, node }) => {
    const read = stoul(node.text);
    if (read === undefined || /^\s*\+?\d+(?:\s.*)?$/s.test(node.text)) return [];
    const args = { key, written: node.text.slice(0, 200), read: String(read) };
    return [found('misread', args, { target: key, location: placeOf(config, node.span) })];
  });
}

function hostLists({ config, found }: ClusterContext): Finding[] {
  const lists = [...ofItems(config, 'Nodes', 'name'), ...ofItems(config, 'Partitions', 'nodes')];
  return lists.flatMap(({ key, node }) => {
    const { literal, descending } = hostListSurprises(node.text);
    const about = { target: key, location: placeOf(config, node.span) };
    return [
      ...literal.slice(0, MANY).map((item) => found('host-list-literal', { key, item: item.slice(0, 200) }, about)),
      ...descending.slice(0, MANY).map((item) => found('host-list-empty', { key, item: item.slice(0, 200) }, about)),
    ];
  });
}

function scalarAt(config: ClusterContext['config'], key: string): Value[] {
  const node = config.entry(key)?.value;
  return node?.kind === 'scalar' ? [{ key, node }] : [];
}

/** A key of every item of a list at the top of the file. */
function ofItems(config: ClusterContext['config'], list: string, name: string): Value[] {
  return (config.entry(list)?.value.items ?? []).flatMap((item, index) => {
    const node = item.entries.find((entry) => entry.key === name)?.value;
    return node?.kind === 'scalar' ? [{ key: `${list}[${index}].${name}`, node }] : [];
  });
}
