import type { OptionSpec } from './option-spec.ts';

/** The options that only `triage` has. */
export const TRIAGE_OPTIONS: readonly OptionSpec[] = [
  {
    name: 'since',
    value: 'TIME',
    commands: ['triage'],
    summary: {
      en: 'how far back: 2h, 3d, 12:04, "2026-07-02 12:04" (default 24h)',
      zh: '从何时起：2h、3d、12:04、"2026-07-02 12:04"（默认 24h）',
    },
  },
  {
    name: 'job',
    value: 'JOB',
    commands: ['triage'],
    summary: { en: 'only this job (123) or step (123.1)', zh: '只看该作业（123）或作业步（123.1）' },
  },
  {
    name: 'user',
    value: 'NAME',
    commands: ['triage'],
    summary: {
      en: "of the supervisors' logs only those that have this account in them",
      zh: '只看包含该账号的 supervisor 日志',
    },
  },
  {
    name: 'log',
    value: 'PATH',
    repeatable: true,
    commands: ['triage'],
    summary: {
      en: 'this log, or the logs in this folder (may be repeated), instead of those of the configuration',
      zh: '读取此日志（或此目录中的日志，可重复），而不是配置中的日志',
    },
  },
  {
    name: 'check',
    negatable: true,
    commands: ['triage'],
    summary: { en: 'run the checks too, and tie the two together (default)', zh: '同时运行检查并与日志对照（默认）' },
  },
];
