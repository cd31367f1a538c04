import { closest, distance } from 'fastest-levenshtein';
import type { Text } from '../lang.ts';

/** The name that was probably meant, or undefined where none is near: at most a third of it and half of what was written may differ. */
export function nearest(wrong: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const name = closest(wrong.toLowerCase(), names);
  const limit = Math.min(Math.ceil(name.length / 3), Math.max(1, wrong.length / 2));
  return distance(wrong.toLowerCase(), name) <= limit ? name : undefined;
}

/** The end of a usage error: `; did you mean X?`, or nothing. */
export function didYouMean(wrong: string, names: readonly string[], prefix = ''): Text {
  const meant = nearest(wrong, names);
  if (meant === undefined) return { en: '', zh: '' };
  return { en: `; did you mean ${prefix}${meant}?`, zh: `；是否想用 ${prefix}${meant}？` };
}
