import type { Check } from '../checks/check.ts';
import { codesInLine } from '../messages/codes-in-line.ts';
import { errorCodesIn, type ErrorCode } from '../messages/error-codes.ts';
import { matchLine } from '../messages/match.ts';
import type { Explanation } from './explanation.ts';
import { nearestTo } from './nearest.ts';
import { ofErrorCode, ofMessage, ofName } from './known.ts';
import { linesOf, unwrapped } from './pasted-lines.ts';

/** Roots first, then what passes them on, then noise; else in the order in which they were met. */
function rank({ wraps, noise }: Explanation): number {
  return noise ? 2 : wraps ? 1 : 0;
}

/**
 * What is known of a text that somebody asks about: a finding code, a check, an error code, a line of a log or a
 * block of them. Nothing is guessed: with nothing certain there are at most the nearest, marked as such.
 */
export function explain(text: string, checks: readonly Check[]): readonly Explanation[] {
  const lines = linesOf(text);
  const found = new Map<string, Explanation>();
  const add = (one: Explanation): void => {
    if (!found.has(`${one.kind} ${one.id}`)) found.set(`${one.kind} ${one.id}`, one);
  };
  for (const line of lines) {
    const named = ofName(checks, line);
    if (named) add(named);
    // A number alone is a code of several families: which one is meant only who asks can tell.
    const codes = errorCodesIn(line);
    for (const code of codes) add(ofErrorCode(code, line, codes.length === 1));
    const messages = matchLine(line);
    for (const message of messages) add(ofMessage(message, line));
    if (codes.length > 0) continue;
    // Behind a message that is known a code of CraneSched's is told where it points to a check; a gRPC status says less.
    const worth = ({ family, findings }: ErrorCode): boolean =>
      messages.length === 0 || (family === 'CraneSched error code' && findings.length > 0);
    for (const code of codesInLine(line).filter(worth)) add(ofErrorCode(code, line, true));
  }
  for (const line of unwrapped(text)) for (const message of matchLine(line)) add(ofMessage(message, line));
  const certain = [...found.values()].toSorted((a, b) => rank(a) - rank(b));
  return certain.length > 0 ? certain : nearestTo(lines, checks);
}
