import stringWidth from 'string-width';
import type { Lang } from '../../lang.ts';
import { padEnd } from '../cells.ts';
import { evidenceOf } from '../evidence.ts';
import type { Report, ReportCause, ReportCheck, ReportFinding } from '../schema.ts';
import { visible } from '../visible.ts';
import { frameOf, remedyBlock, titleOf } from './finding-block.ts';
import type { TextOptions } from './text-options.ts';

/** At most so many consequences are named; more are counted. */
const NAMED = 6;

function becauseOfIt(report: Report, cause: ReportCause, lang: Lang): string[] {
  if (cause.blocks.length === 0) return [];
  const skipped = cause.blocks.filter((id) => report.checks.find((check) => check.id === id)?.status === 'skip').length;
  const named = cause.blocks.slice(0, NAMED).join(lang === 'zh' ? '、' : ', ');
  const more = cause.blocks.length - NAMED;
  if (lang === 'zh') {
    const all = more > 0 ? `${named} 等 ${cause.blocks.length} 项` : named;
    return [`    因此受影响：${all}${skipped > 0 ? `（${skipped} 项未检查）` : ''}`];
  }
  const all = more > 0 ? `${named} and ${more} more` : named;
  return [`    Because of it: ${all}${skipped > 0 ? ` (${skipped} not looked at)` : ''}`];
}

/**
 * One cause: the leading finding and all others of its check, what was seen, what hangs on it, and
 * the guide's steps with this node's values.
 */
export function causeBlock(report: Report, cause: ReportCause, check: ReportCheck, options: TextOptions): string[] {
  const { lang, style, verbose } = options;
  const leading = check.findings.find((finding) => finding.code === cause.code)!;
  const rest = check.findings.filter((finding) => finding !== leading && (verbose || finding.severity !== 'info'));
  const evidence = evidenceOf(check.observed, lang);
  const width = Math.max(0, ...evidence.map(({ label }) => stringWidth(label)));
  const title = (finding: ReportFinding): string[] => [
    titleOf(finding, options, true),
    ...frameOf(finding, options).map((line) => `    ${line}`),
  ];
  return [
    ...title(leading),
    ...evidence.map(({ label, value }) => `    ${style.paint('gray', padEnd(label, width))}  ${value}`),
    ...becauseOfIt(report, cause, lang).map(visible),
    ...remedyBlock(leading, options),
    ...rest.flatMap((finding, index) => {
      const before = [leading, ...rest.slice(0, index)].flatMap(({ remedy }) => remedy ?? []);
      const told = before.some(({ guide }) => guide === finding.remedy?.guide);
      return ['', ...title(finding), ...(told ? [] : remedyBlock(finding, options, before))];
    }),
  ];
}
