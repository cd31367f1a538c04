import type { Text } from '../lang.ts';

export type CommandName = 'check' | 'list' | 'config' | 'demo';

/** One option: what parses argv, what `--help` prints, and what completions and manual pages are made from. */
export interface OptionSpec {
  readonly name: string;
  readonly short?: string;
  /** The name of its value in the help; none for a switch. */
  readonly value?: string;
  readonly choices?: readonly string[];
  /** May be given more than once. */
  readonly repeatable?: true;
  /** `--no-NAME` too. */
  readonly negatable?: true;
  readonly commands: readonly CommandName[];
  readonly summary: Text;
}

const EXAMINING = ['check', 'demo'] as const;
const READING = ['check', 'demo', 'config'] as const;
const ALL = ['check', 'demo', 'config', 'list'] as const;

/** The output formats of `check`. */
export const FORMATS = ['text', 'json'] as const;

/** Every option of every command, in the order in which the help shows them. */
export const OPTIONS: readonly OptionSpec[] = [
  {
    name: 'config',
    short: 'c',
    value: 'FILE',
    commands: READING,
    summary: {
      en: 'configuration to examine (default /etc/crane/config.yaml)',
      zh: '要检查的配置文件（默认 /etc/crane/config.yaml）',
    },
  },
  { name: 'json', commands: ALL, summary: { en: 'print one JSON document', zh: '输出一个 JSON 文档' } },
  {
    name: 'format',
    short: 'f',
    value: 'FORMAT',
    choices: FORMATS,
    commands: EXAMINING,
    summary: { en: 'output format', zh: '输出格式' },
  },
  {
    name: 'output',
    short: 'o',
    value: 'FILE',
    commands: EXAMINING,
    summary: { en: 'write the report to a new file', zh: '将报告写入新文件' },
  },
  {
    name: 'force',
    commands: EXAMINING,
    summary: { en: 'with --output: replace a file that is there', zh: '与 --output 合用：替换已存在的文件' },
  },
  {
    name: 'only',
    value: 'IDS',
    repeatable: true,
    commands: EXAMINING,
    summary: { en: 'only these checks or groups, and what they need', zh: '只运行这些检查（或组）及其依赖' },
  },
  {
    name: 'skip',
    value: 'IDS',
    repeatable: true,
    commands: EXAMINING,
    summary: { en: 'leave these checks or groups out', zh: '排除这些检查（或组）' },
  },
  {
    name: 'fail-on',
    value: 'LEVEL',
    choices: ['error', 'warning', 'never'],
    commands: EXAMINING,
    summary: { en: 'what makes the exit code 1 (default error)', zh: '使退出码为 1 的级别（默认 error）' },
  },
  {
    name: 'allow-unknown',
    value: 'IDS',
    repeatable: true,
    commands: EXAMINING,
    summary: { en: 'these may be impossible to check without exit code 3', zh: '这些检查无法进行时退出码不为 3' },
  },
  {
    name: 'require-root',
    commands: EXAMINING,
    summary: { en: 'refuse to run without root', zh: '非 root 则拒绝运行' },
  },
  {
    name: 'timeout',
    value: 'DURATION',
    commands: EXAMINING,
    summary: { en: 'deadline of one check (default 10s)', zh: '单项检查的期限（默认 10s）' },
  },
  {
    name: 'deadline',
    value: 'DURATION',
    commands: EXAMINING,
    summary: { en: 'deadline of the whole run (default 30s)', zh: '整次运行的期限（默认 30s）' },
  },
  {
    name: 'role',
    value: 'ROLE',
    choices: ['compute', 'control', 'login', 'auto'],
    commands: EXAMINING,
    summary: {
      en: 'what this node is (default auto: by the configuration)',
      zh: '本节点的角色（默认 auto：按配置判断）',
    },
  },
  {
    name: 'root',
    value: 'DIR',
    commands: ['check', 'config'],
    summary: {
      en: 'examine the directory tree of a node image instead of this machine',
      zh: '检查节点镜像的目录树，而不是本机',
    },
  },
  {
    name: 'offline',
    commands: EXAMINING,
    summary: { en: 'leave out what needs the network', zh: '跳过需要网络的检查' },
  },
  {
    name: 'as-if-enabled',
    commands: READING,
    summary: { en: 'examine as though the container feature were on', zh: '按容器功能已启用来检查' },
  },
  {
    name: 'registry',
    value: 'HOST',
    repeatable: true,
    commands: EXAMINING,
    summary: { en: 'a registry that this node must reach', zh: '本节点必须能访问的镜像仓库' },
  },
  {
    name: 'image',
    value: 'REF',
    repeatable: true,
    commands: EXAMINING,
    summary: { en: 'an image that this node must be able to get', zh: '本节点必须能获取的镜像' },
  },
  {
    name: 'lang',
    value: 'zh|en',
    choices: ['zh', 'en'],
    commands: ALL,
    summary: { en: 'language (default: by the locale)', zh: '语言（默认取自 locale）' },
  },
  { name: 'quiet', commands: EXAMINING, summary: { en: 'print less', zh: '减少输出' } },
  {
    name: 'verbose',
    short: 'v',
    commands: EXAMINING,
    summary: { en: 'print every check with its evidence', zh: '输出每项检查及其依据' },
  },
  {
    name: 'tui',
    negatable: true,
    commands: EXAMINING,
    summary: { en: 'interactive screen (default: on a terminal)', zh: '交互界面（默认：在终端上）' },
  },
  {
    name: 'color',
    negatable: true,
    commands: ALL,
    summary: {
      en: 'colours (default: on a terminal; NO_COLOR, FORCE_COLOR)',
      zh: '彩色输出（默认：在终端上；NO_COLOR、FORCE_COLOR）',
    },
  },
  { name: 'ascii', commands: READING, summary: { en: 'no symbols beyond ASCII', zh: '只用 ASCII 符号' } },
  {
    name: 'fault',
    value: 'NAME',
    commands: ['demo'],
    summary: { en: 'a fault to give the simulated node', zh: '给模拟节点注入的故障' },
  },
  { name: 'list', commands: ['demo'], summary: { en: 'list the faults, one a line', zh: '列出故障，每行一个' } },
  { name: 'help', short: 'h', commands: ALL, summary: { en: 'show this help', zh: '显示帮助' } },
  { name: 'version', commands: ALL, summary: { en: 'show the version', zh: '显示版本' } },
];

/** The commands, in the order of the help. */
export const COMMANDS: { readonly [name in CommandName]: Text } = {
  check: { en: 'run the checks (the default command)', zh: '运行检查（默认命令）' },
  config: { en: 'what craned would read from the configuration', zh: 'craned 会从配置文件中读到什么' },
  list: { en: 'every check and finding code', zh: '列出所有检查与结论代码' },
  demo: { en: 'examine a simulated node', zh: '检查一个模拟节点' },
};
