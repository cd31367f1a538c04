import { socketOf } from '../../cri/ask-cri.ts';
import { runtimeOfEndpoint } from '../../cri/runtimes.ts';
import type { SharedFinding } from '../../fleet/fleet.ts';
import type { KeptFinding } from '../../fleet/kept.ts';
import type { Values } from '../../guide/placeholders.ts';
import { distroOf, remedyFor, remedyOfEntry } from '../../guide/resolve.ts';
import { GUIDES } from '../../guide/source.ts';
import { findingValues } from '../../guide/values.ts';
import type { Lang } from '../../lang.ts';
import type { Remedy } from '../schema.ts';
import type { FleetRemedies } from './fleet-document.ts';
import { remedyOnNodes, type Reach } from './on-nodes.ts';

/** What is each node's own, and said by this machine only of itself. */
const OF_A_NODE: readonly string[] = ['hostname', 'socket', 'imageSocket', 'service', 'runtime'];

/**
 * The values of the node that stands for all that have a finding: its report's where that tells them, else this
 * machine's. Where the guide has the node's name stands the list of all that have the finding.
 */
function valuesOf({ at, args, target }: KeptFinding, nodes: string, here: Values): Values {
  const socket = at.endpoint === null ? undefined : socketOf(at.endpoint);
  const runtime = socket === undefined ? null : runtimeOfEndpoint(socket);
  const left = Object.entries(here).filter(([name]) => !OF_A_NODE.includes(name));
  return {
    ...Object.fromEntries(left),
    ...(socket === undefined ? {} : { socket, imageSocket: socket }),
    ...(runtime ? { service: runtime.unit.replace(/\.service$/, ''), runtime: runtime.id } : {}),
    ...(at.configPath === '' ? {} : { config: at.configPath }),
    ...findingValues(args, target ?? undefined),
    hostname: nodes,
  };
}

/** The guide's entry for nodes whose configuration is another than this machine's. */
const CONFIG_DIFFERS = 'config-differs';

/** Remedies from this machine's guide, which is why no node has to send any. */
export function fleetRemedies(here: Values, reach: Reach, lang: Lang): FleetRemedies {
  const ofFinding: FleetRemedies['ofFinding'] = ({ code, kinds }: SharedFinding, nodes) => {
    const { finding } = kinds[0]!;
    const values = valuesOf(finding, nodes, here);
    const like = { id: finding.at.os.id, versionId: finding.at.os.versionId, idLike: [], prettyName: '' };
    const remedy = remedyFor(code, values, { distro: distroOf(like), runtime: values['runtime'] ?? null }, lang);
    return remedy && remedyOnNodes(remedy, reach, nodes);
  };
  const ofConfig = (nodes: string): Remedy => {
    const entry = GUIDES[lang].find(({ id }) => id === CONFIG_DIFFERS)!;
    const remedy = remedyOfEntry(entry, { ...here, hostname: nodes }, { distro: null, runtime: null });
    return remedyOnNodes(remedy, reach, nodes);
  };
  return { ofFinding, ofConfig };
}
