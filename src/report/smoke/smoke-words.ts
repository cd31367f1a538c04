import type { Lang, Text } from '../../lang.ts';
import type { ReportFinding } from '../schema.ts';
import type { Smoked, SmokedStep } from './schema.ts';

/* Sentences about a smoke test that its text, its Markdown and its view on the screen share. */

/** A step as far as its time goes: also of one that still runs. */
type Timed = Pick<SmokedStep, 'durationMs' | 'deadlineMs' | 'status'>;

/** What is said before anything is done. */
export const CHANGES_NODE: Text = {
  en: 'This changes the node: it starts one pod, whose name and label say crane-doctor, and takes it away again.',
  zh: '此测试会改变本节点：启动一个 Pod（名称与标签均注明 crane-doctor），结束后清除。',
};

/** The time of a step, and how long craned would wait: `0.16 of 5 s`; '' for one that was not done. */
export function timeWords({ durationMs, deadlineMs, status }: Timed, lang: Lang): string {
  if (status === 'skip') return '';
  const seconds = (durationMs / 1000).toFixed(2);
  if (deadlineMs === null) return lang === 'zh' ? `${seconds} 秒` : `${seconds} s`;
  const limit = deadlineMs / 1000;
  return lang === 'zh' ? `${seconds} / ${limit} 秒` : `${seconds} of ${limit} s`;
}

/** All findings of a step, the worst first. */
export function findingsOf({ finding, others = [] }: SmokedStep): readonly ReportFinding[] {
  return finding ? [finding, ...others] : others;
}

/** What the whole came to, in a line. */
export function verdictWords({ verdict, steps }: Smoked, lang: Lang): string {
  const zh = lang === 'zh';
  const failed = steps.find(({ status }) => status === 'fail') ?? steps.find(({ status }) => status === 'unknown');
  if (verdict === 'fail') return zh ? `失败于：${failed!.title}` : `Failed at: ${failed!.title}`;
  if (verdict === 'unknown') return zh ? `未能完成：${failed!.title}` : `Not done: ${failed!.title}`;
  if (verdict === 'warn')
    return zh ? '容器能像作业一样运行，但有警告' : 'A container runs as a job would, with warnings';
  return zh ? '容器能像作业一样运行' : 'A container runs as a job would';
}

/** What the container said about itself, by name. */
export function seenWords({ observed }: Smoked, lang: Lang): readonly (readonly [string, string])[] {
  const inLine = (text: string | null): string =>
    (text ?? '')
      .split('\n')
      .map((line) => line.trim().replace(/\s+/g, ' '))
      .join('; ');
  const rows = [
    ['uid_map', inLine(observed.uidMap)],
    [lang === 'zh' ? '地址' : 'addresses', observed.addresses.join(', ')],
    ['resolv.conf', inLine(observed.resolvConf)],
  ] as const;
  return rows.filter(([, value]) => value !== '');
}
