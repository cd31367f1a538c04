import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CHECKS } from '../../src/checks/index.ts';

/** The ids of the rows, and how many cells each has. */
function rows(file: string): { readonly ids: readonly string[]; readonly cells: ReadonlySet<number> } {
  const text = readFileSync(new URL(`../../docs/${file}`, import.meta.url), 'utf8');
  const lines = text.split('\n').filter((line) => line.startsWith('| `'));
  return {
    ids: lines.map((line) => /^\| `([^`]+)`/.exec(line)![1]!),
    cells: new Set(lines.map((line) => line.split(' | ').filter((cell) => cell.replace('|', '').trim() !== '').length)),
  };
}

test.each(['checks.md', 'checks.zh.md'])('%s has one full row for each check, in the order of the report', (file) => {
  const { ids, cells } = rows(file);
  expect(ids).toEqual(CHECKS.map(({ id }) => id));
  expect(cells).toEqual(new Set([4]));
});
