import { shellQuote } from '../guide/shell-quote.ts';
import type { FleetRequest } from '../options/fleet-request.ts';

/**
 * How nodes were reached, as options for the next run: a remedy's last step looks again, and by the same way. What `exec`
 * ran here is a way of its own, of which the other commands of the remedy know nothing either.
 */
export function askedAgain({ via, program, push }: FleetRequest): readonly string[] {
  if (via === 'exec') return [];
  const ways = [
    ['via', via],
    ['program', program === 'crane-doctor' ? null : program],
    ['push', push],
  ] as const;
  return ways.flatMap(([name, value]) => {
    const word = value === null ? null : shellQuote(value);
    return word === null ? [] : [`--${name} ${word}`];
  });
}
