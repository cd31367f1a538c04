import { FORMAT_NAMES } from '../report/formats/formats.ts';
import { EXAMINING, READING, REPORTING } from './command-groups.ts';
import { FLEET_OPTIONS } from './fleet-options.ts';
import type { CommandName } from './commands.ts';
import type { OptionSpec } from './option-spec.ts';
import { SMOKE_OPTIONS } from './smoke-options.ts';
import { TRIAGE_OPTIONS } from './triage-options.ts';
import { VIEW_OPTIONS } from './view-options.ts';

/** Every option of every command, in the order in which the help shows them. */
export const OPTIONS: readonly OptionSpec[] = [
  {
    name: 'config',
    short: 'c',
    value: 'FILE',
    commands: [...READING, 'healthcheck', 'explain', 'triage', 'smoke', 'fleet'],
    summary: {
      en: 'configuration to examine (default /etc/crane/config.yaml)',
      zh: '要检查的配置文件（默认 /etc/crane/config.yaml）',
    },
  },
  {
    name: 'settings',
    value: 'FILE',
    commands: ['check', 'wait', 'bundle', 'healthcheck', 'fleet'],
    summary: {
      en: "this site's settings (default /etc/crane/doctor.yaml, where it is there)",
      zh: '本站点的设置（默认 /etc/crane/doctor.yaml，可以没有）',
    },
  },
  {
    name: 'json',
    commands: [...READING, 'list', 'explain', 'triage', 'smoke', 'fleet'],
    summary: { en: 'print one JSON document', zh: '输出一个 JSON 文档' },
  },
  {
    name: 'compact',
    commands: ['check', 'demo'],
    summary: {
      en: 'the report as one line of JSON below 100 kB, without remedies (what nodes of a fleet send)',
      zh: '单行 JSON 报告，小于 100 kB，不含解决方法（供 fleet 收集）',
    },
  },
  {
    name: 'format',
    short: 'f',
    value: 'FORMAT',
    choices: FORMAT_NAMES,
    choicesOf: {
      triage: ['text', 'json', 'markdown'],
      smoke: ['text', 'json', 'markdown'],
      fleet: ['text', 'json', 'markdown', 'html', 'prometheus'],
    },
    commands: [...REPORTING, 'triage', 'smoke', 'fleet'],
    summary: { en: 'output format', zh: '输出格式' },
  },
  {
    name: 'output',
    short: 'o',
    value: 'FILE',
    commands: [...EXAMINING, 'triage', 'smoke', 'fleet'],
    summary: { en: 'write to a new file', zh: '写入新文件' },
  },
  {
    name: 'force',
    commands: [...EXAMINING, 'triage', 'smoke', 'fleet'],
    summary: { en: 'with --output: replace a file that is there', zh: '与 --output 合用：替换已存在的文件' },
  },
  {
    name: 'only',
    value: 'IDS',
    repeatable: true,
    commands: [...EXAMINING, 'fleet'],
    summary: { en: 'only these checks or groups, and what they need', zh: '只运行这些检查（或组）及其依赖' },
  },
  {
    name: 'skip',
    value: 'IDS',
    repeatable: true,
    commands: [...EXAMINING, 'fleet'],
    summary: { en: 'leave these checks or groups out', zh: '排除这些检查（或组）' },
  },
  {
    name: 'fail-on',
    value: 'LEVEL',
    choices: ['error', 'warning', 'new', 'never'],
    commands: [...REPORTING, 'fleet'],
    summary: { en: 'what makes the exit code 1 (default error)', zh: '使退出码为 1 的级别（默认 error）' },
  },
  {
    name: 'baseline',
    value: 'FILE',
    commands: REPORTING,
    summary: {
      en: 'an earlier report (--json) to compare with: what is new, still there, fixed',
      zh: '与以前的报告（--json）比较：新增、仍然存在、已修复',
    },
  },
  {
    name: 'allow-unknown',
    value: 'IDS',
    repeatable: true,
    commands: [...REPORTING, 'fleet'],
    summary: { en: 'these may be impossible to check without exit code 3', zh: '这些检查无法进行时退出码不为 3' },
  },
  {
    name: 'require-root',
    commands: [...EXAMINING, 'fleet'],
    summary: { en: 'refuse to run without root', zh: '非 root 则拒绝运行' },
  },
  {
    name: 'timeout',
    value: 'DURATION',
    commands: [...EXAMINING, 'healthcheck', 'fleet'],
    summary: { en: 'deadline of one check (default 10s)', zh: '单项检查的期限（默认 10s）' },
  },
  {
    name: 'deadline',
    value: 'DURATION',
    commands: [...EXAMINING, 'healthcheck', 'fleet'],
    summary: { en: 'deadline of the whole run (default 30s)', zh: '整次运行的期限（默认 30s）' },
  },
  {
    name: 'role',
    value: 'ROLE',
    choices: ['compute', 'control', 'login', 'auto'],
    commands: [...EXAMINING, 'healthcheck', 'fleet'],
    summary: {
      en: 'what this node is (default auto: by the configuration)',
      zh: '本节点的角色（默认 auto：按配置判断）',
    },
  },
  {
    name: 'root',
    value: 'DIR',
    commands: ['check', 'config', 'wait', 'bundle'],
    summary: {
      en: 'examine the directory tree of a node image instead of this machine',
      zh: '检查节点镜像的目录树，而不是本机',
    },
  },
  {
    name: 'from',
    value: 'BUNDLE',
    commands: ['check', 'triage'],
    summary: {
      en: 'look at the answers in a bundle instead of this machine',
      zh: '查看诊断包中的记录，而不是本机',
    },
  },
  {
    name: 'for',
    value: 'DURATION',
    commands: ['wait'],
    summary: { en: 'give up after this long (default 5m)', zh: '超过此时长后放弃（默认 5m）' },
  },
  {
    name: 'every',
    value: 'DURATION',
    commands: ['wait'],
    summary: { en: 'pause between two runs (default 5s)', zh: '两次运行的间隔（默认 5s）' },
  },
  {
    name: 'state',
    value: 'DIR',
    commands: ['healthcheck'],
    summary: {
      en: 'where the report and what earlier runs saw are kept (default /var/lib/crane-doctor)',
      zh: '存放报告与以往结果的目录（默认 /var/lib/crane-doctor）',
    },
  },
  {
    name: 'dry-run',
    commands: ['bundle'],
    summary: { en: 'list what would be in it, and write nothing', zh: '列出将包含的内容，不写入任何文件' },
  },
  {
    name: 'check',
    commands: ['explain'],
    summary: {
      en: 'run the checks that it points to right away',
      zh: '立即运行所指向的检查',
    },
  },
  {
    name: 'offline',
    commands: [...EXAMINING, 'triage', 'fleet'],
    summary: { en: 'leave out what needs the network', zh: '跳过需要网络的检查' },
  },
  {
    name: 'as-if-enabled',
    commands: [...READING, 'fleet'],
    summary: { en: 'examine as though the container feature were on', zh: '按容器功能已启用来检查' },
  },
  {
    name: 'registry',
    value: 'HOST',
    repeatable: true,
    commands: [...EXAMINING, 'fleet'],
    summary: { en: 'a registry that this node must reach', zh: '本节点必须能访问的镜像仓库' },
  },
  {
    name: 'image',
    value: 'REF',
    repeatable: true,
    commands: [...EXAMINING, 'smoke', 'fleet'],
    summary: { en: 'an image that this node must be able to get', zh: '本节点必须能获取的镜像' },
  },
  {
    name: 'measure-pull',
    commands: [...EXAMINING, 'fleet'],
    summary: {
      en: 'read up to 1 MiB of each --image, and tell whether its pull fits into 60 s',
      zh: '试读每个 --image 至多 1 MiB，判断能否在 60 秒内拉完',
    },
  },
  {
    name: 'user',
    value: 'NAME',
    repeatable: true,
    commands: [...EXAMINING, 'smoke', 'fleet'],
    summary: { en: 'an account that must be able to run containers here', zh: '必须能在本节点运行容器的账号' },
  },
  ...TRIAGE_OPTIONS,
  ...SMOKE_OPTIONS,
  ...FLEET_OPTIONS,
  ...VIEW_OPTIONS,
];

/** The options of a command, in their order, with the values that it takes. */
export function optionsOf(command: CommandName): readonly OptionSpec[] {
  return OPTIONS.filter((option) => option.commands.includes(command)).map((option) => {
    const own = option.choicesOf?.[command];
    return own ? { ...option, choices: own } : option;
  });
}
