import type { Text } from '../lang.ts';

export type CommandName =
  'check' | 'list' | 'config' | 'demo' | 'explain' | 'triage' | 'smoke' | 'fleet' | 'wait' | 'bundle' | 'healthcheck';

/** The commands, in the order of the help. */
export const COMMANDS: { readonly [name in CommandName]: Text } = {
  check: { en: 'run the checks (the default command)', zh: '运行检查（默认命令）' },
  config: { en: 'what craned would read from the configuration', zh: 'craned 会从配置文件中读到什么' },
  list: { en: 'every check and finding code', zh: '列出所有检查与结论代码' },
  explain: {
    en: 'what a message, a log line, an error code or a finding code means, and what to do',
    zh: '解释一条消息、日志行、错误码或结论代码的含义和处理方法',
  },
  triage: {
    en: "what the logs of craned and of the jobs' supervisors say went wrong, and what to do first",
    zh: '读取 craned 与作业 supervisor 的日志：出了什么问题，先做什么',
  },
  smoke: {
    en: "start one container the way craned's supervisor does, look into it, and take it away again",
    zh: '按 craned 的 supervisor 的方式启动一个容器，查看其内部，然后清除',
  },
  fleet: {
    en: 'run the checks on many nodes through pdsh or clush, and merge what they say',
    zh: '通过 pdsh 或 clush 检查多个节点，并汇总结果',
  },
  wait: { en: 'repeat until the node is healthy', zh: '反复检查，直到节点正常' },
  bundle: {
    en: 'record what the node says, without secrets, for check --from',
    zh: '记录节点的应答（已去除机密），供 check --from 查看',
  },
  healthcheck: {
    en: "examine for craned's HealthCheck; drain the node and give it back where the settings ask for it",
    zh: '供 craned 的 HealthCheck 使用；按站点设置排空或恢复节点',
  },
  demo: { en: 'examine a simulated node', zh: '检查一个模拟节点' },
};

/** What a command takes beside its options, as the help names it; the others take nothing. */
export const ARGUMENTS: { readonly [name in CommandName]?: string } = {
  explain: 'TEXT|CODE|-',
  fleet: '[-]',
};
