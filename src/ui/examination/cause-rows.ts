import type { Lang } from '../../lang.ts';
import type { Report } from '../../report/schema.ts';
import { wrap } from '../../report/wrap.ts';
import { statusSpan, type Look } from '../look.ts';
import { span, type Row } from '../row.ts';
import { hangingWords, WORDS } from '../words.ts';
import { firstStep } from './first-step.ts';
import type { Item } from './items.ts';
import type { State } from './state.ts';

type CauseItem = Extract<Item, { kind: 'cause' }>;

/** What to do first, in one line. */
export function firstRow(report: Report, lang: Lang): Row[] {
  const step = firstStep(report);
  if (!step) return [];
  const label = span(`  ${WORDS.next[lang]}${lang === 'zh' ? '：' : ': '}`, 'gray');
  return [[label, step.command === undefined ? span(step.text) : span(step.command.split('\n')[0]!, 'cyan')]];
}

/** A cause: its check's title, what is so, and how much hangs on it. `first` is what to do about it. */
export function causeRows(item: CauseItem, first: readonly Row[], state: State, width: number, look: Look): Row[] {
  const check = state.report?.checks.find(({ id }) => id === item.id);
  if (!check) return [];
  const finding = check.findings.find(({ code }) => code === item.cause.code);
  const skipped = state.report!.checks.filter(
    ({ id, status }) => item.cause.blocks.includes(id) && status === 'skip',
  ).length;
  const hanging = hangingWords(1, skipped, item.cause.blocks.length - skipped, state.lang);
  const fold = item.open ? look.glyphs.unfolded : look.glyphs.folded;
  const lines = wrap(finding?.message ?? '', width - 4);
  const message = lines.length > 2 ? [lines[0]!, `${lines[1]!}${look.glyphs.ellipsis}`] : lines;
  return [
    [statusSpan(check.status, look), span(' '), span(check.title, 'bold')],
    ...message.map((line) => [span(`  ${line}`)]),
    ...first,
    ...(hanging === '' ? [] : [[span(`  ${look.glyphs.branch} ${hanging} ${fold}`, 'gray')]]),
  ];
}
