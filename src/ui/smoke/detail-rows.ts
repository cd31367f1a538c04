import type { Lang } from '../../lang.ts';
import type { ReportFinding } from '../../report/schema.ts';
import { findingsOf } from '../../report/smoke/smoke-words.ts';
import { wrap } from '../../report/wrap.ts';
import { selectedIn } from '../browsing.ts';
import { findingRows } from '../finding-rows.ts';
import type { Look } from '../look.ts';
import { remedyRows } from '../remedy-rows.ts';
import { fit, span, twoSides, type Row } from '../row.ts';
import { WORDS } from '../words.ts';
import { signSpan, timeSpan } from './list-rows.ts';
import type { Observed, State } from './state.ts';

/** What of the container's words belongs to which step. */
function seenOf(name: string, seen: Observed): readonly (readonly [label: string, text: string | null])[] {
  switch (name) {
    case 'log':
      return [['', seen.output]];
    case 'userns':
      return [
        ['uid_map', seen.uidMap],
        ['gid_map', seen.gidMap],
      ];
    case 'network':
      return [['', seen.addresses.join('\n')]];
    case 'dns':
      return [['/etc/resolv.conf', seen.resolvConf]];
    default:
      return [];
  }
}

function seenRows(name: string, seen: Observed | null, lang: Lang, width: number): Row[] {
  const parts = seen ? seenOf(name, seen).filter(([, text]) => text !== null && text.trim() !== '') : [];
  if (parts.length === 0) return [];
  const lines = (text: string): Row[] =>
    text
      .trimEnd()
      .split('\n')
      .flatMap((line) => wrap(line, width - 2).map((part) => [span(`  ${part}`)]));
  return [
    [],
    [span(WORDS.seenInside[lang], 'bold')],
    ...parts.flatMap(([label, text]) => [...(label === '' ? [] : [[span(label, 'gray')]]), ...lines(text!)]),
  ];
}

/** What to do about the findings of a step; what several share is said once. */
function whatToDoRows(findings: readonly ReportFinding[], lang: Lang, width: number, look: Look): Row[] {
  const remedies = findings.flatMap(({ remedy, severity }) => (remedy && severity !== 'info' ? [remedy] : []));
  const fresh = remedies.filter((one, at) => remedies.findIndex(({ title }) => title === one.title) === at);
  return fresh.flatMap((remedy) => [[], ...remedyRows(remedy, width, lang, look)]);
}

/** All that there is to say about the selected step, in lines of `width` cells. */
export function detailRows(state: State, width: number, look: Look): Row[] {
  const { lang, now, observed } = state;
  const item = selectedIn(state);
  if (!item) return [];
  const { done, since } = item;
  const findings = done ? findingsOf(done.step) : [];
  const note = done
    ? (done.step.skip ?? done.step.note ?? '')
    : (since === null ? WORDS.waiting : WORDS.stepRuns)[lang];
  return [
    twoSides(
      [signSpan(item, now, look), span(' '), span(item.title[lang], 'bold')],
      [timeSpan(item, now, lang)],
      width,
      look.glyphs.ellipsis,
    ),
    ...(note === '' ? [] : wrap(note, width).map((line) => [span(line, 'gray')])),
    ...findings.flatMap((finding) => [[], ...findingRows(finding, [], lang, width)]),
    ...seenRows(item.name, observed, lang, width),
    ...whatToDoRows(findings, lang, width, look),
  ].map((row) => fit(row, width, look.glyphs.ellipsis));
}
