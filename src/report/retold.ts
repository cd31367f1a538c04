import { definitionOf } from '../checks/finder.ts';
import type { Args } from '../checks/finding.ts';
import { CHECKS } from '../checks/index.ts';
import type { Lang, Text } from '../lang.ts';
import { timesForPeople } from './times.ts';
import { visible } from './visible.ts';

/** What this doctor says of a code with these arguments; null where it cannot say anything. */
function ownWords(code: string, args: Args): Text | null {
  const [id, name = ''] = code.split('/');
  const check = CHECKS.find((one) => one.id === id);
  const definition = check && definitionOf(check, name);
  const words = (lang: Lang): string => visible(definition!.message[lang](timesForPeople(args)));
  try {
    return { en: words('en'), zh: words('zh') };
  } catch {
    // An unknown code, or arguments that are not what the code has: nobody vouches for them.
    return null;
  }
}

/**
 * The message of a finding in another machine's report, in both languages. It has one language, whatever the reader's;
 * the other is made here from code and arguments where these make the very words that were told. Where they do not (a code
 * or a wording of another version, arguments that were left out to be short) both are as told.
 */
export function retold(code: string, args: Args, told: string): Text {
  const own = ownWords(code, args);
  return own && (own.en === told || own.zh === told) ? own : { en: told, zh: told };
}
