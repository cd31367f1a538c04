import { placeholdersIn } from '../../guide/placeholders.ts';
import { distroOf } from '../../guide/resolve.ts';
import { findingValues, nodeValues } from '../../guide/values.ts';
import { entryById, wholeSteps, type WholeCommand } from '../../guide/whole-entry.ts';
import type { Lang } from '../../lang.ts';
import type { ReportFinding } from '../../report/schema.ts';
import { wrap } from '../../report/wrap.ts';
import { selectedIn } from '../browsing.ts';
import type { Look } from '../look.ts';
import { fit, span, twoSides, type Row } from '../row.ts';
import { commandNotes, commandRows, stepText } from '../step-rows.ts';
import { WORDS } from '../words.ts';
import { idsOf } from './items.ts';
import type { Known } from './seen.ts';
import type { State } from './state.ts';

/** For which nodes a command is that is not for this one. */
function meantForWords({ meantFor }: WholeCommand, lang: Lang): string {
  if (meantFor.length === 0) return '';
  return lang === 'zh' ? `适用于 ${meantFor.join('；')}` : `for ${meantFor.join('; ')}`;
}

/** What this node's command of a step needs and does. */
function notesHere(commands: readonly WholeCommand[], lang: Lang, look: Look): string {
  const own = commands.find(({ here }) => here);
  return own ? commandNotes(own, lang, look) : '';
}

/** A command of the whole entry: this node's own as everywhere, one for other nodes with what it is for. */
function wholeCommandRows(command: WholeCommand, width: number, lang: Lang, look: Look): Row[] {
  const { shell, here } = command;
  const notes = here ? [] : [meantForWords(command, lang), commandNotes(command, lang, look)].filter(Boolean);
  const note = notes.length === 0 ? [] : [[span(`   ${notes.join(look.style.symbols.dot)}`, 'gray' as const)]];
  return [...note, ...commandRows(shell, width, here && placeholdersIn(shell).length === 0)];
}

function entryRows(
  finding: ReportFinding,
  known: Known,
  { root, report }: State,
  width: number,
  lang: Lang,
  look: Look,
): Row[] {
  const entry = entryById(finding.remedy!.guide, lang);
  if (!entry) return [];
  const node = nodeValues(known.config, known.identity, report?.subject.runtime?.name);
  const values = { ...node, ...(root === null ? {} : { root }), ...findingValues(finding.args, finding.target) };
  const about = { distro: distroOf(known.identity.os), runtime: node['runtime'] ?? null };
  return [
    twoSides(
      [span(entry.title, 'bold')],
      [span(`${WORDS.guide[lang]} #${entry.id}`, 'gray')],
      width,
      look.glyphs.ellipsis,
    ),
    ...wrap(entry.covers.join('  '), width).map((line) => [span(line, 'gray')]),
    [],
    ...wrap(entry.summary, width).map((line) => [span(line)]),
    [],
    ...wholeSteps(entry, values, about).flatMap(({ text, commands }, index) => [
      ...stepText(text, index + 1, notesHere(commands, lang, look), width, look),
      ...commands.flatMap((command) => wholeCommandRows(command, width, lang, look)),
    ]),
  ];
}

/**
 * The guide's whole entry for each thing that was found at what is selected, also the steps and commands
 * for other nodes, which the remedy leaves out.
 */
export function guideRows(state: State, width: number, look: Look): Row[] {
  const { report, lang } = state;
  const { known } = state.seen;
  const item = selectedIn(state);
  const ids = item ? idsOf(item) : [];
  const findings = (report?.checks ?? []).filter(({ id }) => ids.includes(id)).flatMap((check) => check.findings);
  const first = findings.filter(
    ({ remedy }, index) => remedy && findings.findIndex((other) => other.remedy?.guide === remedy.guide) === index,
  );
  if (!known) return [];
  return first
    .flatMap((finding, index) => [
      ...(index === 0 ? [] : [[], []]),
      ...entryRows(finding, known, state, width, lang, look),
    ])
    .map((row) => fit(row, width, look.glyphs.ellipsis));
}
