import stringWidth from 'string-width';
import { codeFrame } from '../../report/code-frame.ts';
import { evidenceOf } from '../../report/evidence.ts';
import type { ReportCheck, ReportFinding } from '../../report/schema.ts';
import { COLOUR_OF } from '../../report/style.ts';
import { GROUP_NAMES, SKIP_REASONS, STOPS_HERE } from '../../report/words.ts';
import { changeOf } from '../change.ts';
import { pendingSpan, statusSpan, type Look } from '../look.ts';
import { fit, span, twoSides, type Row } from '../row.ts';
import { selectedItem, type State } from '../state.ts';
import { seconds, WORDS } from '../words.ts';
import { wrap } from '../../report/wrap.ts';
import { remedyRows } from './remedy-rows.ts';

function titlesOf(ids: readonly string[], { seen, lang }: State): string {
  const titles = ids.map((id) => seen.known?.checks.find((check) => check.id === id)?.title[lang] ?? id);
  return titles.join(lang === 'zh' ? '、' : ', ');
}

/** A finding: its code, its message, and its place in the configuration with the lines around it. */
function findingRows(finding: ReportFinding, state: State, width: number): Row[] {
  const source = state.seen.known?.config.text ?? null;
  const { location } = finding;
  const frame = location && source !== null ? codeFrame(source, location) : [];
  return [
    [
      span(finding.code, COLOUR_OF[finding.severity]!),
      ...(finding.stopsCraned ? [span(` ${STOPS_HERE[state.lang]}`, 'gray')] : []),
    ],
    ...wrap(finding.message, width).map((line) => [span(line, 'bold')]),
    ...(location ? [[span(`${location.path}:${location.line}:${location.column}`, 'gray')]] : []),
    ...frame.map((line) => [span(line, ...(/^>|^\s+\| +\^+$/.test(line) ? [] : (['gray'] as const)))]),
  ];
}

/** What was seen: labels in a column, long values continued below themselves. */
function evidenceRows(check: ReportCheck, { lang }: State, width: number): Row[] {
  const evidence = evidenceOf(check.observed, lang);
  const column = Math.min(Math.max(0, ...evidence.map(({ label }) => stringWidth(label))), Math.floor(width / 2)) + 2;
  return evidence.flatMap(({ label, value }) =>
    wrap(value, width - column).map((line, index) => {
      const name = index === 0 ? label : '';
      return [span(name + ' '.repeat(Math.max(1, column - stringWidth(name))), 'gray'), span(line)];
    }),
  );
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
  const evidence = evidenceRows(check, state, width);
  const because = cause && cause.blocks.length > 0 ? titlesOf(cause.blocks, state) : '';
  const becauseText = lang === 'zh' ? `因此受影响：${because}` : `Because of it: ${because}`;
  return [
    twoSides([statusSpan(check.status, look), span(' '), title], name, width, look.glyphs.ellipsis),
    ...(change === null ? [] : [[span(change, check.status === 'pass' ? 'green' : 'yellow')]]),
    ...(leading ? findingRows(leading, state, width) : quietRows(check, state, width)),
    ...(evidence.length > 0 ? [[], ...evidence] : []),
    ...(because === '' ? [] : [[], ...wrap(becauseText, width).map((line) => [span(line, 'gray')])]),
    ...(leading?.remedy ? [[], ...remedyRows(leading.remedy, width, lang, look)] : []),
    ...others.flatMap((finding) => [
      [],
      ...findingRows(finding, state, width),
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
  const item = selectedItem(state);
  if (!item) return [];
  const rows =
    item.kind === 'group'
      ? groupRows(item.group, item.ids, state, width, look)
      : checkRows(item.id, state, width, look);
  return rows.map((row) => fit(row, width, look.glyphs.ellipsis));
}
