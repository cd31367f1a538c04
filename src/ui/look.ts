import type { ReportCheck } from '../report/schema.ts';
import { COLOUR_OF, type Style } from '../report/style.ts';
import { spinnerAt, type Glyphs } from './glyphs.ts';
import { span, type Span } from './row.ts';

/** How the screen is drawn: colours, symbols, signs. */
export interface Look {
  readonly style: Style;
  readonly glyphs: Glyphs;
  /** It is read aloud: what nobody would ask for each time is left out. */
  readonly spoken?: true;
}

/** The symbol of a status in its colour, all of the same width (ASCII's `ok` takes two cells). */
export function statusSpan(status: ReportCheck['status'], { style }: Look): Span {
  const width = style.symbols.pass.length;
  return span(style.symbols[status].padEnd(width), COLOUR_OF[status]!);
}

/** The symbol of a check that has no result yet: it runs, or it waits. */
export function pendingSpan(running: boolean, now: number, { style, glyphs }: Look): Span {
  const symbol = running ? spinnerAt(glyphs, now) : glyphs.waiting;
  return span(symbol.padEnd(style.symbols.pass.length), running ? 'cyan' : 'gray');
}
