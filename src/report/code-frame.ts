import stringWidth from 'string-width';
import type { ReportFinding } from './schema.ts';
import { visible } from './visible.ts';

const AROUND = 2;
const MAX_WIDTH = 200;

/**
 * The lines around a place in a file, with a caret under it. The caret stays under the right
 * character: the text before it is measured as the terminal draws it (Chinese two cells wide, a tab
 * as the spaces that it is replaced by).
 */
export function codeFrame(source: string, location: NonNullable<ReportFinding['location']>): string[] {
  const lines = source.split(/\r\n|\n|\r/);
  const first = Math.max(1, location.line - AROUND);
  const last = Math.min(lines.length, location.line + 1);
  const digits = String(last).length;
  const frame: string[] = [];
  for (let number = first; number <= last; number += 1) {
    const line = lines[number - 1] ?? '';
    const here = number === location.line;
    frame.push(`${here ? '>' : ' '} ${String(number).padStart(digits)} | ${shown(line).slice(0, MAX_WIDTH)}`.trimEnd());
    if (!here) continue;
    const characters = Array.from(line);
    const before = stringWidth(shown(characters.slice(0, location.column - 1).join('')));
    const marked = stringWidth(
      shown(characters.slice(location.column - 1, location.column - 1 + location.length).join('')),
    );
    if (before > MAX_WIDTH) continue;
    frame.push(
      `  ${' '.repeat(digits)} | ${' '.repeat(before)}${'^'.repeat(Math.max(1, Math.min(marked, MAX_WIDTH - before)))}`,
    );
  }
  return frame;
}

function shown(text: string): string {
  return visible(text.replaceAll('\t', '  '));
}
