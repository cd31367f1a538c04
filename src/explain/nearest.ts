import type { Check } from '../checks/check.ts';
import { CATALOGUE } from '../messages/catalogue.ts';
import type { Message } from '../messages/message.ts';
import { nearest } from '../options/nearest.ts';
import type { Explanation } from './explanation.ts';
import { ofMessage, ofName } from './known.ts';

/** How many are shown, and how much of what was asked one must have in common with it to be shown at all. */
const MOST = 3;
const LEAST = 0.4;

/** Words that tell messages apart: letters and digits, three or more. */
function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []);
}

/** How much a word tells: one that many messages have (failed, image) tells little. */
function weights(messages: readonly Message[]): (word: string) => number {
  const count = new Map<string, number>();
  for (const { texts, example } of messages)
    for (const word of wordsOf([...texts, example].join(' '))) count.set(word, (count.get(word) ?? 0) + 1);
  return (word) => Math.log((messages.length + 1) / ((count.get(word) ?? 0) + 1)) + 0.1;
}

/** The share of a message's words that a text has, each by what it tells. */
function likeness(asked: ReadonlySet<string>, message: Message, weight: (word: string) => number): number {
  const shares = message.texts.map((text) => {
    const words = [...wordsOf(text)];
    const all = words.reduce((sum, word) => sum + weight(word), 0);
    const common = words.reduce((sum, word) => sum + (asked.has(word) ? weight(word) : 0), 0);
    return all === 0 ? 0 : common / all;
  });
  return Math.max(...shares);
}

/** A check or code that was probably meant, where one line looks like a name. */
function nearestName(line: string, checks: readonly Check[]): readonly Explanation[] {
  if (!/^[a-z0-9-]+(?:\/[a-z0-9-]*)?$/i.test(line)) return [];
  const names = checks.flatMap(({ id, codes }) => [id, ...Object.keys(codes).map((name) => `${id}/${name}`)]);
  const meant = nearest(line, names);
  const known = meant === undefined ? undefined : ofName(checks, meant);
  return known ? [{ ...known, certain: false, line }] : [];
}

/** What is nearest to lines that nothing is known of: names that differ by a letter, messages with the same words. */
export function nearestTo(lines: readonly string[], checks: readonly Check[]): readonly Explanation[] {
  const [only] = lines;
  if (only !== undefined && lines.length === 1) {
    const named = nearestName(only, checks);
    if (named.length > 0) return named;
  }
  const weight = weights(CATALOGUE);
  const rated = lines.flatMap((line) => {
    const asked = wordsOf(line);
    return CATALOGUE.map((message) => ({ message, line, score: likeness(asked, message, weight) }));
  });
  const best = rated.filter(({ score }) => score >= LEAST).toSorted((a, b) => b.score - a.score);
  const seen = new Set<string>();
  return best
    .filter(({ message: { id } }) => !seen.has(id) && seen.add(id))
    .slice(0, MOST)
    .map(({ message, line }) => ofMessage(message, line, false));
}
