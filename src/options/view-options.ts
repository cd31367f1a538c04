import { ALL, EXAMINING, READING, REPORTING } from './command-groups.ts';
import type { OptionSpec } from './option-spec.ts';

/** The options that say how something is shown, and those of the demo, which stand last. */
export const VIEW_OPTIONS: readonly OptionSpec[] = [
  {
    name: 'lang',
    value: 'zh|en',
    choices: ['zh', 'en'],
    commands: ALL,
    summary: { en: 'language (default: by the locale)', zh: '语言（默认取自 locale）' },
  },
  { name: 'quiet', commands: [...EXAMINING, 'fleet'], summary: { en: 'print problems only', zh: '只输出问题' } },
  {
    name: 'verbose',
    short: 'v',
    commands: REPORTING,
    summary: { en: 'print every check with its evidence', zh: '输出每项检查及其依据' },
  },
  {
    name: 'tui',
    negatable: true,
    commands: ['check', 'triage', 'smoke', 'fleet', 'demo'],
    summary: {
      en: 'interactive screen (default: on a terminal); INK_SCREEN_READER=true suits it to a screen reader',
      zh: '交互界面（默认：在终端上）；INK_SCREEN_READER=true 适配屏幕阅读器',
    },
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
  {
    name: 'ascii',
    commands: [...READING, 'explain', 'triage', 'smoke'],
    summary: { en: 'no symbols beyond ASCII', zh: '只用 ASCII 符号' },
  },
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
