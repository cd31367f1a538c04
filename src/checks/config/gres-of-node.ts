import type { GresGroup } from '../../config/reading.ts';
import type { GresContext } from './config-gres-codes.ts';
import { placeOf, placeOfKey } from './config-place.ts';
import type { Finding } from '../finding.ts';

const MANY = 20;

/**
 * What craned looks for once it knows which node it is: that all devices of a kind have CDI names or
 * none, and that those with a CNI pipeline have some (the end of ParseConfig, Craned.cpp). A pipeline
 * without names on another node is a warning: only that node's craned exits.
 */
export async function nodeDeviceFindings(context: GresContext): Promise<Finding[]> {
  const { config, host } = context;
  const identity = await host.ask('identity', {});
  const hostname = identity.ok ? identity.value.hostname : '';
  const groups = config.gres.filter(({ cdiNames, devices }) => cdiNames !== null && devices !== 0);
  // The groups of one item share their list of hosts.
  const lists = new Map(
    [...new Set(groups.map(({ hosts }) => hosts))].map((hosts) => [hosts, hosts?.includes(hostname)]),
  );
  const mine = groups.filter(({ hosts }) => lists.get(hosts) === true);
  const others = groups.filter(({ hosts }) => lists.get(hosts) !== true);
  const here = [...inconsistent(context, mine), ...withoutCdi(context, mine, hostname)];
  const [first, ...rest] = here;
  const stopping = first && config.stops.length === 0 ? [{ ...first, stopsCraned: true as const }, ...rest] : here;
  return [...stopping.slice(0, MANY), ...withoutCdi(context, others, null).slice(0, MANY)];
}

function inconsistent({ config, found }: GresContext, groups: readonly GresGroup[]): Finding[] {
  const named = new Map(groups.filter(hasNames).map((group) => [kindOf(group), group]));
  return groups.flatMap((group) => {
    const other = named.get(kindOf(group));
    if (!other || hasNames(group)) return [];
    const about = { target: group.path, location: placeOf(config, config.entry(group.path)?.value.span) };
    return [found('inconsistent', { gres: group.path, others: other.path }, about)];
  });
}

/** `here` is this machine's name where the groups are its own. */
function withoutCdi({ config, found }: GresContext, groups: readonly GresGroup[], here: string | null): Finding[] {
  return groups.flatMap((group) => {
    const node = here ?? group.hosts?.[0];
    if (group.pipeline === '' || hasNames(group) || node === undefined) return [];
    const key = `${group.path}.DeviceCniPipeline`;
    const about = {
      target: key,
      location: placeOfKey(config, key),
      severity: here === null ? 'warning' : 'error',
    } as const;
    return [found('pipeline-without-cdi', { gres: kindOf(group), pipeline: group.pipeline, node }, about)];
  });
}

function hasNames({ cdiNames }: GresGroup): boolean {
  return cdiNames !== null && cdiNames.length > 0;
}

function kindOf({ name, type }: GresGroup): string {
  return `${name}:${type}`;
}
