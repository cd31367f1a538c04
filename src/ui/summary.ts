import type { Lang, Text } from '../lang.ts';
import type { Colour } from '../report/style.ts';
import type { Look } from './look.ts';
import { painted, span, type Row, type Span } from './row.ts';

/* What a view leaves on the normal screen is made of rows too. */

/** The exit code, behind the verdict that it goes with. */
export function exitSpan(exitCode: number, lang: Lang): Span {
  return span(lang === 'zh' ? `（退出码 ${exitCode}）` : ` (exit ${exitCode})`);
}

/** A label and what it is about, a row a line; none where there is nothing to name. */
export function labelledRows(
  label: Text,
  text: string | null | undefined,
  lang: Lang,
  ...colours: readonly Colour[]
): Row[] {
  if (text === undefined || text === null) return [];
  const first = `  ${label[lang]}${lang === 'zh' ? '：' : ': '}`;
  return text.split('\n').map((line, index) => [span(index === 0 ? first : '    '), span(line, ...colours)]);
}

/** The rows as text for the terminal, each with its line end. */
export function summaryText(rows: readonly Row[], { style }: Look): string {
  return rows.map((row) => `${painted(row, style)}\n`).join('');
}
