import { changeOf } from '../../report/change.ts';
import type { ReportCheck } from '../../report/schema.ts';
import { sourcesOf } from '../../report/source.ts';
import { GROUP_NAMES, SKIP_REASONS } from '../../report/words.ts';
import { wrap } from '../../report/wrap.ts';
import { selectedIn } from '../browsing.ts';
import { evidenceRows } from '../evidence-rows.ts';
import { findingRows } from '../finding-rows.ts';
import { pendingSpan, statusSpan, type Look } from '../look.ts';
import { remedyRows } from '../remedy-rows.ts';
import { fit, span, twoSides, type Row } from '../row.ts';
import { seconds, WORDS } from '../words.ts';
import type { State } from './state.ts';

function titlesOf(ids: readonly string[], { seen, lang }: State): string {
  const titles = ids.map((id) => seen.known?.checks.find((check) => check.id === id)?.title[lang] ?? id);
  return titles.join(lang === 'zh' ? '、' : ', ');
}

/** Why a check without findings looks as it does: it passed, or it was not looked at. */
function quietRows(check: ReportCheck, state: State, width: number): Row[] {
  const { lang } = state;
  const { skip } = check;
  if (!skip) return [[span(WORDS.nothingFound[lang], 'green')]];
  const colon = lang === 'zh' ? '：' : ': ';
  const why = skip.note ?? SKIP_REASONS[skip.reason]![lang];
  const words =
    skip.by.length > 0
      ? `${WORDS.blockedBy[lang]}${colon}${titlesOf(skip.by, state)}`
      : `${WORDS.notRun[lang]}${colon}${why}`;
  return wrap(words, width).map((line) => [span(line)]);
}

function checkRows(id: string, state: State, width: number, look: Look): Row[] {
  const { report, seen, lang, now } = state;
  const check = report?.checks.find((other) => other.id === id);
  const cause = report?.causes.find((other) => other.check === id);
  const since = seen.running.get(id);
  const title = span(titlesOf([id], state), 'bold');
  const name = [span(id, 'gray')];
  if (!check || since !== undefined) {
    const words = since === undefined ? WORDS.waiting[lang] : `${WORDS.running[lang]}  ${seconds(now - since, lang)}`;
    const head = [pendingSpan(since !== undefined, now, look), span(' '), title];
    return [twoSides(head, name, width, look.glyphs.ellipsis), [span(words)]];
  }
  const change = seen.before ? changeOf(seen.before.get(id), seen.results.get(id), lang) : null;
  const leading = check.findings.find(({ code }) => code === cause?.code) ?? check.findings[0];
  const others = check.findings.filter((finding) => finding !== leading);
  const sources = seen.known ? sourcesOf(seen.known) : [];
  const evidence = evidenceRows(check.observed, lang, width);
  const because = cause && cause.blocks.length > 0 ? titlesOf(cause.blocks, state) : '';
  const becauseText = lang === 'zh' ? `因此受影响：${because}` : `Because of it: ${because}`;
  return [
    twoSides([statusSpan(check.status, look), span(' '), title], name, width, look.glyphs.ellipsis),
    ...(change === null ? [] : [[span(change, check.status === 'pass' ? 'green' : 'yellow')]]),
    ...(leading ? findingRows(leading, sources, lang, width) : quietRows(check, state, width)),
    ...(evidence.length > 0 ? [[], ...evidence] : []),
    ...(leading?.remedy ? [[], ...remedyRows(leading.remedy, width, lang, look)] : []),
    ...(because === '' ? [] : [[], ...wrap(becauseText, width).map((line) => [span(line, 'gray')])]),
    ...others.flatMap((finding) => [
      [],
      ...findingRows(finding, sources, lang, width),
      ...(finding.remedy && finding.remedy.guide !== leading?.remedy?.guide
        ? remedyRows(finding.remedy, width, lang, look)
        : []),
    ]),
  ];
}

/** A group: its checks, each with what it says. */
function groupRows(group: string, ids: readonly string[], state: State, width: number, look: Look): Row[] {
  const { report, seen, now, lang } = state;
  const title = [span(GROUP_NAMES[group]?.[lang] ?? group, 'bold')];
  const rows = ids.flatMap((id): Row[] => {
    const check = report?.checks.find((other) => other.id === id);
    const running = seen.running.has(id);
    const symbol = check && !running ? statusSpan(check.status, look) : pendingSpan(running, now, look);
    const words = check?.findings[0]?.message ?? '';
    const why = check?.skip ? (check.skip.note ?? SKIP_REASONS[check.skip.reason]![lang]) : '';
    return [
      twoSides(
        [symbol, span(` ${titlesOf([id], state)}`)],
        why === '' ? [] : [span(why, 'gray')],
        width,
        look.glyphs.ellipsis,
      ),
      ...(words === '' ? [] : wrap(words, width - 2).map((line) => [span(`  ${line}`, 'gray')])),
    ];
  });
  return [twoSides(title, [span(group, 'gray')], width, look.glyphs.ellipsis), [], ...rows];
}

/** All that there is to say about what is selected, in lines of `width` cells: the pane shows a part of it. */
export function detailRows(state: State, width: number, look: Look): Row[] {
  const item = selectedIn(state);
  if (!item) return [];
  const rows =
    item.kind === 'group'
      ? groupRows(item.group, item.ids, state, width, look)
      : checkRows(item.id, state, width, look);
  return rows.map((row) => fit(row, width, look.glyphs.ellipsis));
}
