import type { Lang, Text } from '../../lang.ts';
import { headlineOf as headlineOfReport } from '../../report/headline.ts';
import { COLOUR_OF } from '../../report/style.ts';
import type { Shown } from '../../report/triage/shown.ts';
import { headlineOf, localTime, partsOf } from '../../report/triage/triage-words.ts';
import { selectedIn } from '../browsing.ts';
import { helpRows, keyLines, type SymbolLine } from '../help-rows.ts';
import { pendingSpan, statusSpan, type Look } from '../look.ts';
import { openingScene } from '../opening-scene.ts';
import { fit, span, type Row } from '../row.ts';
import type { Scene } from '../scene.ts';
import { viewHints } from '../view-hints.ts';
import { WORDS } from '../words.ts';
import { detailRows } from './detail-rows.ts';
import { listRows } from './list-rows.ts';
import type { State } from './state.ts';

const SYMBOLS: readonly SymbolLine[] = [
  ['fail', { en: 'a known fault of the node', zh: '已知的节点故障' }],
  [
    'unknown',
    { en: 'an error that is not known, or a log that could not be read', zh: '未知的错误，或无法读取的日志' },
  ],
  ['skip', { en: 'nothing to be done: it is printed when all is well, too', zh: '不必处理：一切正常时也会出现' }],
];

const KEYS = {
  search: { en: 'search messages, meanings, jobs', zh: '搜索消息、含义、作业' },
  again: { en: 'read the logs and run the checks again', zh: '重新读取日志并检查' },
  write: { en: 'write it to a file: .md for a ticket, .txt, .json', zh: '写入文件：.md（用于工单）、.txt、.json' },
} satisfies { readonly [key: string]: Text };

function helpOf(lang: Lang, width: number, look: Look): Row[] {
  const { move, page, ends, open, back, nextCommand, copy, language, suspend, leave } = keyLines(look);
  const own = [['/', KEYS.search] as const, ['r', KEYS.again] as const, ['w', KEYS.write] as const];
  return helpRows(
    [move, page, ends, open, back, ...own, nextCommand, copy, language, suspend, leave],
    SYMBOLS,
    lang,
    width,
    look,
  );
}

/** The verdict of a triage: faults in the logs, and beside them what the checks say now. */
export function verdictRow({ triaged }: Shown, lang: Lang, look: Look): Row {
  const { roots, unknown } = partsOf(triaged);
  const unread = triaged.sources.some(({ error }) => error !== undefined);
  const status = roots.length > 0 ? 'fail' : unknown.length > 0 || unread ? 'unknown' : 'pass';
  return [statusSpan(status, look), span(' '), span(headlineOf(triaged, lang), COLOUR_OF[status]!, 'bold')];
}

/** How far the reading is, once that is worth a word. */
function readingWords({ read, lang }: State): string {
  const mib = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);
  return `${WORDS.readingLogs[lang]}${read.total < 1 << 20 ? '' : `  ${mib(read.bytes)} / ${mib(read.total)} MiB`}`;
}

function headerRows(state: State, width: number, look: Look): Row[] {
  const { shown, looking, lang, now } = state;
  const { triaged } = shown!;
  const again = [pendingSpan(true, now, look), span(` ${readingWords(state)}`, 'bold')];
  const { dot } = look.style.symbols;
  const host = triaged.report?.host.hostname;
  const when = `${localTime(triaged.window.since)} – ${localTime(triaged.window.until)}`;
  const about = [
    span('crane-doctor triage  ', 'gray'),
    span(host ?? '', 'bold'),
    span(`${host === undefined ? '' : dot}${when}`, 'gray'),
  ];
  const checks = triaged.report && [
    span(lang === 'zh' ? '现在的检查  ' : 'The checks now  ', 'gray'),
    statusSpan(triaged.report.verdict, look),
    span(` ${headlineOfReport(triaged.report, lang)}`, COLOUR_OF[triaged.report.verdict]!),
  ];
  return [looking ? again : verdictRow(shown!, lang, look), about, ...(checks ? [checks] : [])].map((row) =>
    fit(row, width, look.glyphs.ellipsis),
  );
}

/** What a triage has to show. */
export function sceneOf(state: State, look: Look): Scene {
  const { lang, shown, looking, now } = state;
  const item = selectedIn(state);
  const commands = item !== null && 'group' in item && item.group.findings.length > 0;
  const pane: Scene['pane'] = (name, width) =>
    name === 'help' ? helpOf(lang, width, look) : detailRows(state, width, look);
  const hush = looking ? WORDS.readingLogs[lang] : null;
  if (!shown) {
    const words = readingWords(state);
    return { ...openingScene({ en: words, zh: words }, lang, look, now), pane, hush };
  }
  return {
    header: (width) => headerRows(state, width, look),
    list: (width) => listRows(state, width, look),
    pane,
    hints: viewHints(state, look, { running: looking, commands, searched: true, written: true }),
    divided: true,
    hush,
  };
}
