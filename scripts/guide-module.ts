import { readFile } from 'node:fs/promises';
import { parseGuide } from '../src/guide/parse.ts';

/** The module that stands for src/guide/source.ts in the bundle: both guides, parsed. */
export async function guideModule(): Promise<string> {
  const parsed = async (lang: string): Promise<string> => {
    const file = `guide/${lang}.md`;
    const text = await readFile(new URL(`../${file}`, import.meta.url), 'utf8');
    return JSON.stringify(JSON.stringify(parseGuide(file, text)));
  };
  return `
    const TEXTS = { en: ${await parsed('en')}, zh: ${await parsed('zh')} };
    const parsed = {};
    export const GUIDES = {
      get en() { return (parsed.en ??= JSON.parse(TEXTS.en)); },
      get zh() { return (parsed.zh ??= JSON.parse(TEXTS.zh)); },
    };`;
}
