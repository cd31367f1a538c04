import type { Lang } from '../lang.ts';
import { wrap } from '../report/wrap.ts';
import { commandLines } from '../report/command-lines.ts';
import type { Look } from './look.ts';
import { commandMark, rowWidth, span, twoSides, type Row } from './row.ts';
import { WORDS } from './words.ts';

/** What a command needs and does, for the right end of a line; empty for one that only looks. */
export function commandNotes(
  { needsRoot, changes }: { readonly needsRoot: boolean; readonly changes: boolean },
  lang: Lang,
  look: Look,
): string {
  return [...(needsRoot ? [WORDS.root[lang]] : []), ...(changes ? [WORDS.changes[lang]] : [])].join(
    look.style.symbols.dot,
  );
}

/**
 * A numbered step's text, with something at the right end of its last line, or below it where there is
 * no room: neither is cut.
 */
export function stepText(text: string, number: number, notes: string, width: number, look: Look): Row[] {
  const rows = wrap(text, width - 3).map((line, index): Row => [
    span(index === 0 ? String(number).padEnd(3) : '   ', 'bold'),
    span(line),
  ]);
  if (notes === '') return rows;
  const right = [span(notes, 'gray')];
  const last = rows.at(-1)!;
  if (rowWidth(last) + 2 + rowWidth(right) > width)
    return [...rows, twoSides([span('   ')], right, width, look.glyphs.ellipsis)];
  return [...rows.slice(0, -1), twoSides(last, right, width, look.glyphs.ellipsis)];
}

/** A command alone on its lines, as they can be pasted; the first says that it can be copied. */
export function commandRows(shell: string, width: number, copied = true): Row[] {
  return commandLines(shell, width - 5, 'cut').map((line, index) => [
    copied && index === 0 ? commandMark(shell, 5) : span('     '),
    span(line, copied ? 'cyan' : 'gray'),
  ]);
}
