import { readFile, writeFile } from 'node:fs/promises';
import { CHECKS } from '../src/checks/index.ts';
import { severitiesOf } from '../src/checks/finder.ts';

/*
 * Writes the README's table of checks from the registry. With `--check` it writes nothing and fails
 * where the table is stale.
 */

const path = new URL('../README.md', import.meta.url);
const LETTER = { error: 'E', unknown: '?', warning: 'W', info: 'I' } as const;

const rows = CHECKS.map((check) => {
  const codes = Object.entries(check.codes).map(([name, code]) => `${name} ${LETTER[severitiesOf(code)[0]]}`);
  return `| ${check.group} | \`${check.id}\` | ${check.title.en} | ${codes.join(', ')} |`;
});
const table = ['| group | check | passes when | finding codes |', '|---|---|---|---|', ...rows].join('\n');

const text = await readFile(path, 'utf8');
const fresh = text.replace(
  /(<!-- checks -->\n)[\s\S]*?(<!-- \/checks -->)/,
  (_, before: string, after: string) => `${before}${table}\n${after}`,
);
if (!process.argv.includes('--check')) await writeFile(path, fresh);
else if (fresh !== text) {
  console.error("README.md's table of checks is stale: npm run readme writes it anew");
  process.exit(1);
}
