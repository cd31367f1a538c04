import type { FleetDocument } from './schema.ts';

type ConfigGroup = FleetDocument['drift']['config'][number];

/** The nodes whose configuration is another than this machine's, or than that of most: CraneSched wants it the same everywhere. */
export function differingConfigs({ drift, distribution }: FleetDocument): readonly ConfigGroup[] {
  const [largest] = drift.config;
  // Equal values are no sign of the group that the others are compared with: hashes differ by order and secrets too.
  const isReference = (group: ConfigGroup): boolean =>
    drift.against === 'here' ? group.nodes === distribution?.same.nodes : group === largest;
  return drift.config.filter((group) => !isReference(group));
}

const nodesOf = (groups: readonly { readonly count: number }[]): number =>
  groups.reduce((sum, { count }) => sum + count, 0);

/** How many nodes differ in what has to be the same on all: their configuration, and their clocks. */
export function differing(document: FleetDocument): { readonly config: number; readonly clock: number } {
  return { config: nodesOf(differingConfigs(document)), clock: nodesOf(document.drift.clock) };
}

/** Whether nodes differ in what has to be the same, which is a warning about the fleet and none of a node's own. */
export function differs(document: FleetDocument): boolean {
  const { config, clock } = differing(document);
  return config + clock > 0;
}
