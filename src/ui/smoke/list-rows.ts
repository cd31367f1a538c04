import type { Lang } from '../../lang.ts';
import { timeWords } from '../../report/smoke/smoke-words.ts';
import { pendingSpan, statusSpan, type Look } from '../look.ts';
import { span, twoSides, type Row, type Span } from '../row.ts';
import { pointedList, type List } from '../scene.ts';
import type { Item, State } from './state.ts';

/** How long a step has taken, or takes by now, against craned's deadline; of one that waits, the deadline alone. */
export function timeSpan({ done, since, deadlineMs }: Item, now: number, lang: Lang): Span {
  const waiting = since === null && !done;
  if (waiting) return span(deadlineMs === null ? '' : `${deadlineMs / 1000} ${lang === 'zh' ? '秒' : 's'}`, 'gray');
  const timed = done?.step ?? { durationMs: Math.max(0, now - since!), deadlineMs, status: 'pass' as const };
  const late = timed.deadlineMs !== null && timed.durationMs > timed.deadlineMs;
  return span(timeWords(timed, lang), late ? 'red' : done ? 'gray' : 'cyan');
}

/** The sign of a step: what came of it, that it runs, or that it waits. */
export function signSpan({ done, since }: Item, now: number, look: Look): Span {
  return done ? statusSpan(done.step.status, look) : pendingSpan(since !== null, now, look);
}

/** The steps in their order, each with its time. */
export function listRows({ items, lang, now, selected }: State, width: number, look: Look): List {
  const rowOf = (item: Item): Row => {
    const title = span(item.title[lang], ...(item.done || item.since !== null ? [] : (['gray'] as const)));
    const left = [signSpan(item, now, look), span(' '), title];
    return twoSides(left, [timeSpan(item, now, lang)], Math.min(width - 2, 72), look.glyphs.ellipsis);
  };
  return pointedList(
    items.map((item) => ({ key: item.key, rows: [rowOf(item)] })),
    selected,
    width,
    look,
  );
}
