import { readFile, writeFile } from 'node:fs/promises';
import type { Codes } from '../src/checks/check.ts';
import { CHECKS } from '../src/checks/index.ts';
import { severitiesOf } from '../src/checks/finder.ts';
import type { Lang } from '../src/lang.ts';
import { SMOKE } from '../src/smoke/findings.ts';

/*
 * Writes the README's table of checks from the registry, and the tables of the codes of a smoke test. With
 * `--check` it writes nothing and fails where one is stale.
 */

const LETTER = { error: 'E', unknown: '?', warning: 'W', info: 'I' } as const;

const checks = CHECKS.map((check) => {
  const codes = Object.entries(check.codes).map(([name, code]) => `${name} ${LETTER[severitiesOf(code)[0]]}`);
  return `| ${check.group} | \`${check.id}\` | ${check.title.en} | ${codes.join(', ')} |`;
});

const codesOf = (codes: Codes, lang: Lang): string[] =>
  Object.entries(codes).map(([name, { summary }]) => `| \`${SMOKE.id}/${name}\` | ${summary[lang]} |`);

const TABLES = [
  {
    file: 'README.md',
    mark: 'checks',
    rows: ['| group | check | passes when | finding codes |', '|---|---|---|---|', ...checks],
  },
  { file: 'docs/smoke.md', mark: 'codes', rows: ['| code | |', '|---|---|', ...codesOf(SMOKE.codes, 'en')] },
  { file: 'docs/smoke.zh.md', mark: 'codes', rows: ['| 代码 | |', '|---|---|', ...codesOf(SMOKE.codes, 'zh')] },
];

for (const { file, mark, rows } of TABLES) {
  const path = new URL(`../${file}`, import.meta.url);
  const text = await readFile(path, 'utf8');
  const between = new RegExp(`(<!-- ${mark} -->\\n)[\\s\\S]*?(<!-- /${mark} -->)`);
  const fresh = text.replace(between, (_, before: string, after: string) => `${before}${rows.join('\n')}\n${after}`);
  if (!process.argv.includes('--check')) await writeFile(path, fresh);
  else if (fresh !== text) {
    console.error(`${file}'s table of ${mark} is stale: npm run readme writes it anew`);
    process.exitCode = 1;
  }
}
