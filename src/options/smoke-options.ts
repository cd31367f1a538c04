import type { OptionSpec } from './option-spec.ts';

/** The options that only `smoke` has. */
export const SMOKE_OPTIONS: readonly OptionSpec[] = [
  {
    name: 'userns',
    negatable: true,
    commands: ['smoke'],
    summary: {
      en: "with a user namespace (default: the configuration's UserNsEnabledByDefault)",
      zh: '使用用户命名空间（默认取配置的 UserNsEnabledByDefault）',
    },
  },
  {
    name: 'mount',
    value: 'DIR',
    commands: ['smoke'],
    summary: {
      en: 'mount this directory into the container; one file is made in it and removed',
      zh: '将此目录挂载到容器中；会在其中创建并删除一个文件',
    },
  },
  {
    name: 'network',
    value: 'host|pod',
    choices: ['host', 'pod'],
    commands: ['smoke'],
    summary: { en: "the pod's network (default pod)", zh: 'Pod 的网络（默认 pod）' },
  },
  {
    name: 'directory',
    value: 'DIR',
    commands: ['smoke'],
    summary: {
      en: "the job's working directory, in which the log directory is made (default /var/lib/crane-doctor)",
      zh: '作业的工作目录，日志目录建于其中（默认 /var/lib/crane-doctor）',
    },
  },
  {
    name: 'keep',
    commands: ['smoke'],
    summary: {
      en: 'leave the pod in place, to look at it; the next test removes it',
      zh: '保留 Pod 供查看；下次测试会清除',
    },
  },
  {
    name: 'bindfs-only',
    commands: ['smoke'],
    summary: { en: 'only the BindFs mount: needs no runtime', zh: '只测试 BindFs 挂载：无需运行时' },
  },
  {
    name: 'dry-run',
    commands: ['smoke'],
    summary: { en: 'show what would be sent, and change nothing', zh: '显示将要发送的内容，不做任何改变' },
  },
];
