import type { Lang, Text } from '../../lang.ts';
import type { Shown } from '../../report/triage/shown.ts';
import { spanWords } from '../../report/triage/triage-words.ts';
import { statusSpan, type Look } from '../look.ts';
import { span, twoSides, type Row } from '../row.ts';
import { pointedList, type List, type ListPart } from '../scene.ts';
import { WORDS } from '../words.ts';
import type { Item, State } from './state.ts';

const TITLES: { readonly [kind in Item['kind']]?: Text } = {
  root: { en: 'KNOWN FAULTS', zh: '已知故障' },
  unknown: { en: 'NOT KNOWN', zh: '未知错误' },
  noise: { en: 'NOTHING TO BE DONE', zh: '不必处理' },
};

export const OTHERS = {
  changes: { en: 'What changed before', zh: '出错前的变化' },
  logs: { en: 'The logs that were read', zh: '读取的日志' },
} satisfies { readonly [kind: string]: Text };

const STATUS = { root: 'fail', unknown: 'unknown', noise: 'skip' } as const;

/** A message on a line: how often and what; below it when, as far as the reader needs it to choose. */
function groupRows(item: Extract<Item, { kind: 'root' | 'unknown' | 'noise' }>, width: number, look: Look): Row[] {
  const { group, kind } = item;
  const what = group.known ? group.id : group.message.split('\\n')[0]!;
  const left = [statusSpan(STATUS[kind], look), span(` ${group.count} × ${what}`)];
  if (kind !== 'root') return [twoSides(left, [], width, look.glyphs.ellipsis)];
  return [
    twoSides(left, [], width, look.glyphs.ellipsis),
    twoSides([span('  '), span(spanWords(group), 'gray')], [], width, look.glyphs.ellipsis),
  ];
}

function otherRow(kind: 'changes' | 'logs', { triaged }: Shown, lang: Lang, width: number, look: Look): Row {
  const all = kind === 'changes' ? triaged.changes : triaged.sources;
  const unread = kind === 'logs' && triaged.sources.some(({ error }) => error !== undefined);
  const symbol = unread ? [statusSpan('unknown', look), span(' ')] : [];
  return twoSides(
    [...symbol, span(OTHERS[kind][lang])],
    [span(String(all.length), 'gray')],
    Math.min(width, 62),
    look.glyphs.ellipsis,
  );
}

/** The list: what is at the root first, under titles; then what changed, and the logs. */
export function listRows({ items, shown, lang, query, selected, prompt }: State, width: number, look: Look): List {
  const inner = width - 2;
  const wish =
    query === '' || prompt?.kind === 'search' ? [] : [[span(`/${query}  ${WORDS.escShowsAll[lang]}`, 'yellow')]];
  const none = items.length === 0 && query !== '' ? [[span(`  ${WORDS.notFound[lang]}`)]] : [];
  const parts = items.flatMap((item, index): ListPart[] => {
    const before = items[index - 1]?.kind;
    const title = TITLES[item.kind];
    const apart = before !== undefined && before !== item.kind && !(before === 'changes' && item.kind === 'logs');
    const head: Row[] = [
      ...(apart ? [[]] : []),
      ...(title && before !== item.kind ? [[span(title[lang], 'gray')]] : []),
    ];
    const rows = 'group' in item ? groupRows(item, inner, look) : [otherRow(item.kind, shown!, lang, inner, look)];
    return [
      { key: null, rows: head },
      { key: item.key, rows },
    ];
  });
  return pointedList([{ key: null, rows: [...wish, ...none] }, ...parts], selected, width, look);
}
