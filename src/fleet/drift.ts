import { nodesBy, type Configuration, type Fleet } from './fleet.ts';

export interface Difference {
  readonly path: string;
  /** Null where the value is not there. */
  readonly here: string | null;
  readonly there: string | null;
}

export interface ConfigGroup {
  readonly nodes: readonly string[];
  readonly hash: string;
  readonly differences: readonly Difference[];
}

/** The configurations of a fleet beside the one that they are compared with. */
export interface ConfigDrift {
  /** This machine's, or where it has none that of most nodes; null where no node told of any. */
  readonly against: 'here' | 'majority' | null;
  readonly reference: string | null;
  /** The largest first. */
  readonly groups: readonly ConfigGroup[];
}

const MOST_DIFFERENCES = 50;

function differencesOf(reference: Configuration['values'], other: Configuration['values']): Difference[] {
  const paths = new Set([...Object.keys(reference), ...Object.keys(other)]);
  return [...paths]
    .map((path) => ({ path, here: reference[path] ?? null, there: other[path] ?? null }))
    .filter(({ here, there }) => here !== there)
    .slice(0, MOST_DIFFERENCES);
}

/**
 * The nodes by their configuration, each with the values in which it differs. Equal values under two hashes
 * differ in their order, or in secrets, which no report has.
 */
export function configDrift(fleet: Fleet): ConfigDrift {
  const told = { ...fleet, nodes: fleet.nodes.filter(({ config }) => config !== null) };
  const groups = nodesBy(told, ({ config }) => config!);
  const reference = fleet.here?.hash ?? groups[0]?.fact ?? null;
  const values = fleet.here?.values ?? fleet.configs.get(reference ?? '') ?? {};
  return {
    against: groups.length === 0 ? null : fleet.here ? 'here' : 'majority',
    reference,
    groups: groups.map(({ fact, nodes }) => ({
      nodes,
      hash: fact,
      differences: fact === reference ? [] : differencesOf(values, fleet.configs.get(fact) ?? {}),
    })),
  };
}

/** Groups of nodes by a version; none where all have the same. */
export function versionDrift(
  fleet: Fleet,
  fact: 'runtime' | 'kernel' | 'doctor',
): readonly { readonly value: string; readonly nodes: readonly string[] }[] {
  const told = { ...fleet, nodes: fleet.nodes.filter((node) => (node[fact] ?? '') !== '') };
  const groups = nodesBy(told, (node) => node[fact]!);
  return groups.length < 2 ? [] : groups.map(({ fact: value, nodes }) => ({ value, nodes }));
}
