import stringWidth from 'string-width';
import { cells } from './cells.ts';

/** The places of a shell line where a space ends a word (XCU 2.2), or null where a quote is left open. */
function breaks(line: string): number[] | null {
  const places: number[] = [];
  let quote = '';
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at]!;
    if (character === '\\' && quote !== "'") at += 1;
    else if (quote !== '') quote = character === quote ? '' : quote;
    else if (`'"\``.includes(character)) quote = character;
    else if (character === ' ') places.push(at);
  }
  return quote === '' ? places : null;
}

/**
 * A shell command in lines of at most `width` cells that can be copied and pasted as they stand: a line that is too long
 * continues after ` \`. Where that would change its meaning (comments, here-documents, quotes over several lines, one long
 * word) it is `cut` at the edge, as a screen has to, or left `whole` for the terminal to wrap: what is copied from there has
 * no line end within.
 */
export function commandLines(command: string, width: number, tooLong: 'cut' | 'whole'): string[] {
  const lines = command.split('\n');
  const asItIs = /<<|(?:^|\s)#/m.test(command) || lines.some((line) => breaks(line) === null);
  // A width that nothing fits into would never end.
  const most = Math.max(2, width);
  return lines.flatMap((line) => {
    const shown: string[] = [];
    let rest = line;
    while (stringWidth(rest) > most) {
      const places = asItIs ? [] : breaks(rest)!.filter((at) => at > 2);
      const fitting = places.findLast((at) => stringWidth(rest.slice(0, at)) <= width - 2);
      const place = fitting ?? (tooLong === 'whole' ? places[0] : undefined);
      if (place !== undefined) {
        shown.push(`${rest.slice(0, place)} \\`);
        rest = `  ${rest.slice(place + 1)}`;
      } else if (tooLong === 'whole') break;
      else {
        const head = cells(rest, most);
        shown.push(head);
        rest = rest.slice(head.length);
      }
    }
    return [...shown, rest];
  });
}
