import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SMOKE } from '../../src/smoke/findings.ts';

test.each([
  ['smoke.md', 'en'],
  ['smoke.zh.md', 'zh'],
] as const)('%s has every code of a smoke test with its meaning (npm run readme)', (page, lang) => {
  const text = readFileSync(new URL(`../../docs/${page}`, import.meta.url), 'utf8');
  const rows = text.split('\n').filter((line) => line.startsWith('| `smoke/'));
  const expected = Object.entries(SMOKE.codes).map(([name, { summary }]) => `| \`smoke/${name}\` | ${summary[lang]} |`);
  expect(rows).toEqual(expected);
});
