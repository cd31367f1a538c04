import type { Lang } from '../lang.ts';
import { codeFrame } from '../report/code-frame.ts';
import type { ReportFinding } from '../report/schema.ts';
import { marksOf, noteLines } from '../report/site-words.ts';
import { textAt, type Source } from '../report/source.ts';
import { COLOUR_OF } from '../report/style.ts';
import { STOPS_HERE } from '../report/words.ts';
import { wrap } from '../report/wrap.ts';
import { span, type Row } from './row.ts';

/** A line of a frame of code: the line that is meant stands out, and the carets under it have the finding's colour. */
function frameRow(line: string, severity: ReportFinding['severity']): Row {
  if (line.startsWith('>')) return [span(line)];
  const [, margin, carets] = /^(\s+\| +)(\^+.*)$/.exec(line) ?? [];
  return carets === undefined ? [span(line, 'gray')] : [span(margin!, 'gray'), span(carets, COLOUR_OF[severity]!)];
}

/**
 * A finding: its code, its message, and its place, with the lines around it where that file was read,
 * and the site's note.
 */
export function findingRows(finding: ReportFinding, sources: readonly Source[], lang: Lang, width: number): Row[] {
  const { location, severity } = finding;
  const source = location ? textAt(location.path, sources) : null;
  const frame = location && source !== null ? codeFrame(source, location) : [];
  const marks = marksOf(finding, lang).trim();
  return [
    [span(finding.code, COLOUR_OF[severity]!), ...(finding.stopsCraned ? [span(` ${STOPS_HERE[lang]}`, 'gray')] : [])],
    ...wrap(finding.message, width).map((line) => [span(line, 'bold')]),
    ...(marks === '' ? [] : wrap(marks, width).map((line) => [span(line, 'gray')])),
    ...(location ? [[span(`${location.path}:${location.line}:${location.column}`, 'gray')]] : []),
    ...frame.map((line) => frameRow(line, severity)),
    ...noteLines(finding, lang).flatMap((line) => wrap(line, width).map((part) => [span(part)])),
  ];
}
