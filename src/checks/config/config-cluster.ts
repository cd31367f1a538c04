import type { Host } from '../../host/host.ts';
import type { Stop } from '../../config/reading.ts';
import { defineCheck } from '../check.ts';
import { valueFindings } from './cluster-values.ts';
import { CLUSTER_CODES, type ClusterContext } from './config-cluster-codes.ts';
import { isGresStop } from './config-gres.ts';
import { aboutStop, placeOfKey } from './config-place.ts';
import type { Finding } from '../finding.ts';

/** What craned needs beside the Container section: the keys without which it stops, and its place in the cluster. */
export const configCluster = defineCheck({
  id: 'config-cluster',
  group: 'config',
  title: { en: 'craned accepts the cluster settings', zh: 'craned 接受集群配置' },
  feature: 'any',
  role: 'any',
  machine: false,
  needs: ['config-file'],
  decides: ['CraneBaseDir', 'CranedLogFile', 'Supervisor', 'ControlMachine', 'Nodes', 'Partitions'],
  codes: CLUSTER_CODES,
  async run(context) {
    const { config } = context;
    const { name, controlMachine, nodes, partitions } = config.cluster;
    const stopping = config.stops.filter((stop) => isOurs(context, stop)).map((stop) => stopFinding(context, stop));
    const membership = await membershipFindings(context);
    return {
      observed: {
        clusterName: name,
        controlMachine,
        nodes: nodes?.length ?? null,
        partitions: partitions?.length ?? null,
        ...membership.observed,
      },
      findings: [...stopping, ...membership.findings, ...valueFindings(context)],
    };
  },
});

/** Syntax is config-file's, the Container section has its own checks, and so have the devices. */
function isOurs({ runs }: ClusterContext, stop: Stop): boolean {
  const { kind, key } = stop;
  if (kind === 'syntax' || key === 'Container' || key.startsWith('Container.')) return false;
  return !(runs('config-gres') && isGresStop(stop));
}

function stopFinding({ config, found }: ClusterContext, stop: Stop): Finding {
  const about = aboutStop(config, stop);
  const absent = stop.kind === 'missing' || stop.kind === 'value';
  if (stop.key === 'Supervisor' && absent) return found('supervisor-missing', {}, about);
  if (stop.key === 'Supervisor.Path' && absent) {
    return found('supervisor-path-missing', { path: config.paths.supervisor }, about);
  }
  if (stop.key === 'ControlMachine' && absent) return found('control-machine-missing', {}, about);
  if (stop.key === 'ClusterName' && absent) return found('cluster-name-missing', {}, about);
  return found('stops', { key: stop.key, words: stop.message }, about);
}

interface Membership {
  readonly observed: { readonly hostname?: string };
  readonly findings: Finding[];
}

/** A directory tree that many nodes are installed from has no host name, or the distribution's `localhost`. */
function nameless(host: Host, hostname: string): boolean {
  return hostname === '' || (host.kind === 'tree' && hostname.startsWith('localhost'));
}

/** Whether this machine is in `Nodes` and in a partition, which craned looks for once it has read all else. */
async function membershipFindings({ host, config, role, found, notSeen }: ClusterContext): Promise<Membership> {
  const last = { stopsCraned: config.stops.length === 0 };
  const findings: Finding[] = [];
  const add = (finding: Finding): void => {
    findings.push(finding);
  };
  const identity = await host.ask('identity', {});
  if (!identity.ok) return { observed: {}, findings: [notSeen('the host name', identity.error)] };
  const { hostname } = identity.value;
  const { nodes, partitions } = config.cluster;
  const tooMany = nodes === null && config.entry('Nodes') !== null;
  const compute = role === 'compute';
  const stopsIn = (section: string): boolean => config.stops.some(({ key }) => key.startsWith(section));

  if (tooMany) add(notSeen('Nodes', { code: 'TOO_MANY_NODES', message: 'more than 100000 names' }));
  // An image has no name of its own yet, and names that craned cannot read are a finding already.
  else if (compute && !nameless(host, hostname) && !nodes?.includes(hostname) && !stopsIn('Nodes')) {
    const location = placeOfKey(config, 'Nodes', 'key');
    add(found('hostname-not-in-nodes', { hostname }, { ...last, target: 'Nodes', location }));
  }
  const first = { stopsCraned: last.stopsCraned && findings.length === 0 };
  if (config.entry('Partitions') === null) {
    add(found('partitions-missing', {}, { ...first, target: 'Partitions' }));
  } else if (nodes?.includes(hostname) && partitions && !stopsIn('Partitions')) {
    const location = placeOfKey(config, 'Partitions', 'key');
    if (!partitions.some((partition) => partition.nodes.includes(hostname))) {
      add(found('node-without-partition', { hostname }, { ...first, target: 'Partitions', location }));
    }
  }
  if (compute && config.foreground === false && config.entry('Partitions') !== null && !stopsIn('CranedForeground')) {
    const location = placeOfKey(config, 'CranedForeground');
    add(found('foreground-off', { written: location !== undefined }, { target: 'CranedForeground', location }));
  }
  return { observed: { hostname }, findings };
}
