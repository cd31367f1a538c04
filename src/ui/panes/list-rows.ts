import { COLOUR_OF } from '../../report/style.ts';
import { GROUP_NAMES, SKIP_REASONS } from '../../report/words.ts';
import { changeOf } from '../change.ts';
import { SLOW_MS, type Item } from '../items.ts';
import { pendingSpan, statusSpan, type Look } from '../look.ts';
import { fit, span, twoSides, type Row, type Span } from '../row.ts';
import type { State } from '../state.ts';
import { hangingWords, seconds, WORDS } from '../words.ts';
import { wrap } from '../../report/wrap.ts';

const WORST_FIRST = ['fail', 'unknown', 'warn', 'pass', 'skip'] as const;

/** Beyond this the eye no longer finds what stands beside a title at the right. */
const MAX_LINE = 62;

type CauseItem = Extract<Item, { kind: 'cause' }>;
type GroupItem = Extract<Item, { kind: 'group' }>;

/** A cause: its check's title, what is so, and how much hangs on it. */
function causeRows(item: CauseItem, state: State, width: number, look: Look): Row[] {
  const check = state.report?.checks.find(({ id }) => id === item.id);
  if (!check) return [];
  const finding = check.findings.find(({ code }) => code === item.cause.code);
  const skipped = state.report!.checks.filter(
    ({ id, status }) => item.cause.blocks.includes(id) && status === 'skip',
  ).length;
  const hanging = hangingWords(skipped, item.cause.blocks.length - skipped, state.lang);
  const lines = wrap(finding?.message ?? '', width - 4);
  const message = lines.length > 2 ? [lines[0]!, `${lines[1]!}${look.glyphs.ellipsis}`] : lines;
  return [
    [statusSpan(check.status, look), span(' '), span(check.title, 'bold')],
    ...message.map((line) => [span(`  ${line}`)]),
    ...(hanging === '' ? [] : [[span(`  ${look.glyphs.branch} ${hanging}`, 'gray')]]),
  ];
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
  const reasons = new Set(known.map(({ skip }) => skip?.note ?? (skip ? SKIP_REASONS[skip.reason]![lang] : '')));
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

/** A check on one line: its status, and beside it why it was skipped, how long it runs, or what has changed. */
function checkRow(id: string, state: State, width: number, look: Look): Row {
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
        : check?.skip
          ? [span(SKIP_REASONS[check.skip.reason]![lang], 'gray')]
          : [];
  const symbol =
    since !== undefined || !check ? pendingSpan(since !== undefined, now, look) : statusSpan(check.status, look);
  return twoSides([span('  '), symbol, span(` ${title}`)], beside, width, look.glyphs.ellipsis);
}

/**
 * The list as lines of `width` cells, and which of them is the selected item's first. Where there are
 * causes, they stand under a title of their own, before all checks.
 */
export function listRows(state: State, width: number, look: Look): { rows: Row[]; selected: number } {
  const rows: Row[] = [];
  let selected = 0;
  const causes = state.items.filter(({ kind }) => kind === 'cause').length;
  const inner = width - 2;
  const line = Math.min(inner, MAX_LINE);
  state.items.forEach((item, index) => {
    if (causes > 0 && index === 0) rows.push([span(WORDS[causes === 1 ? 'cause' : 'causes'][state.lang], 'gray')]);
    if (causes > 0 && index === causes) rows.push([], [span(WORDS.checks[state.lang], 'gray')]);
    const here = item.key === state.selected;
    if (here) selected = rows.length;
    const lines =
      item.kind === 'cause'
        ? causeRows(item, state, inner, look)
        : [item.kind === 'group' ? groupRow(item, state, line, look) : checkRow(item.id, state, line, look)];
    lines.forEach((line, nth) => {
      const pointer = here && nth === 0 ? span(`${look.glyphs.pointer} `, 'cyan', 'bold') : span('  ');
      rows.push(fit([pointer, ...line], width, look.glyphs.ellipsis));
    });
  });
  return { rows, selected };
}
