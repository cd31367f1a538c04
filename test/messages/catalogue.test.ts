import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CHECKS } from '../../src/checks/index.ts';
import { CATALOGUE } from '../../src/messages/catalogue.ts';
import { INFORMED } from '../../src/messages/informed.ts';
import { matchLine } from '../../src/messages/match.ts';
import { guideEntry } from '../../src/guide/resolve.ts';

const codes = new Set(CHECKS.flatMap(({ id, codes: own }) => Object.keys(own).map((name) => `${id}/${name}`)));

test('what is only information is looked for by a text of its own', () => {
  const entries = CATALOGUE.filter(({ level }) => level === 'I');
  expect(entries.map(({ example }) => INFORMED.filter((text) => example.includes(text)).length)).toEqual(
    entries.map(() => 1),
  );
  expect(INFORMED).toHaveLength(entries.length);
});

test('each entry has an id of its own, finding codes that exist, and for each of them an entry of the guide', () => {
  expect(new Set(CATALOGUE.map(({ id }) => id)).size).toBe(CATALOGUE.length);
  for (const { id, findings } of CATALOGUE)
    for (const code of findings) {
      expect(codes.has(code), `${id}: ${code}`).toBe(true);
      expect(guideEntry(code, 'en'), code).toBeDefined();
    }
});

test.each(CATALOGUE.map((message) => [message.id, message] as const))(
  '%s: its line is found, and leads to it',
  (_, message) => {
    const [first, ...more] = matchLine(message.example);
    // A wrapper's line may have what it wraps in it.
    expect(message.wraps ? [first, ...more].map((one) => one?.id) : [first?.id]).toContain(message.id);
  },
);

/** The commands and messages of the deployment guide, as it prints them. */
const GUIDE_LINES = readFileSync(new URL('../fixtures/guide/commands.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n');

test.each(GUIDE_LINES)('of the deployment guide: %s', (line) => {
  expect(matchLine(line).length).toBeGreaterThan(0);
});
