import { readFile } from 'node:fs/promises';
import { parseGuide } from '../src/guide/parse.ts';

const LANGUAGES = ['en', 'zh'] as const;

function partOf(lang: string): string {
  return `./guide-${lang}.json`;
}

/** What the module below requires, and no file has. */
export const GUIDE_PART = /^\.\/guide-\w+\.json$/;

/** The module that stands for src/guide/source.ts in the bundle: each language is a part of its own. */
export function guideModule(): string {
  const getters = LANGUAGES.map((lang) => `get ${lang}() { return require('${partOf(lang)}'); },`);
  return `export const GUIDES = { ${getters.join(' ')} };`;
}

/**
 * The guides as parts, parsed into JSON. As text in a module they would be read, kept and copied in both languages
 * whatever is wanted of them: they were a quarter of all bytes that a run loads (3 ms, 0.7 MB of the executable).
 */
export async function guideParts(): Promise<Readonly<Record<string, string>>> {
  const parts = LANGUAGES.map(async (lang) => {
    const file = `guide/${lang}.md`;
    const text = await readFile(new URL(`../${file}`, import.meta.url), 'utf8');
    return [partOf(lang), JSON.stringify(parseGuide(file, text))] as const;
  });
  return Object.fromEntries(await Promise.all(parts));
}
