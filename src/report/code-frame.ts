import stringWidth from 'string-width';
import type { ReportFinding } from './schema.ts';
import { visible } from './visible.ts';

const AROUND = 2;
/** Of a longer line only this many characters are shown, those around the place. */
const MAX_CHARACTERS = 200;
const ELLIPSIS = '…';

/**
 * The lines around a place in a file, with a caret under it. The caret stays under the right
 * character: the text before it is measured as the terminal draws it (Chinese two cells wide, a tab
 * as the spaces that it is replaced by). Of a line that is too long the part around the place is shown.
 */
export function codeFrame(source: string, location: NonNullable<ReportFinding['location']>): string[] {
  const lines = source.split(/\r\n|\n|\r/);
  const first = Math.max(1, location.line - AROUND);
  const last = Math.min(lines.length, location.line + 1);
  const digits = String(last).length;
  const frame: string[] = [];
  for (let number = first; number <= last; number += 1) {
    const characters = Array.from(lines[number - 1] ?? '');
    const here = number === location.line;
    const from = here ? firstShown(characters.length, location.column - 1) : 0;
    const cut = (start: number, end: number): string => shown(characters.slice(start, end).join(''));
    const to = from + MAX_CHARACTERS;
    const text = `${from > 0 ? ELLIPSIS : ''}${cut(from, to)}${to < characters.length ? ELLIPSIS : ''}`;
    frame.push(`${here ? '>' : ' '} ${String(number).padStart(digits)} | ${text}`.trimEnd());
    if (!here) continue;
    const start = location.column - 1;
    const before = stringWidth(cut(from, start)) + (from > 0 ? stringWidth(ELLIPSIS) : 0);
    const marked = stringWidth(cut(start, Math.min(start + location.length, to)));
    frame.push(`  ${' '.repeat(digits)} | ${' '.repeat(before)}${'^'.repeat(Math.max(1, marked))}`);
  }
  return frame;
}

/** Where the shown part of a line begins, so that the place is in it, with something on both sides. */
function firstShown(length: number, place: number): number {
  if (length <= MAX_CHARACTERS || place < MAX_CHARACTERS / 2) return 0;
  return Math.max(0, Math.min(place - MAX_CHARACTERS / 4, length - MAX_CHARACTERS));
}

function shown(text: string): string {
  return visible(text.replaceAll('\t', '  '));
}
