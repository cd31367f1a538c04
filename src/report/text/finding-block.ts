import stringWidth from 'string-width';
import { codeFrame } from '../code-frame.ts';
import type { ReportCheck, ReportFinding } from '../schema.ts';
import { marksOf, noteLines } from '../site-words.ts';
import { textAt } from '../source.ts';
import { COLOUR_OF } from '../style.ts';
import { visible } from '../visible.ts';
import { STOPS_HERE } from '../words.ts';
import { remedyBlock, type Told } from './remedy-block.ts';
import type { TextOptions } from './text-options.ts';
import { lineWidth, linesOf } from './width.ts';

/**
 * A finding's code and message, and whether craned's reading ends at it: one line, or where the terminal
 * is narrower the message below the code. `strong` makes the message bold.
 */
export function titleLines(finding: ReportFinding, options: TextOptions, strong = false): string[] {
  const { lang, style } = options;
  const bold = (text: string): string => (strong ? style.paint('bold', text) : text);
  const code = style.paint(COLOUR_OF[finding.severity]!, finding.code);
  const stops = finding.stopsCraned ? `${lang === 'zh' ? '' : ' '}${style.paint('gray', STOPS_HERE[lang])}` : '';
  const marks = style.paint('gray', marksOf(finding, lang));
  const line = `  ${code}   ${bold(finding.message)}${stops}${marks}`;
  if (stringWidth(line) <= lineWidth(options)) return [line];
  const below = linesOf(finding.message, '    ', options).map((part) => `    ${bold(part.slice(4))}`);
  return [`  ${code}${stops}${marks}`, ...below];
}

/** Where a finding is, with the lines around it where that file was read. */
export function frameOf(finding: ReportFinding, { sources, style }: TextOptions): string[] {
  if (!finding.location) return [];
  const { path, line, column } = finding.location;
  const shown = textAt(path, sources);
  const frame = shown === null ? [] : codeFrame(shown, finding.location);
  return [style.paint('gray', `${visible(path)}:${line}:${column}`), ...frame.map((text) => `  ${text}`)];
}

/** A finding that is no cause: its code, message and place; its remedy is in `--verbose` and in the JSON report. */
export function findingBlock(check: ReportCheck, finding: ReportFinding, options: TextOptions, above: Told): string[] {
  const { lang, style } = options;
  const first = titleLines(finding, options);
  const frame = [...frameOf(finding, options), ...noteLines(finding, lang)].map((line) => `    ${line}`);
  if (options.verbose) return [...first, ...frame, ...remedyBlock(finding, options, above)];
  const steps = finding.remedy?.steps ?? [];
  // To look again before anything was done helps nobody.
  const command = steps
    .find((step) => step.command && !step.command.startsWith('crane-doctor '))
    ?.command?.split('\n')[0];
  return [
    ...first,
    ...frame,
    ...(command && check.status !== 'pass' && !finding.expected ? [`    ${style.paint('cyan', command)}`] : []),
  ];
}
