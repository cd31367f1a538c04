import stringWidth from 'string-width';
import { padEnd } from '../cells.ts';
import { evidenceOf } from '../evidence.ts';
import type { ReportCheck } from '../schema.ts';
import type { TextOptions } from './text-options.ts';
import { linesOf } from './width.ts';

/** What was seen: labels in a column after `indent`, values beside them. */
export function evidenceLines({ observed }: ReportCheck, indent: string, options: TextOptions): string[] {
  const { lang, style } = options;
  const evidence = evidenceOf(observed, lang);
  const width = Math.max(0, ...evidence.map(({ label }) => stringWidth(label)));
  const below = `${indent}${' '.repeat(width)}  `;
  return evidence.flatMap(({ label, value }) =>
    linesOf(value, below, options).map((line, index) =>
      index === 0 ? `${indent}${style.paint('gray', padEnd(label, width))}  ${line.slice(below.length)}` : line,
    ),
  );
}
