import { code, type CheckContext, type Codes } from '../check.ts';

/** The codes of config-cluster. */
export const CLUSTER_CODES = {
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
  'healthcheck-off': code<{ key: string; written: string }>({
    severity: 'warning',
    summary: {
      en: 'A HealthCheck section that never runs its program, which craned does not say',
      zh: 'HealthCheck 已配置却不会运行，craned 也不会提示',
    },
    message: {
      en: ({ key, written }) => `HealthCheck never runs periodically: ${key} is ${written}, and craned does not say so`,
      zh: ({ key, written }) => `HealthCheck 不会定期运行：${key} 为 ${written}，craned 不会提示`,
    },
  }),
  'healthcheck-state': code<{ ignored: readonly string[] }>({
    severity: 'warning',
    summary: {
      en: 'craned does not know a state of HealthCheck.NodeState and leaves it out',
      zh: 'HealthCheck.NodeState 中有 craned 不认识的状态，会被忽略',
    },
    message: {
      en: ({ ignored }) =>
        `HealthCheck.NodeState: craned leaves out ${quoted(ignored).join(', ')}, as it wants its words without blanks around a comma`,
      zh: ({ ignored }) =>
        `HealthCheck.NodeState：craned 会忽略 ${quoted(ignored).join('、')}，逗号两侧不能有空格，只认已知的状态名`,
    },
  }),
  misread: code<{ key: string; written: string; read: string }>({
    severity: 'warning',
    summary: {
      en: 'craned reads a number as another one than is written',
      zh: 'craned 读到的数值与写下的不同',
    },
    message: {
      en: ({ key, written, read }) => `${key} is ${written}, which craned reads as ${read}`,
      zh: ({ key, written, read }) => `${key} 写为 ${written}，craned 读作 ${read}`,
    },
  }),
  'host-list-literal': code<{ key: string; item: string }>({
    severity: 'warning',
    summary: {
      en: 'A host list is not expanded: what follows its last bracket does not begin with a dot',
      zh: '主机列表不会展开：最后一个方括号之后不是以点开头',
    },
    message: {
      en: ({ key, item }) =>
        `${key}: craned takes ${item} for the name of one host, as only .suffix may follow its last bracket`,
      zh: ({ key, item }) => `${key}：craned 会把 ${item} 当作一个主机名，因为最后一个方括号之后只能是 .后缀`,
    },
  }),
  'host-list-empty': code<{ key: string; item: string }>({
    severity: 'warning',
    summary: {
      en: 'A descending range of a host list stands for no host at all',
      zh: '主机列表中的降序范围不代表任何主机',
    },
    message: {
      en: ({ key, item }) => `${key}: ${item} descends and stands for no host`,
      zh: ({ key, item }) => `${key}：${item} 是降序范围，不代表任何主机`,
    },
  }),
} satisfies Codes;

/** What their check is run with. */
export type ClusterContext = CheckContext<typeof CLUSTER_CODES>;

/** In quotes, so that a blank in a word is seen. */
function quoted(words: readonly string[]): string[] {
  return words.map((word) => `"${word}"`);
}
