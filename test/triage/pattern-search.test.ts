import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PatternSearch } from '../../src/triage/pattern-search.ts';

const ALICE = /(?<![\w.-])(?:alice|爱丽丝)(?![\w-])/giu;

function found(text: string, cuts: readonly number[]): boolean {
  const bytes = Buffer.from(text);
  const search = new PatternSearch(ALICE);
  let from = 0;
  for (const cut of [...cuts.map((one) => one % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length]) {
    search.add(bytes.subarray(from, cut));
    from = cut;
  }
  return search.end();
}

test('finds what is in the whole, and nothing else, wherever it is cut', () => {
  const word = fc.constantFrom('alice', 'malice', 'alices', '爱丽丝', '爱', ' ', '\n', '-', 'x'.repeat(400));
  const text = fc.array(word, { maxLength: 30 }).map((words) => words.join(''));
  fc.assert(
    fc.property(text, fc.array(fc.nat(9000), { maxLength: 6 }), (whole, cuts) => {
      expect(found(whole, cuts)).toBe(new RegExp(ALICE).test(whole));
    }),
  );
});
