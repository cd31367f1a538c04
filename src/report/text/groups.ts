import stringWidth from 'string-width';
import { groupsOf, statusCounts } from '../outline.ts';
import type { Report, ReportCheck } from '../schema.ts';
import { COLOUR_OF } from '../style.ts';
import { skipWords } from '../sentences.ts';
import { GROUP_NAMES } from '../words.ts';
import { evidenceLines } from './evidence-lines.ts';
import type { TextOptions } from './text-options.ts';
import { lineWidth, linesOf, proseWidth } from './width.ts';

/** All groups, as many on a line as fit: `Configuration 5 ✓   Runtime 2 ✓ 1 ✗ 2 –`. */
export function groupLines(report: Report, options: TextOptions): string[] {
  const { lang, style } = options;
  const width = proseWidth(options);
  const groups = [...groupsOf(report)].map(([group, checks]) => {
    const counts = statusCounts(checks).map(([status, n]) =>
      style.paint(COLOUR_OF[status]!, `${n} ${style.symbols[status]}`),
    );
    return `${GROUP_NAMES[group]?.[lang] ?? group} ${counts.join(' ')}`;
  });
  return groups.reduce<string[]>((lines, words) => {
    const longer = lines.length === 0 ? words : `${lines.at(-1)}   ${words}`;
    return stringWidth(longer) <= width ? [...lines.slice(0, -1), longer] : [...lines, words];
  }, []);
}

/** What `--offline` left out, as a line of its own: a count among others does not tell that nobody looked. */
export function offlineLine(report: Report, { lang }: TextOptions): string | null {
  const ids = report.checks.filter(({ skip }) => skip?.reason === 'offline').map(({ id }) => id);
  if (ids.length === 0) return null;
  return lang === 'zh' ? `--offline：未检查 ${ids.join('、')}` : `--offline: ${ids.join(', ')} not looked at`;
}

/** A check on a line of its own, and why it was skipped; below that where the terminal is narrower. */
function checkLines(check: ReportCheck, options: TextOptions): string[] {
  const { lang, style } = options;
  const symbol = style.paint(COLOUR_OF[check.status]!, style.symbols[check.status]);
  const title = `${check.id}  ${check.title}`;
  const why = check.skip ? skipWords(check, lang) : '';
  const line = `  ${symbol} ${title}${why === '' ? '' : style.paint('gray', `  ${why}`)}`;
  if (stringWidth(line) <= lineWidth(options)) return [line];
  const [first, ...rest] = linesOf(title, '    ', options);
  const below = why === '' ? [] : linesOf(why, '      ', options).map((part) => style.paint('gray', part));
  return [`  ${symbol} ${first!.slice(4)}`, ...rest, ...below];
}

/** Every check with its evidence below it. */
export function groupTable(report: Report, options: TextOptions): string[] {
  const { lang, style } = options;
  return [...groupsOf(report)].flatMap(([group, checks]) => [
    style.paint('bold', GROUP_NAMES[group]?.[lang] ?? group),
    ...checks.flatMap((check) => [...checkLines(check, options), ...evidenceLines(check, '      ', options)]),
    '',
  ]);
}
