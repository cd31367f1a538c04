import type { Host } from '../host/host.ts';
import type { Stop } from '../config/reading.ts';
import { code, defineCheck, type CheckContext, type Codes } from './check.ts';
import { aboutStop, placeOfKey } from './config-place.ts';
import type { Finding } from './finding.ts';

const CODES = {
  'supervisor-missing': code({
    severity: 'error',
    summary: { en: 'There is no Supervisor section', zh: '缺少 Supervisor 配置' },
    message: {
      en: () => 'There is no Supervisor section; craned exits: No Supervisor configuration found.',
      zh: () => '缺少 Supervisor 配置，craned 会退出：No Supervisor configuration found.',
    },
  }),
  'supervisor-path-missing': code<{ path: string }>({
    severity: 'error',
    summary: { en: 'The program at Supervisor.Path is not there', zh: 'Supervisor.Path 指定的程序不存在' },
    message: {
      en: ({ path }) => `${path} (Supervisor.Path) is not there; craned exits`,
      zh: ({ path }) => `${path}（Supervisor.Path）不存在，craned 会退出`,
    },
  }),
  'control-machine-missing': code({
    severity: 'error',
    summary: { en: 'ControlMachine is missing or empty', zh: 'ControlMachine 缺失或为空' },
    message: {
      en: () => 'ControlMachine is not configured; craned exits',
      zh: () => '未配置 ControlMachine，craned 会退出',
    },
  }),
  'cluster-name-missing': code({
    severity: 'error',
    summary: { en: 'ClusterName is missing or empty', zh: 'ClusterName 缺失或为空' },
    message: {
      en: () => 'ClusterName is not configured; craned exits',
      zh: () => '未配置 ClusterName，craned 会退出',
    },
  }),
  'partitions-missing': code({
    severity: 'error',
    summary: {
      en: 'There is no Partitions: craned never reads the Container section',
      zh: '缺少 Partitions：craned 不会读取 Container 配置',
    },
    message: {
      en: () => 'There is no Partitions, so craned never reads the Container section, and exits later',
      zh: () => '缺少 Partitions，craned 不会读取 Container 配置，并会在之后退出',
    },
  }),
  'hostname-not-in-nodes': code<{ hostname: string }>({
    severity: 'error',
    summary: { en: 'This machine is not in Nodes', zh: '本机不在 Nodes 中' },
    message: {
      en: ({ hostname }) => `This machine's name ${hostname} is not in Nodes, to the letter; craned exits`,
      zh: ({ hostname }) => `Nodes 中没有与本机主机名 ${hostname} 完全相同的名称，craned 会退出`,
    },
  }),
  'node-without-partition': code<{ hostname: string }>({
    severity: 'error',
    summary: { en: 'This machine is in no partition', zh: '本机不属于任何分区' },
    message: {
      en: ({ hostname }) => `${hostname} is in Nodes, but in no partition; craned exits`,
      zh: ({ hostname }) => `${hostname} 在 Nodes 中，但不属于任何分区，craned 会退出`,
    },
  }),
  'foreground-off': code<{ written: boolean }>({
    severity: 'warning',
    summary: {
      en: 'CranedForeground is not true: systemd takes craned for stopped',
      zh: 'CranedForeground 不为 true：systemd 会认为 craned 已停止',
    },
    message: {
      en: ({ written }) =>
        `CranedForeground is ${written ? 'false' : 'not set'}: craned goes into the background, which its unit does not expect`,
      zh: ({ written }) =>
        `CranedForeground ${written ? '为 false' : '未设置'}：craned 会转入后台，与其 systemd 单元不符`,
    },
  }),
  stops: code<{ key: string; words: string | null }>({
    severity: 'error',
    summary: {
      en: 'craned stops at a value outside the Container section',
      zh: 'craned 因 Container 之外的某个值而停止',
    },
    message: {
      en: ({ key, words }) => `craned stops at ${key}: ${words ?? 'it exits without a word'}`,
      zh: ({ key, words }) => `craned 在 ${key} 处停止：${words ?? '直接退出，没有任何提示'}`,
    },
  }),
} satisfies Codes;

type Context = CheckContext<typeof CODES>;

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
  codes: CODES,
  async run(context) {
    const { config } = context;
    const { name, controlMachine, nodes, partitions } = config.cluster;
    const stopping = config.stops.filter(isOurs).map((stop) => stopFinding(context, stop));
    const membership = await membershipFindings(context);
    return {
      observed: {
        clusterName: name,
        controlMachine,
        nodes: nodes?.length ?? null,
        partitions: partitions?.length ?? null,
        ...membership.observed,
      },
      findings: [...stopping, ...membership.findings],
    };
  },
});

/** Syntax is config-file's, and the Container section has its own checks. */
function isOurs({ kind, key }: Stop): boolean {
  return kind !== 'syntax' && key !== 'Container' && !key.startsWith('Container.');
}

function stopFinding({ config, found }: Context, stop: Stop): Finding {
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
async function membershipFindings({ host, config, role, found, notSeen }: Context): Promise<Membership> {
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
