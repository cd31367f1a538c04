import stringWidth from 'string-width';
import type { Lang, Text } from '../../lang.ts';
import { driftLines } from '../../report/fleet/drift-words.ts';
import { REASONS } from '../../report/fleet/fleet-words.ts';
import { STATUS_OF } from '../../report/fleet/to-do.ts';
import { GROUP_NAMES } from '../../report/words.ts';
import { statusSpan, type Look } from '../look.ts';
import { fit, rowWidth, span, twoSides, type Row, type Span } from '../row.ts';
import { pointedList, type List, type ListPart } from '../scene.ts';
import { WORDS } from '../words.ts';
import type { Item, State } from './state.ts';

export const TITLES = {
  classes: { en: 'NODES', zh: '节点' },
  silent: { en: 'WITHOUT A REPORT', zh: '没有报告' },
  drift: { en: 'What differs', zh: '差异' },
} satisfies { readonly [name: string]: Text };

/** The groups of checks, in the order of reports; those of a newer doctor last. */
export function groupsIn({ shown }: State): string[] {
  const found = new Set(shown?.document.classes.flatMap(({ groups }) => Object.keys(groups)));
  const known = Object.keys(GROUP_NAMES).filter((group) => found.delete(group));
  return [...known, ...found];
}

/** A column of the matrix is as wide as a sign and a blank. */
function columnWidth(look: Look): number {
  return look.style.symbols.pass.length + 1;
}

/** The matrix's cells of a class: a sign for each group. */
function cellsOf(item: Extract<Item, { kind: 'class' }>, groups: readonly string[], look: Look): Span[] {
  return groups.flatMap((group) => {
    const status = item.one.groups[group];
    return [span(' '), status === undefined ? span(' '.repeat(columnWidth(look) - 1)) : statusSpan(status, look)];
  });
}

function foldSign(open: boolean, { glyphs }: Look): string {
  return open ? glyphs.unfolded : glyphs.folded;
}

function rowOf(item: Item, state: State, groups: readonly string[], width: number, look: Look): Row {
  const { lang } = state;
  const { ellipsis } = look.glyphs;
  switch (item.kind) {
    case 'class': {
      const { verdict, count, nodes } = item.one;
      const cells = cellsOf(item, groups, look);
      // Whatever is cut of the list, that there are nodes below it is not.
      const room = width - 2 - (cells.length === 0 ? 0 : rowWidth(cells) + 2);
      const who = fit([statusSpan(verdict, look), span(` ${count} × ${nodes}`)], room, ellipsis);
      return twoSides([...who, span(` ${foldSign(item.open, look)}`, 'gray')], cells, width, ellipsis);
    }
    case 'node': {
      const { findings, name, picture } = item.node;
      const sign = findings.length === 0 ? [] : [span(` ${foldSign(item.open, look)}`, 'gray')];
      return twoSides([span('  '), statusSpan(picture.verdict, look), span(` ${name}`), ...sign], [], width, ellipsis);
    }
    case 'finding':
      return twoSides(
        [span('    '), statusSpan(STATUS_OF[item.finding.severity], look), span(` ${item.finding.code}`)],
        [],
        width,
        ellipsis,
      );
    case 'silent': {
      const { count, nodes, reason } = item.one;
      return twoSides(
        [statusSpan('unknown', look), span(` ${count} × ${nodes}`)],
        [span(REASONS[reason][lang], 'gray')],
        width,
        ellipsis,
      );
    }
    case 'drift':
      return twoSides(
        [span(TITLES.drift[lang])],
        [span(String(state.shown ? driftLines(state.shown.document, lang).length : 0), 'gray')],
        width,
        ellipsis,
      );
  }
}

/** The letters of the groups above their columns, the second below the first; the help has the names. */
function headRows(title: string, groups: readonly string[], width: number, look: Look): Row[] {
  if (groups.length === 0) return [[span(title, 'gray')]];
  return [0, 1].map((nth) => {
    const letters = groups.map((group) => ` ${(group[nth] ?? '').padEnd(columnWidth(look) - 1)}`).join('');
    const left = nth === 0 ? title : '';
    return [span(left + letters.padStart(Math.max(0, width - stringWidth(left))), 'gray')];
  });
}

/** The list: the matrix of classes of nodes against groups of checks, who did not answer, and what differs. */
export function listRows(state: State, width: number, look: Look): List {
  const { items, lang, query, selected, prompt } = state;
  const inner = width - 2;
  const all = groupsIn(state);
  // Where the list is narrow, the columns give way to the names of the nodes.
  const groups = inner >= columnWidth(look) * all.length + 24 ? all : [];
  const wish =
    query === '' || prompt?.kind === 'search' ? [] : [[span(`/${query}  ${WORDS.escShowsAll[lang]}`, 'yellow')]];
  const none = items.length === 0 && query !== '' ? [[span(`  ${WORDS.notFound[lang]}`)]] : [];
  const section = (item: Item): 'classes' | 'silent' | 'drift' =>
    item.kind === 'silent' || item.kind === 'drift' ? item.kind : 'classes';
  const parts = items.flatMap((item, index): ListPart[] => {
    const before = items[index - 1];
    const begins = !before || section(before) !== section(item);
    const title = section(item);
    const columns = title === 'classes' ? groups : [];
    const head = title === 'drift' ? [] : headRows(TITLES[title][lang], columns, inner + 2, look);
    return [
      { key: null, rows: begins ? [...(before ? [[]] : []), ...head] : [] },
      { key: item.key, rows: [rowOf(item, state, groups, inner, look)] },
    ];
  });
  return pointedList([{ key: null, rows: [...wish, ...none] }, ...parts], selected, width, look);
}

/** The groups by their letters, for the help. */
export function legend(state: State, lang: Lang): string {
  return groupsIn(state)
    .map((group) => `${group.slice(0, 2)} ${GROUP_NAMES[group]?.[lang] ?? group}`)
    .join(lang === 'zh' ? '，' : ', ');
}
