import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonFault, jsonFaultIndex } from '../../../src/checks/cni/json-fault.ts';

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

test.each([
  ['{ bad }', 2],
  ['{"a":1,}', 7],
  ['[1,]', 3],
  ['[1 2]', 3],
  ['{"a" 1}', 5],
  ['{"a":01}', 6],
  ['{"a":tru}', 5],
  ['"a\\x"', 2],
  ['"a\nb"', 2],
  ['{}{}', 2],
  ['[}', 1],
  ['', 0],
  ['"open', 5],
])('%j stops being JSON at %i', (text, index) => {
  expect(jsonFaultIndex(text)).toBe(index);
});

test('lines and columns are of characters', () => {
  expect(jsonFault('{\n "网😀": x')).toEqual({ line: 2, column: 8, found: 'x' });
  expect(jsonFault('[\u001b')).toEqual({ line: 1, column: 2, found: 'U+001B' });
  expect(jsonFault('[')).toEqual({ line: 1, column: 2, found: '' });
});

test('agrees with JSON.parse on what is JSON, whatever is done to it', () => {
  const mutated = fc
    .tuple(
      fc.json(),
      fc.nat(),
      fc.constantFrom('', ',', '}', ']', '"', '\\', '1', 'e', '-', '.', ' ', '\t', 'null', '\u0001'),
    )
    .map(([json, at, put]) => json.slice(0, at % (json.length + 1)) + put + json.slice((at % (json.length + 1)) + 1));
  fc.assert(
    fc.property(fc.oneof(fc.json(), mutated, fc.string()), (text) => {
      expect(jsonFaultIndex(text) === null).toBe(isJson(text));
    }),
    { numRuns: 3_000 },
  );
});

test('what stands before the place can still become JSON', () => {
  const broken = fc.tuple(fc.json(), fc.nat()).map(([json, at]) => `${json.slice(0, at % (json.length + 1))}\u0001`);
  fc.assert(
    fc.property(broken, (text) => {
      const index = jsonFaultIndex(text)!;
      expect(index).toBeLessThanOrEqual(text.length);
      expect(isJson(text.slice(0, index + 1))).toBe(false);
    }),
  );
});
