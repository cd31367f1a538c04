import type { Lang } from '../../lang.ts';
import { codeBlock, codeSpan, markdownText } from '../formats/markdown-text.ts';
import type { Triaged, TriagedGroup } from './schema.ts';
import type { Shown } from './shown.ts';
import {
  changeWords,
  clockWords,
  firstFinding,
  headlineOf,
  jobWords,
  localTime,
  nowWords,
  partsOf,
  passedOnBy,
  spanWords,
} from './triage-words.ts';

function group(one: TriagedGroup, passing: readonly TriagedGroup[], triaged: Triaged, lang: Lang): string[] {
  const jobs = jobWords(one, lang);
  const now = nowWords(one, triaged, lang);
  const by = passedOnBy(one, passing);
  return [
    `### ${one.count} × ${codeSpan(one.id)}`,
    '',
    [spanWords(one), ...(jobs === '' ? [] : [jobs])].map(markdownText).join(' · '),
    '',
    ...(one.meaning === undefined ? [] : [markdownText(one.meaning), '']),
    ...codeBlock([one.message], 'text'),
    ...(now === '' ? [] : ['', markdownText(now)]),
    ...(by.length === 0
      ? []
      : [
          '',
          `${lang === 'zh' ? '转述：' : 'Passed on by '}${by.map(({ id, count }) => `${codeSpan(id)} (${count})`).join(', ')}`,
        ]),
    '',
  ];
}

/** A triage for a ticket. */
export function triageMarkdown({ triaged, remedies }: Shown, lang: Lang): string {
  const first = firstFinding(triaged);
  const remedy = first === undefined ? undefined : remedies.get(first);
  const zh = lang === 'zh';
  const { roots, passing, unknown, noise } = partsOf(triaged);
  const unread = triaged.sources.filter(({ error }) => error !== undefined);
  const host = triaged.report?.host.hostname;
  const lines = [
    `## ${roots.length > 0 || unknown.length > 0 ? '❌' : unread.length > 0 ? '❔' : '✅'} ${markdownText([...(host === undefined ? [] : [host]), headlineOf(triaged, lang)].join(': '))}`,
    '',
    markdownText(`${localTime(triaged.window.since)} – ${localTime(triaged.window.until)}`),
    '',
    ...roots.flatMap((one) => group(one, passing, triaged, lang)),
  ];
  if (roots.length + unknown.length > 0 && triaged.changes.length > 0)
    lines.push(
      zh ? '### 出错前的变化' : '### What changed before',
      '',
      ...triaged.changes.map((change) => `- ${markdownText(changeWords(change, lang))}`),
      '',
    );
  if (remedy) {
    lines.push(`### ${zh ? '解决方法' : 'What to do first'}: ${markdownText(remedy.title)}`, '');
    for (const [index, step] of remedy.steps.entries()) {
      const mark = `${index + 1}. `;
      lines.push(`${mark}${markdownText(step.text)}`);
      if (step.command !== undefined) lines.push('', ...codeBlock(step.command.split('\n'), 'sh', mark.length), '');
    }
    lines.push('');
  }
  if (unknown.length > 0)
    lines.push(
      zh ? '### 未知的错误信息' : '### Errors that are not known',
      '',
      ...unknown.map((one) => `- ${one.count} × ${codeSpan(one.message)}`),
      '',
    );
  if (noise.length > 0)
    lines.push(
      `${zh ? '不必处理：' : 'Nothing to be done about '}${noise.map(({ id, count }) => `${codeSpan(id)} (${count})`).join(', ')}`,
      '',
    );
  if (unread.length > 0)
    lines.push(
      zh ? '### 未能读取' : '### Not read, or not to the end',
      '',
      ...unread.map(({ path, error }) => `- ${codeSpan(path)}: ${markdownText(error!)}`),
      '',
    );
  lines.push(...clockWords(triaged, lang).flatMap((text) => [markdownText(text), '']));
  return `${lines.join('\n').trimEnd()}\n`;
}
