import type { Lang, Text } from '../../lang.ts';
import { CHANGES_NODE, verdictWords } from '../../report/smoke/smoke-words.ts';
import type { Smoked } from '../../report/smoke/schema.ts';
import { COLOUR_OF } from '../../report/style.ts';
import { wrap } from '../../report/wrap.ts';
import { selectedIn } from '../browsing.ts';
import { helpRows, keyLines, type SymbolLine } from '../help-rows.ts';
import { pendingSpan, statusSpan, type Look } from '../look.ts';
import { openingScene } from '../opening-scene.ts';
import { commandsIn, fit, span, type Row } from '../row.ts';
import type { Scene } from '../scene.ts';
import { viewHints } from '../view-hints.ts';
import { WORDS } from '../words.ts';
import { detailRows } from './detail-rows.ts';
import { listRows } from './list-rows.ts';
import type { State } from './state.ts';

const SYMBOLS: readonly SymbolLine[] = [
  ['pass', { en: 'as it is for a job', zh: '与作业一致' }],
  ['warn', { en: 'a job would run, but look at this', zh: '作业可以运行，但需注意' }],
  ['fail', { en: 'a job would fail here', zh: '作业会在此失败' }],
  ['unknown', { en: 'it could not be seen', zh: '无法得知' }],
  ['skip', { en: 'not done: see why in the step', zh: '未执行：原因见该步骤' }],
];

const KEYS = {
  again: { en: 'run the test again, once it has ended', zh: '测试结束后再运行一次' },
  write: { en: 'write it to a file: .md for a ticket, .txt, .json', zh: '写入文件：.md（用于工单）、.txt、.json' },
  leave: {
    en: 'leave; during the test: end it, with what it made taken away',
    zh: '退出；测试中：中止测试并清除其创建的内容',
  },
} satisfies { readonly [key: string]: Text };

function helpOf(lang: Lang, width: number, look: Look): Row[] {
  const { move, page, ends, open, back, nextCommand, copy, language, suspend, leave } = keyLines(look);
  const own = [['r', KEYS.again] as const, ['w', KEYS.write] as const];
  const keys = [move, page, ends, open, back, ...own, nextCommand, copy, language, suspend];
  return helpRows([...keys, [leave[0], KEYS.leave]], SYMBOLS, lang, width, look);
}

/** The verdict of a test. */
export function verdictRow(smoked: Smoked, lang: Lang, look: Look): Row {
  const { verdict } = smoked;
  return [statusSpan(verdict, look), span(' '), span(verdictWords(smoked, lang), COLOUR_OF[verdict]!, 'bold')];
}

/** What could not be taken away again. */
export function leftRows({ leftBehind }: Smoked, lang: Lang): Row[] {
  return leftBehind.map((what) => [span(`${WORDS.leftBehind[lang]}${what}`, 'yellow')]);
}

/** How far it is: that it is being ended, or which of the steps it is at. */
function progressText({ items, ending, stops, lang }: State): string {
  if (ending !== null || stops > 0) return WORDS.clearingUp[lang];
  const done = items.filter((item) => item.done !== null).length;
  return lang === 'zh' ? `正在测试：${done}/${items.length}` : `Testing: ${done} of ${items.length} steps`;
}

function headerRows(state: State, width: number, look: Look): Row[] {
  const { smoked, node, lang, now } = state;
  const about = [span('crane-doctor smoke  ', 'gray'), span(node, 'bold')];
  const rows = smoked
    ? [verdictRow(smoked, lang, look), about, ...leftRows(smoked, lang)]
    : [
        [pendingSpan(true, now, look), span(` ${progressText(state)}`, 'bold')],
        about,
        ...wrap(CHANGES_NODE[lang], width).map((line) => [span(line, 'yellow')]),
      ];
  return rows.map((row) => fit(row, width, look.glyphs.ellipsis));
}

/** What a smoke test has to show. */
export function sceneOf(state: State, look: Look): Scene {
  const { lang, items, running, now } = state;
  const commands = selectedIn(state) !== null && commandsIn(detailRows(state, 80, look)).length > 0;
  const does = { again: WORDS.testAgain[lang], ...(running ? { leave: WORDS.endRun[lang] } : {}) };
  const pane: Scene['pane'] = (name, width) =>
    name === 'help' ? helpOf(lang, width, look) : detailRows(state, width, look);
  const hush = running ? `${progressText(state)}. ${CHANGES_NODE[lang]}` : null;
  if (items.length === 0) return { ...openingScene(WORDS.readingConfig, lang, look, now), pane, hush };
  return {
    header: (width) => headerRows(state, width, look),
    list: (width) => listRows(state, width, look),
    pane,
    hints: viewHints(state, look, { running, commands, written: !running, does }),
    divided: true,
    hush,
  };
}
