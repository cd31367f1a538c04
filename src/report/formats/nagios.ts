import type { Lang } from '../../lang.ts';
import { headlineOf, warningsOf } from '../headline.ts';
import { outlineOf } from '../outline.ts';
import { messageOf } from '../plain-finding.ts';
import type { Report } from '../schema.ts';
import { visible } from '../visible.ts';
import type { Render } from './render.ts';

/** The states of a monitoring plugin, by its exit code. */
const STATES = ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'] as const;

/** Nagios keeps 8 KiB of a plugin's output (MAX_PLUGIN_OUTPUT_LENGTH), older ones 4 KiB; the state and the performance data come first. */
const MAX_BYTES = 3_500;

/** A bar begins performance data, wherever it stands. */
function text(words: string): string {
  return visible(words).replaceAll('|', '¦');
}

/** `'label'=value;warn;crit;min` for graphs; the labels need no quotes. */
function performanceData(report: Report): string {
  const { pass, fail, unknown, skip } = report.summary;
  const counts = {
    causes: report.causes.length,
    failed: fail,
    unknown,
    warnings: warningsOf(report),
    passed: pass,
    skipped: skip,
  };
  const numbers = Object.entries(counts).map(([label, n]) => `${label}=${n};;;0`);
  return [...numbers, `time=${(report.durationMs / 1000).toFixed(3)}s;;;0`].join(' ');
}

/** The findings that matter, a line each, as many as there is room for: the causes, what else is wrong, warnings, what is expected. */
function longText(report: Report, lang: Lang): string[] {
  const { causes, further, warnings, expected } = outlineOf(report);
  const rest = causes.flatMap((cause) => cause.rest);
  const findings = [
    ...causes.map(({ leading }) => leading),
    ...rest.filter(({ severity }) => severity === 'error' || severity === 'unknown'),
    ...further.map(({ finding }) => finding),
    ...rest.filter(({ severity }) => severity === 'warning'),
    ...[...warnings, ...expected].map(({ finding }) => finding),
  ];
  const lines: string[] = [];
  let room = MAX_BYTES;
  for (const [index, finding] of findings.entries()) {
    const line = text(`${finding.severity} ${finding.code}: ${messageOf(finding, lang)}`);
    room -= Buffer.byteLength(line) + 1;
    if (room < 0) {
      const left = findings.length - index;
      return [...lines, lang === 'zh' ? `另有 ${left} 条` : `and ${left} more`];
    }
    lines.push(line);
  }
  return lines;
}

/** `CRANE-DOCTOR CRITICAL - …`: the first line of a plugin where there is nothing to measure. */
export function pluginLine(exitCode: number, words: string): string {
  return `CRANE-DOCTOR ${STATES[exitCode] ?? 'UNKNOWN'} - ${text(words)}`;
}

/** Why the state is better than the verdict: an operator must not see OK beside `cannot run` without a word. */
function uncounted({ verdict, baseline }: Report, exitCode: number, lang: Lang): string {
  if (exitCode !== 0 || verdict === 'pass') return '';
  if (baseline) return lang === 'zh' ? '；均已在基线中，不计入' : '; all of it is in the baseline and not counted';
  return lang === 'zh' ? '；按 --fail-on 不计入' : '; not counted, as --fail-on says';
}

/**
 * The output of a monitoring plugin: a line with the state of the exit code, the verdict, its causes and
 * performance data; then a line a finding.
 */
export const renderNagios: Render = (report, { lang, exitCode }) => {
  const codes = report.causes.map(({ code }) => code).join(lang === 'zh' ? '、' : ', ');
  const causes = codes === '' ? '' : lang === 'zh' ? `（${codes}）` : ` (${codes})`;
  const first = `${pluginLine(exitCode, `${headlineOf(report, lang)}${causes}${uncounted(report, exitCode, lang)}`)} | ${performanceData(report)}`;
  return `${[first, ...longText(report, lang)].join('\n')}\n`;
};
