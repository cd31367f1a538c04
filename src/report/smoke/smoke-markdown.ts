import type { Lang } from '../../lang.ts';
import { codeBlock, codeSpan, markdownText } from '../formats/markdown-text.ts';
import type { ReportFinding } from '../schema.ts';
import type { Smoked } from './schema.ts';
import { findingsOf, seenWords, timeWords, verdictWords } from './smoke-words.ts';

const SIGNS = { pass: '✅', warn: '⚠️', fail: '❌', unknown: '❓', skip: '–' } as const;

function findingLines({ code, message, remedy }: ReportFinding, lang: Lang): string[] {
  const lines = [`### ${codeSpan(code)}`, '', markdownText(message), ''];
  if (!remedy) return lines;
  lines.push(`${lang === 'zh' ? '解决方法：' : 'What to do: '}${markdownText(remedy.title)}`, '');
  for (const [index, { text, command }] of remedy.steps.entries()) {
    const mark = `${index + 1}. `;
    lines.push(`${mark}${markdownText(text)}`);
    if (command !== undefined) lines.push('', ...codeBlock(command.split('\n'), 'sh', mark.length), '');
  }
  return [...lines, ''];
}

/** A smoke test for a ticket. */
export function smokeMarkdown(smoked: Smoked, lang: Lang): string {
  const zh = lang === 'zh';
  const rows = smoked.steps.map((step) =>
    [SIGNS[step.status], step.title, timeWords(step, lang), step.skip ?? step.note ?? ''].map(markdownText).join(' | '),
  );
  const found = smoked.steps.flatMap(findingsOf).filter(({ severity }) => severity !== 'info');
  const lines = [
    `## ${SIGNS[smoked.verdict]} ${markdownText(`${smoked.node}: ${verdictWords(smoked, lang)}`)}`,
    '',
    zh ? '| | 步骤 | 用时 | |' : '| | step | time | |',
    '|---|---|---|---|',
    ...rows.map((row) => `| ${row} |`),
    '',
    ...found.flatMap((one) => findingLines(one, lang)),
    ...seenWords(smoked, lang).map(([name, value]) => `- ${markdownText(name)}: ${codeSpan(value)}`),
    ...smoked.leftBehind.map((what) => `- ${zh ? '残留：' : 'left behind: '}${markdownText(what)}`),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}
