import type { Lang } from '../../lang.ts';
import type { Shown } from '../../report/triage/shown.ts';
import type { Triaged, TriagedGroup } from '../../report/triage/schema.ts';
import {
  changeWords,
  findingOf,
  jobWords,
  nowWords,
  partsOf,
  passedOnBy,
  spanWords,
} from '../../report/triage/triage-words.ts';
import { wrap } from '../../report/wrap.ts';
import { selectedIn } from '../browsing.ts';
import type { Look } from '../look.ts';
import { remedyRows } from '../remedy-rows.ts';
import { fit, span, twoSides, type Row } from '../row.ts';
import { OTHERS } from './list-rows.ts';
import type { State } from './state.ts';

/** Beside a fault; all of them are an item of the list. */
const FEW_CHANGES = 3;

const wrapped = (text: string, width: number, ...colours: Parameters<typeof span>[1][]): Row[] =>
  text === '' ? [] : wrap(text, width).map((line) => [span(line, ...colours)]);

function changeRows({ changes }: Triaged, width: number, lang: Lang, most = changes.length): Row[] {
  const more = changes.length - most;
  return [
    ...changes.slice(0, most).flatMap((change) => wrapped(changeWords(change, lang), width)),
    ...(more > 0 ? [[span(lang === 'zh' ? `另有 ${more} 项` : `and ${more} more`, 'gray')]] : []),
  ];
}

/** A message: how often and when, what it means, how it reads, whether it is so now, who passes it on, what to do. */
function groupRows(group: TriagedGroup, shown: Shown, width: number, lang: Lang, look: Look): Row[] {
  const { triaged, remedies } = shown;
  const { roots, passing, unknown } = partsOf(triaged);
  const zh = lang === 'zh';
  const now = nowWords(group, triaged, lang);
  const by = passedOnBy(group, passing).map(({ id, count }) => `${id} (${count})`);
  const code = findingOf(group);
  const remedy = code === undefined ? undefined : remedies.get(code);
  const isFirst = (roots[0] ?? unknown[0]) === group && triaged.changes.length > 0;
  return [
    twoSides(
      [span(`${group.count} × `, 'bold'), span(group.known ? group.id : zh ? '未知' : 'not known', 'bold')],
      [span(group.component, 'gray')],
      width,
      look.glyphs.ellipsis,
    ),
    ...wrapped(spanWords(group), width, 'gray'),
    ...wrapped(jobWords(group, lang), width, 'gray'),
    ...wrapped(group.meaning ?? '', width, 'bold'),
    [],
    ...wrapped(group.message, width, 'gray'),
    ...(by.length === 0
      ? []
      : wrapped(`${zh ? '由这些消息转述：' : 'Passed on by '}${by.join(zh ? '、' : ', ')}`, width)),
    ...(now === '' ? [] : [[], ...wrapped(now, width, group.now.length > 0 ? 'red' : 'yellow')]),
    ...(remedy ? [[], ...remedyRows(remedy, width, lang, look)] : []),
    ...(isFirst ? [[], [span(OTHERS.changes[lang], 'bold')], ...changeRows(triaged, width, lang, FEW_CHANGES)] : []),
  ];
}

function logRows({ sources }: Triaged, width: number, lang: Lang): Row[] {
  const zh = lang === 'zh';
  return sources.flatMap(({ path, lines, clockJumps, error }): Row[] => [
    ...wrapped(path, width),
    ...wrapped(zh ? `  ${lines} 条警告与错误` : `  ${lines} warnings and errors`, width, 'gray'),
    ...(error === undefined
      ? []
      : wrapped(zh ? `  未能读取（完整）：${error}` : `  not read, or not to the end: ${error}`, width, 'yellow')),
    ...(clockJumps === undefined
      ? []
      : wrapped(zh ? '  时间曾经倒退：时钟被调整过' : '  the times go back: the clock was set', width, 'yellow')),
  ]);
}

/** All that there is to say about what is selected, in lines of `width` cells. */
export function detailRows(state: State, width: number, look: Look): Row[] {
  const { shown, lang } = state;
  const item = selectedIn(state);
  if (!shown || !item) return [];
  const title = (kind: 'changes' | 'logs'): Row => [span(OTHERS[kind][lang], 'bold')];
  const rows =
    'group' in item
      ? groupRows(item.group, shown, width, lang, look)
      : [title(item.kind), [], ...(item.kind === 'changes' ? changeRows : logRows)(shown.triaged, width, lang)];
  return rows.map((row) => fit(row, width, look.glyphs.ellipsis));
}
