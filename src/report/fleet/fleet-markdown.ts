import type { Lang } from '../../lang.ts';
import { remedyMarkdown } from '../formats/markdown.ts';
import { codeSpan, markdownText } from '../formats/markdown-text.ts';
import { remediesTold } from '../formats/told.ts';
import { distributionWords, driftLines } from './drift-words.ts';
import { fleetHeadline, whereWords, whyWords } from './fleet-words.ts';
import { listWords } from './list-words.ts';
import type { FleetDocument, FleetFinding } from './schema.ts';
import { DISTRIBUTION, STATUS_OF, tasksOf, worstOf } from './to-do.ts';

const SIGNS = { pass: '✅', warn: '⚠️', fail: '❌', unknown: '❓' } as const;

function findingRow(finding: FleetFinding, lang: Lang): string {
  const cells = [
    SIGNS[STATUS_OF[finding.severity]],
    markdownText(finding.code),
    String(finding.count),
    markdownText(whereWords(finding, lang)),
    markdownText(finding.message),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** A fleet for a ticket. */
export function fleetMarkdown(document: FleetDocument, lang: Lang): string {
  const zh = lang === 'zh';
  const { nodes, findings, unanswered, startedAt, repeated } = document;
  const told = remediesTold();
  const drift = driftLines(document, lang);
  const distribution = distributionWords(document, lang);
  const list = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [`### ${title}`, '', ...lines.map((line) => `- ${markdownText(line)}`), ''];
  const lines = [
    `## ${SIGNS[worstOf(document)]} ${markdownText(fleetHeadline(document, lang))}`,
    '',
    markdownText(
      zh
        ? `${nodes.total} 个节点，${nodes.answered} 个应答；${startedAt}`
        : `${nodes.total} nodes, ${nodes.answered} answered; ${startedAt}`,
    ),
    '',
    ...(findings.length === 0
      ? []
      : [
          zh ? '| | 代码 | 节点数 | 节点 | 说明 |' : '| | code | nodes | which | |',
          '|---|---|---:|---|---|',
          ...findings.map((finding) => findingRow(finding, lang)),
          '',
        ]),
    ...list(
      zh ? '没有报告的节点' : 'Without a report',
      unanswered.map((one) => `${listWords(one.nodes, one.count, lang)}: ${whyWords(one, lang)}`),
    ),
    ...list(zh ? '差异' : 'Drift', drift),
    ...list(DISTRIBUTION[lang], distribution),
    ...list(zh ? '不止一次应答' : 'Answered more than once', repeated === '' ? [] : [repeated]),
    ...tasksOf(document, lang).flatMap(({ title, where, remedy }) => [
      `### ${codeSpan(title)} ${markdownText(where())}`,
      ...remedyMarkdown({ code: title, remedy }, { lang }, told),
      '',
    ]),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}
