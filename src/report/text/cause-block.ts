import type { OutlinedCause } from '../outline.ts';
import type { Report, ReportFinding } from '../schema.ts';
import { consequencesOf } from '../sentences.ts';
import { noteLines } from '../site-words.ts';
import { evidenceLines } from './evidence-lines.ts';
import { frameOf, titleLines } from './finding-block.ts';
import { remedyBlock, type Told } from './remedy-block.ts';
import type { TextOptions } from './text-options.ts';
import { linesOf } from './width.ts';

/**
 * One cause: the leading finding and all others of its check, what was seen, what hangs on it, and
 * the guide's steps with this node's values, as far as they are not told already.
 */
export function causeBlock(
  report: Report,
  { cause, check, leading, rest: all }: OutlinedCause,
  options: TextOptions,
  above: Told,
): string[] {
  const { lang, verbose } = options;
  const rest = all.filter((finding) => verbose || finding.severity !== 'info');
  const consequences = consequencesOf(report, cause, lang);
  const title = (finding: ReportFinding): string[] => [
    ...titleLines(finding, options, true),
    ...[...frameOf(finding, options), ...noteLines(finding, lang)].map((line) => `    ${line}`),
  ];
  return [
    ...title(leading),
    ...evidenceLines(check, '    ', options),
    ...(consequences === null ? [] : linesOf(consequences, '    ', options)),
    ...remedyBlock(leading, options, above),
    ...rest.flatMap((finding, index) => {
      const before = [leading, ...rest.slice(0, index)].flatMap(({ remedy }) => remedy ?? []);
      // An entry that stands in this very block is not even referred to.
      const here = before.some(({ guide }) => guide === finding.remedy?.guide);
      return ['', ...title(finding), ...(here ? [] : remedyBlock(finding, options, above))];
    }),
  ];
}
