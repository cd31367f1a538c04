import { headlineOf } from '../../report/headline.ts';
import type { Report } from '../../report/schema.ts';
import { COLOUR_OF } from '../../report/style.ts';
import { timeWords } from '../../report/times.ts';
import { changeOf, sameWords } from '../../report/change.ts';
import { pendingSpan, statusSpan, type Look } from '../look.ts';
import { fit, rowWidth, span, twoSides, type Row, type Span } from '../row.ts';
import type { State } from './state.ts';
import { hangingWords, progressWords, WORDS } from '../words.ts';

/** How many checks hang on the causes, those first that were not looked at. */
function hanging(report: Report): [blocked: number, failed: number] {
  const ids = new Set(report.causes.flatMap((cause) => cause.blocks));
  const skipped = report.checks.filter((check) => ids.has(check.id) && check.status === 'skip').length;
  return [skipped, ids.size - skipped];
}

/** The headline as spans, with what follows from the causes; also where the run is left before its end. */
export function verdictRow(report: Report, lang: State['lang'], look: Look): Row {
  const colour = COLOUR_OF[report.verdict]!;
  const [blocked, failed] = hanging(report);
  const symbol = statusSpan(report.verdict === 'warn' ? 'pass' : report.verdict, look);
  // The headline counts failures, where there are any.
  const failures = report.causes.filter(({ check }) =>
    report.checks.some(({ id, status }) => id === check && status === 'fail'),
  ).length;
  const also = hangingWords(failures || report.causes.length, blocked, failed, lang);
  const rest = also === '' ? [] : [span(lang === 'zh' ? `，${also}` : `, ${also}`, colour)];
  return [{ ...symbol, colours: [colour, 'bold'] }, span(' '), span(headlineOf(report, lang), colour, 'bold'), ...rest];
}

function statusRow({ seen, report, lang, now }: State, look: Look): Row {
  if (seen.phase === 'done' && report) return verdictRow(report, lang, look);
  const settled = [...seen.settled].filter((id) => seen.results.get(id)?.skip?.reason !== 'excluded').length;
  const planned = seen.known?.plan.filter(({ skip }) => skip?.reason !== 'excluded').length ?? 0;
  const all = seen.before ? settled + seen.running.size : planned;
  const words = seen.known ? progressWords(settled, all, seen.before !== null, lang) : WORDS.readingConfig[lang];
  const spinner = pendingSpan(true, now, look);
  const soFar: Span[] =
    report && report.causes.length > 0
      ? [
          span('  '),
          statusSpan(report.verdict, look),
          span(` ${report.causes.length} ${WORDS.causes[lang].toLowerCase()}`),
        ]
      : [];
  return [spinner, span(' '), span(words, 'bold'), ...soFar];
}

/** The node and what on it was examined: its name, configuration and runtime, and its system; when, where there is room. */
function subjectRow(report: Report, lookedAt: number | null, width: number, { style, glyphs, spoken }: Look): Row {
  const dot = style.symbols.dot;
  const { host, subject } = report;
  const runtime = subject.runtime?.version ? `${subject.runtime.name ?? ''} ${subject.runtime.version}`.trim() : '';
  const root = host.root === null ? '' : `--root ${host.root}`;
  const parts = [root, subject.configPath, runtime, host.os.prettyName].filter((part) => part !== '');
  const left = [
    span('crane-doctor  ', 'gray'),
    span(host.hostname, 'bold'),
    ...parts.map((part) => span(dot + part, 'gray')),
  ];
  const when = lookedAt === null || spoken ? [] : [span(timeWords(new Date(lookedAt).toISOString()), 'gray')];
  return rowWidth(left) + 2 + rowWidth(when) > width ? left : twoSides(left, when, width, glyphs.ellipsis);
}

/** After "check again": what became of it, and how the checks beside it did. */
function noticeRow({ seen, wanted, report, lang }: State, look: Look): Row | null {
  if (seen.phase !== 'done' || !seen.before || !report) return null;
  const { before, settled } = seen;
  const shown = report.checks.filter((check) => settled.has(check.id) && check.skip?.reason !== 'excluded');
  const changes = shown.flatMap((check) => {
    const change = changeOf(before.get(check.id), seen.results.get(check.id), lang);
    return change === null ? [] : [{ check, change }];
  });
  const asked =
    wanted.ids !== 'all' && wanted.ids.length === 1 ? shown.find(({ id }) => id === wanted.ids[0]) : undefined;
  const first = changes.find(({ check }) => check === asked) ?? (asked ? undefined : changes[0]);
  const about = first?.check ?? asked;
  const others = shown.filter((check) => check !== about);
  const counts = (['pass', 'warn', 'fail', 'unknown', 'skip'] as const)
    .map((status) => [status, others.filter((check) => check.status === status).length] as const)
    .filter(([, n]) => n > 0)
    .flatMap(([status, n]) => [span(` ${n} `), statusSpan(status, look)]);
  const n = others.length;
  const beside = lang === 'zh' ? `   另有 ${n} 项：` : `   and ${n} more:`;
  const alone = lang === 'zh' ? `重新检查 ${n} 项，没有变化：` : `${n} looked at again, nothing has changed:`;
  const words = first?.change ?? (asked ? sameWords(seen.results.get(asked.id)!, lang) : '');
  return [
    ...(about ? [statusSpan(about.status, look), span(` ${about.title}  `), span(words, 'bold')] : []),
    ...(others.length > 0 ? [span(about ? beside : alone, 'gray'), ...counts] : []),
  ];
}

/** The head of the screen: the verdict, what it is about, and, after "check again", what has changed. */
export function headerRows(state: State, width: number, look: Look): Row[] {
  const notice = noticeRow(state, look);
  const rows = [
    statusRow(state, look),
    ...(state.report ? [subjectRow(state.report, state.seen.lookedAt, width, look)] : []),
    ...(notice ? [notice] : []),
  ];
  return rows.map((row) => fit(row, width, look.glyphs.ellipsis));
}
