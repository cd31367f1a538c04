import type { Lang } from '../lang.ts';
import { STATUS_NAMES } from '../report/words.ts';
import type { Browsing } from './browsing.ts';
import { footerRow } from './footer-row.ts';
import type { Frame } from './frame.ts';
import type { Look } from './look.ts';
import { commandsIn, span, type Row } from './row.ts';
import type { SceneOf } from './scene.ts';
import { WORDS } from './words.ts';

/** Words in the place of symbols and lines, and nothing that moves: what a screen reader can say. */
function spokenLook(lang: Lang, { style }: Look): Look {
  const word = (status: string): string => `${STATUS_NAMES[status]![lang]}${lang === 'zh' ? '：' : ':'}`;
  const symbols = {
    pass: word('pass'),
    warn: word('warn'),
    fail: word('fail'),
    unknown: word('unknown'),
    skip: word('skip'),
    dot: lang === 'zh' ? '，' : ', ',
  };
  const glyphs = {
    horizontal: '',
    vertical: '',
    branch: '',
    pointer: '',
    folded: WORDS.foldedSpoken[lang],
    unfolded: WORDS.unfoldedSpoken[lang],
    waiting: `${WORDS.waiting[lang]}:`,
    ellipsis: '…',
    up: WORDS.upSpoken[lang],
    down: WORDS.downSpoken[lang],
    upDown: `${WORDS.upSpoken[lang]}/${WORDS.downSpoken[lang]}`,
    leftRight: `${WORDS.leftSpoken[lang]}/${WORDS.rightSpoken[lang]}`,
    enter: 'Enter',
    spinner: [''],
  };
  return { style: { ...style, symbols }, glyphs, spoken: true };
}

/** What fills a line up on a screen is a pause when it is spoken. */
function saidOnce(row: Row, lang: Lang): Row {
  const text = row.map((piece) => piece.text).join('');
  return [span(text.trim().replaceAll(/ {3,}/g, lang === 'zh' ? '，' : ', '))];
}

/** No line is cut: a screen reader has no edge. */
const WIDTH = 400;

/**
 * What a screen reader is given: the verdict, then only the selected item or what is open, as every
 * change is read aloud from the beginning. While things change by themselves one sentence says so.
 */
export function spokenFrame<S extends Browsing>(state: S, sceneOf: SceneOf<S>, columns: number, drawn: Look): Frame {
  const { lang, views, items, selected, prompt, notice } = state;
  const look = spokenLook(lang, drawn);
  const view = views.at(-1);
  const scene = sceneOf(state, look);
  const pane = scene.pane(view?.pane ?? 'detail', Math.max(20, columns));
  const room = { page: 10, lastOffset: 0, commands: commandsIn(pane) };
  if (scene.hush !== null) return { rows: [[span(scene.hush)]], room };
  const at = items.findIndex(({ key }) => key === selected);
  const place = lang === 'zh' ? `第 ${at + 1} 项，共 ${items.length} 项` : `${at + 1} of ${items.length}`;
  const { rows } = sceneOf({ ...state, items: items.slice(at, at + 1) }, look).list(WIDTH, true);
  const command = room.commands[state.command]?.shell.split('\n')[0];
  const chosen =
    view && state.command > 0 && command !== undefined ? [[span(`${WORDS.chosenSpoken[lang]} ${command}`)]] : [];
  const body = view ? [...chosen, ...pane] : [[span(at === -1 ? '' : place)], ...rows];
  const said = prompt || notice ? [] : [...scene.header(WIDTH), ...body];
  return { rows: [...said, footerRow(state, scene.hints, WIDTH, look)].map((row) => saidOnce(row, lang)), room };
}
