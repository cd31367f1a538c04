import type { Look } from '../look.ts';
import { rowWidth, span, type Row } from '../row.ts';
import type { State } from '../state.ts';

interface KeyHint {
  readonly key: string;
  readonly does: string;
  /** Which go first where there is no room for all: those with the highest number. */
  readonly rank: number;
}

function hints({ lang, open, seen }: State, { glyphs }: Look): KeyHint[] {
  const zh = lang === 'zh';
  const arrows = `${glyphs.up}${glyphs.down}`;
  const done = seen.phase === 'done';
  return [
    { key: arrows, does: open ? (zh ? '滚动' : 'scroll') : zh ? '移动' : 'move', rank: 3 },
    open
      ? { key: 'Esc', does: zh ? '返回' : 'back', rank: 1 }
      : { key: glyphs.enter, does: zh ? '打开' : 'open', rank: 1 },
    ...(done
      ? [
          { key: 'r', does: zh ? '再次检查' : 'check again', rank: 2 },
          { key: 'R', does: zh ? '全部重查' : 'all again', rank: 5 },
        ]
      : []),
    { key: 'l', does: zh ? 'English' : '中文', rank: 4 },
    { key: 'q', does: zh ? '退出' : 'leave', rank: 0 },
  ];
}

/** The keys that do something now. Where not all fit, the less needed are left out. */
export function footerRow(state: State, width: number, look: Look): Row {
  const spans = ({ key, does }: KeyHint): Row => [span(key, 'bold'), span(` ${does}`, 'gray')];
  const shown = hints(state, look);
  const sizeOf = (hint: KeyHint): number => rowWidth(spans(hint)) + 2;
  const size = (): number => shown.reduce((sum, hint) => sum + sizeOf(hint), -2);
  while (shown.length > 1 && size() > width)
    shown.splice(shown.indexOf(shown.reduce((a, b) => (a.rank > b.rank ? a : b))), 1);
  return shown.flatMap((hint, index) => [span(index === 0 ? '' : '  '), ...spans(hint)]);
}
