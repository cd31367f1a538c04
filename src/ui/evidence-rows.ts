import stringWidth from 'string-width';
import type { Lang } from '../lang.ts';
import { evidenceOf } from '../report/evidence.ts';
import type { ReportCheck } from '../report/schema.ts';
import { wrap } from '../report/wrap.ts';
import { span, type Row } from './row.ts';

/** What was seen: labels in a column, long values continued below themselves. */
export function evidenceRows(observed: ReportCheck['observed'], lang: Lang, width: number): Row[] {
  const evidence = evidenceOf(observed, lang);
  const column = Math.min(Math.max(0, ...evidence.map(({ label }) => stringWidth(label))), Math.floor(width / 2)) + 2;
  return evidence.flatMap(({ label, value }) =>
    wrap(value, width - column).map((line, index) => {
      const name = index === 0 ? label : '';
      return [span(name + ' '.repeat(Math.max(1, column - stringWidth(name))), 'gray'), span(line)];
    }),
  );
}
