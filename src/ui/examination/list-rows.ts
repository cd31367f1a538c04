import stringWidth from 'string-width';
import type { Lang } from '../../lang.ts';
import { changeOf } from '../../report/change.ts';
import type { ReportCheck } from '../../report/schema.ts';
import { COLOUR_OF } from '../../report/style.ts';
import { GROUP_NAMES, SKIP_REASONS } from '../../report/words.ts';
import { pendingSpan, statusSpan, type Look } from '../look.ts';
import { span, twoSides, type Row, type Span } from '../row.ts';
import { pointedList, type List, type ListPart } from '../scene.ts';
import { seconds, WORDS } from '../words.ts';
import { causeRows, firstRow } from './cause-rows.ts';
import { SLOW_MS, type Item } from './items.ts';
import type { State } from './state.ts';

const WORST_FIRST = ['fail', 'unknown', 'warn', 'pass', 'skip'] as const;

/** Beyond this the eye no longer finds what stands beside a title at the right. */
const MAX_LINE = 62;

type GroupItem = Extract<Item, { kind: 'group' }>;
type CheckItem = Extract<Item, { kind: 'check' }>;

/** Why a check was skipped, in the words of its note where they are short enough. */
function reasonOf(skip: ReportCheck['skip'], lang: Lang, room: number): string {
  if (!skip) return '';
  return skip.note !== undefined && stringWidth(skip.note) < room - 6 ? skip.note : SKIP_REASONS[skip.reason]![lang];
}

/** A group on one line: its worst status, and how many checks have which. */
function groupRow({ group, ids, open }: GroupItem, state: State, width: number, look: Look): Row {
  const { seen, lang, now, report } = state;
  const known = ids.flatMap((id) => report?.checks.find((check) => check.id === id) ?? []);
  const running = ids.some((id) => seen.running.has(id));
  const pending = seen.phase !== 'done' && (running || known.length < ids.length);
  const counts = WORST_FIRST.map(
    (status) => [status, known.filter((check) => check.status === status)] as const,
  ).filter(([, checks]) => checks.length > 0);
  const worst = counts[0]?.[0] ?? 'skip';
  const reasons = new Set(known.map(({ skip }) => reasonOf(skip, lang, width / 2)));
  const right: Span[] =
    worst === 'skip' && reasons.size === 1
      ? [span([...reasons][0]!, 'gray')]
      : (counts.length === 1 && worst === 'pass') || pending
        ? [span(`${known.filter(({ status }) => status === 'pass').length}/${ids.length}`, 'gray')]
        : counts.flatMap(([status, checks], index) => [
            span(`${index === 0 ? '' : ' '}${checks.length} `),
            span(look.style.symbols[status], COLOUR_OF[status]!),
          ]);
  const symbol = pending ? pendingSpan(running, now, look) : statusSpan(worst, look);
  const fold = span(` ${open ? look.glyphs.unfolded : look.glyphs.folded}`, 'gray');
  return twoSides(
    [symbol, span(` ${GROUP_NAMES[group]?.[lang] ?? group}`)],
    [...right, fold],
    width,
    look.glyphs.ellipsis,
  );
}

/**
 * A check on one line: its status, and beside it how long it runs, what has changed, or why it was
 * skipped, which goes without saying below the cause that it hangs on.
 */
function checkRow({ id, under }: CheckItem, state: State, width: number, look: Look): Row {
  const { seen, lang, now, report } = state;
  const check = report?.checks.find((other) => other.id === id);
  const since = seen.running.get(id);
  const title = seen.known?.checks.find((other) => other.id === id)?.title[lang] ?? id;
  const change = seen.before ? changeOf(seen.before.get(id), seen.results.get(id), lang) : null;
  const beside: Span[] =
    since !== undefined
      ? now - since >= SLOW_MS
        ? [span(seconds(now - since, lang), 'gray')]
        : []
      : change !== null
        ? [span(change, check?.status === 'pass' ? 'green' : 'yellow')]
        : check?.skip && !(under !== undefined && check.skip.reason === 'blocked')
          ? [span(SKIP_REASONS[check.skip.reason]![lang], 'gray')]
          : [];
  const symbol =
    since !== undefined || !check ? pendingSpan(since !== undefined, now, look) : statusSpan(check.status, look);
  return twoSides(
    [span(under === undefined ? '  ' : '    '), symbol, span(` ${title}`)],
    beside,
    width,
    look.glyphs.ellipsis,
  );
}

/** What the list is a part of, where it is one: nobody may take the part for the whole. */
function wishRows({ problemsOnly, query, prompt, items, seen, lang }: State): Row[] {
  const found = query === '' || prompt?.kind === 'search' ? [] : [`/${query}`];
  const wishes = [...(problemsOnly ? [WORDS.onlyProblems[lang]] : []), ...found];
  const none = items.length === 0 && seen.known !== null && (problemsOnly || query !== '');
  return [
    ...(wishes.length > 0 ? [[span(`${wishes.join('  ')}  ${WORDS.escShowsAll[lang]}`, 'yellow')]] : []),
    ...(none ? [[span(`  ${query === '' ? WORDS.noProblems[lang] : WORDS.notFound[lang]}`)]] : []),
  ];
}

/**
 * The list in `width` cells. Where there are causes, they stand under a title of their own, before all
 * checks; where nothing stands beside it (`alone`), the first says what to do.
 */
export function listRows(state: State, width: number, alone: boolean, look: Look): List {
  const { items, lang, report } = state;
  const causes = items.filter(({ kind }) => kind === 'cause').length;
  const groups = items.findIndex(({ kind }) => kind === 'group');
  const inner = width - 2;
  const line = Math.min(inner, MAX_LINE);
  const rowsOf = (item: Item): Row[] => {
    if (item.kind === 'group') return [groupRow(item, state, line, look)];
    if (item.kind === 'check') return [checkRow(item, state, line, look)];
    const first = alone && report && item.cause === report.causes[0] ? firstRow(report, lang) : [];
    return causeRows(item, first, state, inner, look);
  };
  const parts = items.flatMap((item, index): ListPart[] => {
    const title: Row[] = [
      ...(causes > 0 && index === 0 ? [[span(WORDS[causes === 1 ? 'cause' : 'causes'][lang], 'gray')]] : []),
      ...(causes > 0 && index === groups ? [[], [span(WORDS.checks[lang], 'gray')]] : []),
    ];
    return [
      { key: null, rows: title },
      { key: item.key, rows: rowsOf(item) },
    ];
  });
  return pointedList([{ key: null, rows: wishRows(state) }, ...parts], state.selected, width, look);
}
