import stringWidth from 'string-width';
import { cells } from './cells.ts';

// Where a line may be broken (after UAX #14, as far as the guide's two languages need): at spaces, and
// beside a wide character, but never before closing punctuation or after an opening bracket.
const OPENING = '（《「『【〔“‘';
const CLOSING = '，。、；：？！）》」』】〕…”’';
const WIDE =
  '\\u1100-\\u115f\\u2e80-\\u303e\\u3041-\\ua4cf\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe30-\\ufe6f\\uff00-\\uff60\\uffe0-\\uffe6';
const UNIT = new RegExp(
  `\\s+|[${OPENING}]*(?:(?![${OPENING}${CLOSING}])[${WIDE}]|[^\\s${WIDE}${OPENING}${CLOSING}]+)[${CLOSING}]*|[${OPENING}${CLOSING}]+`,
  'gu',
);

/** A unit that is wider than a whole line, cut into pieces that fit. */
function pieces(unit: string, width: number): string[] {
  const cut: string[] = [];
  for (let rest = unit; rest !== '';) {
    const piece = cells(rest, width) || Array.from(rest)[0]!;
    cut.push(piece);
    rest = rest.slice(piece.length);
  }
  return cut;
}

/**
 * A text in lines of at most `width` terminal cells. Words stay whole where they fit into a line;
 * Chinese may break between any two characters, with punctuation kept at the character before it.
 */
export function wrap(text: string, width: number): string[] {
  const room = Math.max(2, width);
  const lines: string[] = [];
  let line = '';
  let used = 0;
  const units = text.match(UNIT) ?? [];
  for (const unit of units.flatMap((each) => (stringWidth(each) > room ? pieces(each, room) : [each]))) {
    const size = stringWidth(unit);
    if (used + size > room) {
      lines.push(line.trimEnd());
      line = '';
      used = 0;
      if (unit.trim() === '') continue;
    }
    line += unit;
    used += size;
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line];
}
