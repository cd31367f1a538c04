import { featureOf, headlineOf } from '../headline.ts';
import { lacksRights } from '../lacking-rights.ts';
import { outlineOf } from '../outline.ts';
import type { Report } from '../schema.ts';
import { comparisonOf, expectedTitle, goneLines } from '../site-words.ts';
import { subjectWords } from '../sentences.ts';
import { COLOUR_OF } from '../style.ts';
import { causeBlock } from './cause-block.ts';
import { asRootLines } from './as-root.ts';
import { findingBlock } from './finding-block.ts';
import { groupLines, groupTable, offlineLine } from './groups.ts';
import type { Told } from './remedy-block.ts';
import type { TextOptions } from './text-options.ts';
import { linesOf } from './width.ts';

/**
 * The report as plain text: the verdict, each cause with its evidence and what to do, then warnings,
 * then the groups. Nothing that does not help is printed.
 */
export function renderText(report: Report, options: TextOptions): string {
  const { lang, style, verbose, quiet } = options;
  if (quiet && report.verdict === 'pass') return '';
  const colour = COLOUR_OF[report.verdict]!;
  const symbol = report.verdict === 'warn' ? style.symbols.pass : style.symbols[report.verdict];
  const header = subjectWords(report, lang).join(style.symbols.dot);
  const lines = [...linesOf(header, '', options), '', style.paint(colour, `${symbol} ${headlineOf(report, lang)}`), ''];

  const outline = outlineOf(report);
  const above: Told = [];
  for (const one of outline.causes) lines.push(...causeBlock(report, one, options, above), '');

  // That the feature is off, by which line and what that means, is what there is to say then.
  const infos = verbose || (!quiet && featureOf(report) === 'off') ? outline.infos : [];
  for (const [severity, found] of [
    ['error', outline.further],
    ['warning', outline.warnings],
    ['info', infos],
  ] as const) {
    if (found.length === 0) continue;
    lines.push(style.paint(COLOUR_OF[severity]!, sectionTitle(severity, found.length, options)));
    for (const { check, finding } of found) lines.push(...findingBlock(check, finding, options, above));
    lines.push('');
  }
  if (outline.expected.length > 0) {
    lines.push(style.paint('gray', `i ${expectedTitle(outline.expected.length, lang)}`));
    for (const { check, finding } of outline.expected) lines.push(...findingBlock(check, finding, options, above));
    lines.push('');
  }
  if (report.baseline)
    lines.push(comparisonOf(report, lang), ...goneLines(report, lang).map((line) => `  ${line}`), '');
  lines.push(...asRootLines(lacksRights(report), options));
  if (!quiet) lines.push(...(verbose ? groupTable(report, options) : groupLines(report, options)));
  const offline = offlineLine(report, options);
  if (!quiet && offline !== null) lines.push(offline);
  lines.push(lang === 'zh' ? `退出码 ${options.exitCode}` : `exit ${options.exitCode}`);
  return style.plain(`${lines.join('\n')}\n`);
}

function sectionTitle(
  severity: 'error' | 'warning' | 'info',
  n: number,
  { lang, style: { symbols }, verbose }: TextOptions,
): string {
  const plural = n === 1 ? '' : 's';
  // Only the first command of each is shown here.
  const more = verbose ? { en: '', zh: '' } : { en: ' (-v: what to do)', zh: '（-v 显示解决方法）' };
  const titles = {
    error: { en: `${symbols.fail} What follows from it`, zh: `${symbols.fail} 由此引起` },
    warning: { en: `${symbols.warn} ${n} warning${plural}${more.en}`, zh: `${symbols.warn} ${n} 条警告${more.zh}` },
    info: { en: `i ${n} note${plural}`, zh: `i ${n} 条提示` },
  };
  return titles[severity][lang];
}
