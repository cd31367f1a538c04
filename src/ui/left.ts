import type { Examination } from '../engine/examination.ts';
import { shellQuote } from '../guide/shell-quote.ts';
import type { Lang } from '../lang.ts';
import { EXIT, exitCodeOf, type FailOn } from '../report/exit-code.ts';
import { reportOf } from '../report/report.ts';
import type { Report } from '../report/schema.ts';
import type { Look } from './look.ts';
import { verdictRow } from './panes/header-rows.ts';
import { painted, span } from './row.ts';
import { WORDS } from './words.ts';

/** What the command line says about the exit code, and where it looks. */
export interface Asked {
  readonly configPath: string;
  /** The directory of `--root`, or null. */
  readonly root: string | null;
  readonly failOn: FailOn;
  readonly allowUnknown: readonly string[];
}

/**
 * What to do first: the first step of the first cause's remedy, its command where it has one, as the
 * guide looks before it changes anything. Where a file has to be edited, no later command does it.
 */
function nextStep(report: Report): string | undefined {
  const [cause] = report.causes;
  const check = report.checks.find(({ id }) => id === cause?.check);
  const steps = check?.findings.find(({ code }) => code === cause?.code)?.remedy?.steps ?? [];
  return steps[0]?.command ?? steps[0]?.text;
}

/** How to get the whole report of the same node, or null where that cannot be pasted. */
function reportCommand({ configPath, root }: Asked): string | null {
  const words = [
    'crane-doctor --json',
    ...(configPath === '/etc/crane/config.yaml' ? [] : ['-c', shellQuote(configPath)]),
    ...(root === null ? [] : ['--root', shellQuote(root)]),
  ];
  return words.includes(null) ? null : words.join(' ');
}

/**
 * What stays on the normal screen: the verdict with the exit code, each cause, what to do first. It is
 * what one pastes into a ticket. A demo has no command that would show the same node again.
 */
function summaryOf(report: Report, exitCode: number, demo: boolean, asked: Asked, lang: Lang, look: Look): string {
  const zh = lang === 'zh';
  const line = (...row: Parameters<typeof painted>[0]): string => painted(row, look.style);
  const exit = zh ? `（退出码 ${exitCode}）` : ` (exit ${exitCode})`;
  const causes = report.causes.map(({ check, code, blocks }) => {
    const finding = report.checks.find(({ id }) => id === check)!.findings.find((found) => found.code === code)!;
    const also =
      blocks.length === 0 ? '' : zh ? `（另有 ${blocks.length} 项受影响）` : `  (+${blocks.length} affected)`;
    return line(span('  '), span(code, 'bold'), span(`  ${finding.message}${also}`));
  });
  const next = nextStep(report);
  const again = demo ? null : reportCommand(asked);
  const labelled = (label: string, text: string | null | undefined): string[] =>
    text === undefined || text === null
      ? []
      : text
          .split('\n')
          .map((each, index) => line(span(index === 0 ? `  ${label}${zh ? '：' : ': '}` : '    '), span(each, 'cyan')));
  return [
    line(
      span('crane-doctor', 'gray'),
      span(`  ${report.host.hostname}  `, 'bold'),
      ...verdictRow(report, lang, look),
      span(exit),
    ),
    ...causes,
    ...labelled(WORDS.next[lang], next),
    ...(report.verdict === 'pass' ? [] : labelled(WORDS.report[lang], again)),
    '',
  ].join('\n');
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
  const exitCode = ended ?? exitCodeOf(report, asked.failOn, asked.allowUnknown);
  return { exitCode, summary: summaryOf(report, exitCode, demo, asked, lang, look) };
}
