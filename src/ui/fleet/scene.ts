import type { Lang, Text } from '../../lang.ts';
import { fleetHeadline } from '../../report/fleet/fleet-words.ts';
import { worstOf } from '../../report/fleet/to-do.ts';
import type { FleetShown } from '../../report/fleet/shown.ts';
import { COLOUR_OF } from '../../report/style.ts';
import { wrap } from '../../report/wrap.ts';
import { selectedIn } from '../browsing.ts';
import { helpRows, keyLines, type SymbolLine } from '../help-rows.ts';
import { pendingSpan, statusSpan, type Look } from '../look.ts';
import { openingScene } from '../opening-scene.ts';
import { fit, span, type Row } from '../row.ts';
import type { Scene } from '../scene.ts';
import { viewHints } from '../view-hints.ts';
import { WORDS } from '../words.ts';
import { detailRows } from './detail-rows.ts';
import { legend, listRows } from './list-rows.ts';
import type { State } from './state.ts';

const SYMBOLS: readonly SymbolLine[] = [
  ['pass', { en: 'all is well', zh: '正常' }],
  ['warn', { en: 'warnings', zh: '有警告' }],
  ['fail', { en: 'errors', zh: '有错误' }],
  ['unknown', { en: 'not checked, or no report', zh: '未能检查，或没有报告' }],
  ['skip', { en: 'does not apply, or hangs on something else', zh: '不适用，或受其他问题影响' }],
];

const KEYS = {
  search: { en: 'search nodes, findings, reasons', zh: '搜索节点、结论代码、原因' },
  again: { en: 'ask all nodes again', zh: '重新询问全部节点' },
  write: { en: 'write it to a file: .html, .md, .json, .txt, .prom', zh: '写入文件：.html、.md、.json、.txt、.prom' },
} satisfies { readonly [key: string]: Text };

function helpOf(state: State, width: number, look: Look): Row[] {
  const { lang } = state;
  const { move, page, ends, open, fold, back, nextCommand, copy, language, suspend, leave } = keyLines(look);
  const own = [['/', KEYS.search] as const, ['r', KEYS.again] as const, ['w', KEYS.write] as const];
  const keys = [move, page, ends, open, fold, back, ...own, nextCommand, copy, language, suspend, leave];
  return [
    ...helpRows(keys, SYMBOLS, lang, width, look),
    [],
    [span(lang === 'zh' ? '列' : 'COLUMNS', 'gray')],
    ...wrap(legend(state, lang), width).map((line) => [span(line)]),
  ];
}

/** How a fleet stands, in a sentence. */
export function verdictRow({ document }: FleetShown, lang: Lang, look: Look): Row {
  const status = worstOf(document);
  return [statusSpan(status, look), span(' '), span(fleetHeadline(document, lang), COLOUR_OF[status]!, 'bold')];
}

function askingWords({ answered, total, lang }: State): string {
  if (total === null) return `${WORDS.askingNodes[lang]}${answered === 0 ? '' : `  ${answered}`}`;
  return lang === 'zh'
    ? `${WORDS.askingNodes.zh}：${answered}/${total} 已应答`
    : `${WORDS.askingNodes.en}: ${answered} of ${total} answered`;
}

function countsRow({ document: { nodes } }: FleetShown, lang: Lang, look: Look): Row {
  const { total, answered, ...verdicts } = nodes;
  const { dot } = look.style.symbols;
  const zh = lang === 'zh';
  return [
    span('crane-doctor fleet  ', 'gray'),
    span(zh ? `${total} 个节点${dot}${answered} 个应答` : `${total} nodes${dot}${answered} answered`),
    ...(['pass', 'warn', 'fail', 'unknown'] as const).flatMap((status) =>
      verdicts[status] === 0
        ? []
        : [span('   '), statusSpan(status, look), span(` ${verdicts[status]}`, COLOUR_OF[status]!)],
    ),
  ];
}

function headerRows(state: State, width: number, look: Look): Row[] {
  const { shown, looking, lang, now } = state;
  const first = looking
    ? [pendingSpan(true, now, look), span(` ${askingWords(state)}`, 'bold')]
    : verdictRow(shown!, lang, look);
  return [first, countsRow(shown!, lang, look)].map((row) => fit(row, width, look.glyphs.ellipsis));
}

/** What a fleet has to show. */
export function sceneOf(state: State, look: Look): Scene {
  const { lang, shown, looking, now } = state;
  const item = selectedIn(state);
  const commands =
    item?.kind === 'finding' ||
    (item?.kind === 'drift' && shown?.document.distribution?.remedy !== undefined) ||
    (item?.kind === 'class' && item.one.findings.length > 0);
  const pane: Scene['pane'] = (name, width) =>
    name === 'help' ? helpOf(state, width, look) : detailRows(state, width, look);
  const hush = looking ? WORDS.askingNodes[lang] : null;
  if (!shown) {
    const words = askingWords(state);
    return { ...openingScene({ en: words, zh: words }, lang, look, now), pane, hush };
  }
  return {
    header: (width) => headerRows(state, width, look),
    list: (width) => listRows(state, width, look),
    pane,
    hints: viewHints(state, look, { running: looking, commands, folds: true, searched: true, written: true }),
    divided: true,
    hush,
  };
}
