import stringWidth from 'string-width';
import { padEnd } from '../cells.ts';
import type { Lang } from '../../lang.ts';
import { codeFrame } from '../code-frame.ts';
import { evidenceOf } from '../evidence.ts';
import { headlineOf } from '../headline.ts';
import { outlineOf, type OutlinedCause, type Placed } from '../outline.ts';
import { messageOf, placeOf, remedyTitle } from '../plain-finding.ts';
import type { Report, ReportCheck, ReportFinding } from '../schema.ts';
import { consequencesOf, notesOf, skipWords, subjectWords } from '../sentences.ts';
import { comparisonOf, goneLines, noteLines } from '../site-words.ts';
import { textAt } from '../source.ts';
import { STATUS_NAMES } from '../words.ts';
import { guideProse } from './guide-prose.ts';
import { codeBlock, codeSpan, markdownLine, markdownText } from './markdown-text.ts';
import type { Render, RenderOptions } from './render.ts';
import { remediesTold, type Told } from './told.ts';

const SIGNS = { pass: '✅', warn: '⚠️', fail: '❌', unknown: '❓', skip: '➖' } as const;

function place(finding: ReportFinding, { sources }: RenderOptions): string[] {
  const { location } = finding;
  if (!location) return [];
  const text = textAt(location.path, sources);
  const frame = text === null ? [] : ['', ...codeBlock(codeFrame(text, location), 'text')];
  return ['', codeSpan(placeOf(finding)!), ...frame];
}

/** The guide's prose with its code. */
function prose(text: string): string {
  return guideProse(text, markdownText, codeSpan);
}

/** What to do, with this node's commands in blocks of their own: GitHub puts a button for copying on each. */
export function remedyMarkdown(
  finding: Pick<ReportFinding, 'code' | 'remedy' | 'note'>,
  { lang }: Pick<RenderOptions, 'lang'>,
  told: Told,
): string[] {
  const note = noteLines(finding, lang).flatMap((line, index) => [index === 0 ? '' : '>', `> ${markdownLine(line)}`]);
  if (!finding.remedy) return note;
  const { title, summary, steps } = finding.remedy;
  const above = told(finding);
  const heading = [...note, '', `**${markdownText(remedyTitle(title, above, lang))}**`];
  if (above !== null) return heading;
  return [
    ...heading,
    ...(summary === '' ? [] : ['', `> ${prose(summary)}`]),
    '',
    ...steps.flatMap((step, index) => [
      `${index + 1}. ${prose(`${step.text}${notesOf(step, lang)}`)}`,
      ...(step.command === undefined ? [] : codeBlock(step.command.split('\n'), 'sh', 3)),
    ]),
  ];
}

/** What was seen, as in the text format: a label and a value a line. */
function evidenceLines({ observed }: ReportCheck, lang: Lang): string[] {
  const evidence = evidenceOf(observed, lang);
  const width = Math.max(0, ...evidence.map(({ label }) => stringWidth(label)));
  return evidence.map(({ label, value }) => `${padEnd(label, width)}  ${value}`);
}

function cause(
  report: Report,
  { cause: one, check, leading, rest }: OutlinedCause,
  options: RenderOptions,
  told: Told,
): string[] {
  const { lang, verbose } = options;
  const evidence = evidenceLines(check, lang);
  const consequences = consequencesOf(report, one, lang);
  return [
    `### ${codeSpan(leading.code)} ${markdownText(messageOf(leading, lang))}`,
    ...place(leading, options),
    ...(evidence.length === 0 ? [] : ['', ...codeBlock(evidence, 'text')]),
    ...(consequences === null ? [] : ['', markdownText(consequences)]),
    ...remedyMarkdown(leading, options, told),
    ...rest
      .filter(({ severity }) => verbose || severity !== 'info')
      .flatMap((finding) => ['', ...otherFinding(finding, options, told)]),
  ];
}

function otherFinding(finding: ReportFinding, options: RenderOptions, told: Told): string[] {
  const title = `#### ${codeSpan(finding.code)} ${markdownText(messageOf(finding, options.lang))}`;
  return [title, ...place(finding, options), ...remedyMarkdown(finding, options, told)];
}

/** A part that is closed until somebody opens it. */
function folded(title: string, lines: readonly string[]): string[] {
  return ['<details>', `<summary>${title}</summary>`, '', ...lines, '', '</details>', ''];
}

function otherFindings(title: string, found: readonly Placed[], options: RenderOptions, told: Told): string[] {
  if (found.length === 0) return [];
  const blocks = found.flatMap(({ finding }) => [...otherFinding(finding, options, told), '']);
  return folded(`${title} (${found.length})`, blocks);
}

function checkTable({ checks }: Report, { lang }: RenderOptions): string[] {
  const rows = checks.map((check) => {
    const why = check.skip ? skipWords(check, lang) : STATUS_NAMES[check.status]![lang];
    return `| ${SIGNS[check.status]} | \`${check.id}\` | ${markdownText(check.title)} | ${markdownText(why)} |`;
  });
  const head = lang === 'zh' ? '| | 检查 | 通过的条件 | 结果 |' : '| | check | passes when | result |';
  return [head, '|---|---|---|---|', ...rows];
}

function comparison(report: Report, lang: Lang): string[] {
  if (!report.baseline) return [];
  return [
    markdownText(comparisonOf(report, lang)),
    '',
    ...goneLines(report, lang).map((line) => `- ${markdownText(line)}`),
    '',
  ];
}

/**
 * The report for a ticket or a job summary: the verdict, each cause with its evidence and what to do;
 * folded below it what else was found, and every check.
 */
export const renderMarkdown: Render = (report, options) => {
  const { lang, verbose, quiet } = options;
  if (quiet && report.verdict === 'pass') return '';
  const { causes, further, warnings, infos, expected } = outlineOf(report);
  const words = {
    further: { en: 'What follows from it', zh: '由此引起' },
    warnings: { en: 'Warnings', zh: '警告' },
    infos: { en: 'Notes', zh: '提示' },
    expected: { en: 'Expected, not counted', zh: '预期内，不计入结果' },
    checks: { en: 'All checks', zh: '全部检查' },
  };
  const told = remediesTold();
  const lines = [
    `## ${SIGNS[report.verdict]} ${markdownText(headlineOf(report, lang))}`,
    '',
    subjectWords(report, lang).map(markdownText).join(' · '),
    '',
    ...causes.flatMap((one) => [...cause(report, one, options, told), '']),
    ...otherFindings(words.further[lang], further, options, told),
    ...otherFindings(words.warnings[lang], warnings, options, told),
    ...otherFindings(words.infos[lang], verbose ? infos : [], options, told),
    ...otherFindings(words.expected[lang], expected, options, told),
    ...comparison(report, lang),
    ...(quiet ? [] : folded(`${words.checks[lang]} (${report.checks.length})`, checkTable(report, options))),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
};
