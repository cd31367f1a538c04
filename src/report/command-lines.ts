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
 * A shell command in lines of at most `width` cells that can be copied and pasted as they stand: a
 * line that is too long continues after ` \`. Where that would change its meaning (comments,
 * here-documents, quotes over several lines, one long word) it is cut at the edge, as the terminal would.
 */
export function commandLines(command: string, width: number): string[] {
  const lines = command.split('\n');
  const asItIs = /<<|(?:^|\s)#/m.test(command) || lines.some((line) => breaks(line) === null);
  return lines.flatMap((line) => {
    const shown: string[] = [];
    let rest = line;
    // A width that nothing fits into would never end.
    while (stringWidth(rest) > Math.max(2, width)) {
      const place = asItIs
        ? undefined
        : breaks(rest)?.findLast((at) => at > 2 && stringWidth(rest.slice(0, at)) <= width - 2);
      const head = place === undefined ? cells(rest, Math.max(2, width)) : rest.slice(0, place);
      shown.push(place === undefined ? head : `${head} \\`);
      rest = place === undefined ? rest.slice(head.length) : `  ${rest.slice(place + 1)}`;
    }
    return [...shown, rest];
  });
}
