import type { Check } from '../checks/check.ts';
import { severitiesOf } from '../checks/finder.ts';

/** What drains where the site does not say: what keeps every container of the node from running, and is the node's own. */
const USUAL = ['runtime', 'cni', 'fuse-module', 'fuse-device', 'bindfs-mounts'];

/**
 * The names that may stand in `drainOn`: finding codes, checks and groups, each with the codes that it
 * stands for. Only errors are among them, and none of a check that needs the network: a name server
 * that is down must not drain a cluster.
 */
export function mayDrain(checks: readonly Check[]): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const { id, group, network, codes } of checks) {
    const errors = Object.keys(codes).filter((name) => severitiesOf(codes[name]!).includes('error'));
    for (const code of network || group === 'network' ? [] : errors.map((name) => `${id}/${name}`))
      for (const name of new Set([code, id, group])) names.set(name, [...(names.get(name) ?? []), code]);
  }
  return names;
}

/** The codes that drain: those of the site, else the usual ones. */
export function drainCodes(checks: readonly Check[], ofSite: readonly string[] | null): readonly string[] {
  const names = mayDrain(checks);
  return ofSite ?? USUAL.flatMap((name) => names.get(name) ?? []);
}
