import { readFileSync } from 'node:fs';
import type { Lang } from '../lang.ts';
import type { GuideEntry } from './entry.ts';
import { parseGuide } from './parse.ts';

/*
 * The build puts a module of the same name and export in this one's place, with the guide parsed already:
 * a node that the bundle runs on has no guide/ and need not parse one.
 */

function read(lang: Lang): readonly GuideEntry[] {
  const file = `guide/${lang}.md`;
  return parseGuide(file, readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'));
}

const parsed: { [lang in Lang]?: readonly GuideEntry[] } = {};

/** The entries of the guide by language, each language read when it is first wanted. */
export const GUIDES: { readonly [lang in Lang]: readonly GuideEntry[] } = {
  get en() {
    return (parsed.en ??= read('en'));
  },
  get zh() {
    return (parsed.zh ??= read('zh'));
  },
};
