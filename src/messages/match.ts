import { CATALOGUE } from './catalogue.ts';
import type { Message } from './message.ts';
import { matches, patternOf, type Pattern } from './pattern.ts';

/** Made when the first line is looked at. */
let compiled: readonly { readonly message: Message; readonly patterns: readonly Pattern[] }[] | undefined;

/**
 * The entries of the catalogue that a line matches, wherever in it they stand (behind a log's prefix, inside what
 * a wrapper passes on): what went wrong before what passes it on, else in the catalogue's order. An entry that only
 * repeats in general what another says exactly is left out: of the entries that are no wrappers the first is
 * the answer.
 */
export function matchLine(line: string): readonly Message[] {
  compiled ??= CATALOGUE.map((message) => ({ message, patterns: message.texts.map(patternOf) }));
  const found = compiled.flatMap(({ message, patterns }) =>
    patterns.some((pattern) => matches(pattern, line)) ? [message] : [],
  );
  const roots = found.filter(({ wraps }) => !wraps);
  return [...roots.slice(0, 1), ...found.filter(({ wraps }) => wraps)];
}
