import type { OptionSpec } from './option-spec.ts';

/** The options that only `fleet` has. */
export const FLEET_OPTIONS: readonly OptionSpec[] = [
  {
    name: 'nodes',
    short: 'w',
    value: 'LIST',
    repeatable: true,
    commands: ['fleet'],
    summary: { en: 'these nodes: cn[01-10],gpu1', zh: '这些节点：cn[01-10],gpu1' },
  },
  {
    name: 'partition',
    short: 'p',
    value: 'NAME',
    repeatable: true,
    commands: ['fleet'],
    summary: { en: 'the nodes of a partition of the configuration', zh: '配置文件中某分区的节点' },
  },
  {
    name: 'all',
    short: 'a',
    commands: ['fleet'],
    summary: { en: 'all Nodes of the configuration', zh: '配置文件 Nodes 中的全部节点' },
  },
  {
    name: 'exclude',
    short: 'x',
    value: 'LIST',
    repeatable: true,
    commands: ['fleet'],
    summary: { en: 'leave these nodes out', zh: '排除这些节点' },
  },
  {
    name: 'from',
    value: 'DIR',
    commands: ['fleet'],
    summary: {
      en: 'merge the reports and bundles in this folder, and ask nobody',
      zh: '合并此目录中的报告与诊断包，不连接任何节点',
    },
  },
  {
    name: 'via',
    value: 'LAUNCHER',
    choices: ['pdsh', 'clush', 'exec'],
    commands: ['fleet'],
    summary: {
      en: 'what reaches the nodes (default pdsh, else clush); exec runs --program here, once a node',
      zh: '连接节点的工具（默认 pdsh，否则 clush）；exec 在本机为每个节点运行一次 --program',
    },
  },
  {
    name: 'fanout',
    value: 'N',
    commands: ['fleet'],
    summary: { en: 'so many nodes at once (default 32)', zh: '同时连接的节点数（默认 32）' },
  },
  {
    name: 'connect-timeout',
    value: 'DURATION',
    commands: ['fleet'],
    summary: { en: 'deadline of a connection (default 10s)', zh: '建立连接的期限（默认 10s）' },
  },
  {
    name: 'program',
    value: 'COMMAND',
    commands: ['fleet'],
    summary: {
      en: 'what is run on the nodes (default crane-doctor); with --via exec, %h is the node',
      zh: '在节点上运行的命令（默认 crane-doctor）；与 --via exec 合用时 %h 为节点名',
    },
  },
  {
    name: 'push',
    value: 'DIR',
    commands: ['fleet'],
    summary: {
      en: 'copy this program into a folder of its own below DIR of the nodes first, and remove it afterwards',
      zh: '先把本程序复制到节点 DIR 下的独立目录，结束后删除',
    },
  },
];
