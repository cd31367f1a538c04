import { featureOf, headlineOf } from '../headline.ts';
import type { Report, ReportCheck, ReportFinding } from '../schema.ts';
import { COLOUR_OF } from '../style.ts';
import { visible } from '../visible.ts';
import { causeBlock } from './cause-block.ts';
import { findingBlock } from './finding-block.ts';
import { groupLine, groupTable } from './groups.ts';
import type { TextOptions } from './text-options.ts';

function header(report: Report, { style, lang }: TextOptions): string {
  const { host, subject, tool } = report;
  const runtime = subject.runtime?.version ? `${subject.runtime.name ?? ''} ${subject.runtime.version}`.trim() : '';
  const root = host.root === null ? '' : `--root ${host.root}`;
  const seconds = (report.durationMs / 1000).toFixed(2);
  const parts = [`${tool.name} ${tool.version}`, host.hostname, host.os.prettyName, root, subject.configPath, runtime];
  return [...parts.filter((part) => part !== '').map(visible), lang === 'zh' ? `${seconds} 秒` : `${seconds} s`].join(
    style.symbols.dot,
  );
}

/** The findings of one severity that no cause has shown already. */
function others(
  report: Report,
  severity: ReportFinding['severity'],
  shown: ReadonlySet<ReportCheck>,
): { check: ReportCheck; finding: ReportFinding }[] {
  return report.checks
    .filter((check) => !shown.has(check))
    .flatMap((check) =>
      check.findings.filter((finding) => finding.severity === severity).map((finding) => ({ check, finding })),
    );
}

/**
 * The report as plain text: the verdict, each cause with its evidence and what to do, then warnings,
 * then a line a group. Nothing that does not help is printed.
 */
export function renderText(report: Report, options: TextOptions): string {
  const { lang, style, verbose, quiet } = options;
  const colour = COLOUR_OF[report.verdict]!;
  const symbol = report.verdict === 'warn' ? style.symbols.pass : style.symbols[report.verdict];
  const lines = [header(report, options), '', style.paint(colour, `${symbol} ${headlineOf(report, lang)}`), ''];

  const causes = report.causes.map((cause) => ({
    cause,
    check: report.checks.find((check) => check.id === cause.check)!,
  }));
  for (const { cause, check } of causes) lines.push(...causeBlock(report, cause, check, options), '');

  const shown = new Set(causes.map(({ check }) => check));
  const warnings = others(report, 'warning', shown);
  const further = others(report, 'error', shown).concat(others(report, 'unknown', shown));
  // That the feature is off, by which line and what that means, is what there is to say then.
  const infos = verbose || (!quiet && featureOf(report) === 'off') ? others(report, 'info', shown) : [];
  for (const [severity, found] of [
    ['error', further],
    ['warning', warnings],
    ['info', infos],
  ] as const) {
    if (found.length === 0) continue;
    lines.push(style.paint(COLOUR_OF[severity]!, sectionTitle(severity, found.length, options)));
    for (const { check, finding } of found) lines.push(...findingBlock(check, finding, options));
    lines.push('');
  }
  if (!quiet) lines.push(...(verbose ? groupTable(report, options) : [groupLine(report, options)]));
  lines.push(lang === 'zh' ? `退出码 ${options.exitCode}` : `exit ${options.exitCode}`);
  return `${lines.join('\n')}\n`;
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
