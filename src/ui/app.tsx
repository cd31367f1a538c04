import { Box, useApp, useInput, useWindowSize } from 'ink';
import { useEffect, useReducer, type ReactNode } from 'react';
import type { Examination, Request } from '../engine/examination.ts';
import type { Lang } from '../lang.ts';
import { useClock } from './hooks/use-clock.ts';
import { useExamination } from './hooks/use-examination.ts';
import { commandsOf } from './keys.ts';
import { GAP, layoutOf } from './layout.ts';
import type { Look } from './look.ts';
import { detailRows } from './panes/detail-rows.ts';
import { footerRow } from './panes/footer-row.ts';
import { headerRows } from './panes/header-rows.ts';
import { listRows } from './panes/list-rows.ts';
import { Rows } from './panes/rows.tsx';
import { span, type Row } from './row.ts';
import { leftBehind } from './seen.ts';
import { initialState, reduce } from './state.ts';
import { centred, viewport } from './viewport.ts';
import { hiddenWords } from './words.ts';

/** What the TUI gives back when it is left: the last state shown (null before there was one), and its language. */
export interface Left {
  readonly examination: Examination | null;
  readonly lang: Lang;
}

export interface AppProps {
  readonly request: Request;
  readonly root: string | null;
  readonly lang: Lang;
  readonly look: Look;
}

/** The whole screen: it runs the checks, shows them, and listens to the keys until it is left. */
export function App({ request, root, lang: firstLang, look }: AppProps): ReactNode {
  const { exit } = useApp();
  const { columns, rows: lines } = useWindowSize();
  const [state, dispatch] = useReducer(reduce, initialState(firstLang, root));
  const { lang, seen, open, leaving } = state;
  const { style, glyphs } = look;

  useExamination(request, state.wanted, dispatch, exit);
  useClock(seen.phase !== 'done', dispatch);
  useEffect(() => {
    const { signal } = request.limits;
    const leave = (): void => dispatch({ type: 'leave', by: String(signal.reason) });
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave);
    return () => signal.removeEventListener('abort', leave);
  }, [request]);
  useEffect(() => {
    if (leaving !== null) exit({ examination: leftBehind(seen, leaving), lang } satisfies Left);
  }, [leaving, seen, lang, exit]);

  const header = headerRows(state, columns, look);
  const layout = layoutOf(columns, lines, header.length, open);
  const { width, height, body, ruled } = layout;
  const list = layout.list > 0 ? listRows(state, layout.list, look) : { rows: [], selected: 0 };
  const detail = layout.detail > 0 ? detailRows(state, layout.detail, look) : [];
  const lastOffset = Math.max(0, detail.length - body);

  useInput((input, key) => {
    for (const command of commandsOf(input, key))
      dispatch({ type: 'command', command, room: { page: Math.max(1, body - 2), lastOffset } });
  });

  const more = (opens: boolean) => (up: boolean, n: number) =>
    `${up ? glyphs.up : glyphs.down} ${hiddenWords(n, opens && !up, lang)}`;
  const rule = (): Row => [span(glyphs.horizontal.repeat(width), 'gray')];
  const pane = (rows: readonly Row[], paneWidth: number, paneHeight: number): ReactNode => (
    <Rows rows={rows} width={paneWidth} height={paneHeight} style={style} />
  );
  const top = centred(list.selected, list.rows.length, body);
  return (
    <Box flexDirection="column" width={width} height={height} overflow="hidden">
      {pane([...header, ...(ruled ? [rule()] : [])], width, header.length + (ruled ? 1 : 0))}
      <Box height={body} flexShrink={0}>
        {layout.list > 0 && pane(viewport(list.rows, top, body, more(false)).rows, layout.list, body)}
        {layout.list > 0 &&
          layout.detail > 0 &&
          pane(Array<Row>(body).fill([span(` ${glyphs.vertical}`, 'gray')]), GAP, body)}
        {layout.detail > 0 &&
          pane(viewport(detail, open ? state.offset : 0, body, more(!open)).rows, layout.detail, body)}
      </Box>
      {pane([...(ruled ? [rule()] : []), footerRow(state, width, look)], width, ruled ? 2 : 1)}
    </Box>
  );
}
