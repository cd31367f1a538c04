import type { Lang } from '../../lang.ts';
import type { Report } from '../../report/schema.ts';
import { GROUP_NAMES } from '../../report/words.ts';
import type { Seen } from './seen.ts';

/**
 * Whether a check is what the reader searches for: every word of the query stands in its id, its title,
 * its group's name, or in a code, message or target of its findings. Case does not matter.
 */
export function isFound(id: string, query: string, seen: Seen, report: Report | null, lang: Lang): boolean {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const check = seen.known?.checks.find((other) => other.id === id);
  const findings = report?.checks.find((other) => other.id === id)?.findings ?? [];
  const told = [id, check?.title[lang], check?.group, GROUP_NAMES[check?.group ?? '']?.[lang]];
  const found = findings.flatMap(({ code, message, target }) => [code, message, target]);
  const text = [...told, ...found].join('\n').toLowerCase();
  return words.every((word) => text.includes(word));
}
