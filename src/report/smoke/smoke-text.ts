import { padEnd } from '../cells.ts';
import { COLOUR_OF } from '../style.ts';
import { titleLines } from '../text/finding-block.ts';
import { remedyBlock, type Told } from '../text/remedy-block.ts';
import type { TextOptions } from '../text/text-options.ts';
import { visible } from '../visible.ts';
import type { Smoked, SmokedStep } from './schema.ts';
import { CHANGES_NODE, findingsOf, seenWords, timeWords, verdictWords } from './smoke-words.ts';

const TITLE_WIDTH = 46;

/** What is said before anything is done: that the node is about to be changed, and how. Not where there is nothing to send. */
export function openingText(
  { node, asked }: { readonly node: string; readonly asked: unknown },
  { lang, style }: Pick<TextOptions, 'lang' | 'style'>,
): string {
  const head = ['crane-doctor smoke', visible(node)].join(style.symbols.dot);
  return style.plain(`${head}\n${asked === null ? '' : `${CHANGES_NODE[lang]}\n`}\n`);
}

/** One step: its sign, its time against craned's deadline, what came of it, and its findings with what to do. */
export function stepText(step: SmokedStep, options: TextOptions, told: Told): string {
  const { lang, style } = options;
  const sign = style.paint(COLOUR_OF[step.status]!, style.symbols[step.status]);
  const time = timeWords(step, lang);
  const note = step.skip ?? step.note ?? '';
  const line = `${sign} ${padEnd(step.title, TITLE_WIDTH)} ${padEnd(time, 14)} ${style.paint('gray', note)}`.trimEnd();
  const findings = findingsOf(step).flatMap((one) => [
    ...titleLines(one, options, one.severity === 'error'),
    ...(one.severity === 'info' ? [] : remedyBlock(one, options, told)),
  ]);
  // Behind a remedy the next step begins anew.
  const gap = findings.length > 1 ? [''] : [];
  return style.plain([line, ...findings, ...gap, ''].join('\n'));
}

/** What the whole came to. */
export function closingText(smoked: Smoked, options: TextOptions): string {
  const { lang, style, exitCode } = options;
  const zh = lang === 'zh';
  const { leftBehind, verdict } = smoked;
  const sign = style.symbols[verdict];
  const seen = seenWords(smoked, lang);
  return style.plain(
    [
      '',
      ...seen.map(([name, value]) => `  ${padEnd(name, 12)} ${style.paint('gray', value)}`),
      ...(seen.length > 0 ? [''] : []),
      style.paint(COLOUR_OF[verdict]!, `${sign} ${verdictWords(smoked, lang)}`),
      ...leftBehind.map((what) => (zh ? `  残留：${what}` : `  left behind: ${what}`)),
      zh ? `退出码 ${exitCode}` : `exit ${exitCode}`,
      '',
    ].join('\n'),
  );
}

/** The whole text at once, for a file. */
export function smokeText(smoked: Smoked, options: TextOptions): string {
  const told: Told = [];
  const steps = smoked.steps.map((step) => stepText(step, options, told)).join('');
  return `${openingText(smoked, options)}${steps}${closingText(smoked, options)}`;
}
