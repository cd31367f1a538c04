import type { Examination } from '../../engine/examination.ts';
import type { Lang } from '../../lang.ts';
import { EXIT, exitCodeOf, type FailOn } from '../../report/exit-code.ts';
import { lacksRights } from '../../report/lacking-rights.ts';
import { reportOf } from '../../report/report.ts';
import type { Report } from '../../report/schema.ts';
import type { Look } from '../look.ts';
import { firstStep } from './first-step.ts';
import { verdictRow } from './header-rows.ts';
import { span } from '../row.ts';
import { exitSpan, labelledRows, summaryText } from '../summary.ts';
import { unfinishedWords, WORDS } from '../words.ts';

/** What the command line says about the exit code, and where it looks. */
export interface Asked {
  /** The directory of `--root`, or null. */
  readonly root: string | null;
  readonly failOn: FailOn;
  readonly allowUnknown: readonly string[];
  /** The same run as root, for where rights were lacking; null where it cannot be pasted. */
  readonly asRoot: string | null;
  /** The same run with its report as JSON; null where it cannot be pasted. */
  readonly report: string | null;
}

/**
 * What stays on the normal screen: the verdict with the exit code, each cause, what to do first. It is
 * what one pastes into a ticket. A demo has no command that would show the same node again.
 */
function summaryOf(report: Report, exitCode: number, demo: boolean, asked: Asked, lang: Lang, look: Look): string {
  const zh = lang === 'zh';
  // What was not finished is nothing to read one by one.
  const unfinished = report.causes.filter(({ code }) => code.endsWith('/interrupted')).length;
  const told = report.causes.filter(({ code }) => !code.endsWith('/interrupted'));
  const causes = told.map(({ check, code, blocks }) => {
    const finding = report.checks.find(({ id }) => id === check)!.findings.find((found) => found.code === code)!;
    const also =
      blocks.length === 0 ? '' : zh ? `（另有 ${blocks.length} 项受影响）` : `  (+${blocks.length} affected)`;
    return [span('  '), span(code, 'bold'), span(`  ${finding.message}${also}`)];
  });
  const next = firstStep(report);
  const again = demo ? null : asked.report;
  return summaryText(
    [
      [
        span('crane-doctor', 'gray'),
        span(`  ${report.host.hostname}  `, 'bold'),
        ...verdictRow(report, lang, look),
        exitSpan(exitCode, lang),
      ],
      ...causes,
      ...(unfinished > 0 ? [[span(`  ${unfinishedWords(unfinished, lang)}`)]] : []),
      ...(next?.command === undefined
        ? labelledRows(WORDS.next, next?.text, lang)
        : labelledRows(WORDS.next, next.command, lang, 'cyan')),
      ...(lacksRights(report) ? labelledRows(WORDS.asRoot, asked.asRoot, lang, 'cyan') : []),
      ...(report.verdict === 'pass' ? [] : labelledRows(WORDS.report, again, lang, 'cyan')),
    ],
    look,
  );
}

/**
 * What the TUI leaves when it closes: the exit code of the last state shown, and the summary for the
 * normal screen. Where not even the configuration was read, nothing was checked (exit code 3); `ended`
 * is the exit code of a signal.
 */
export function leftOf(
  examination: Examination | null,
  demo: boolean,
  asked: Asked,
  lang: Lang,
  look: Look,
  ended?: number,
): { exitCode: number; summary: string } {
  if (!examination) return { exitCode: ended ?? (asked.failOn === 'never' ? EXIT.ok : EXIT.notChecked), summary: '' };
  const report = reportOf(examination, lang, asked.root);
  const exitCode = ended ?? exitCodeOf(report, asked);
  return { exitCode, summary: summaryOf(report, exitCode, demo, asked, lang, look) };
}
