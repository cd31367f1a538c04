import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entriesOf } from '../../src/config/walk.ts';
import { parseConfig } from '../../src/config/read-config.ts';
import type { ConfigReading, Span } from '../../src/config/reading.ts';

const GOOD = readFileSync(new URL('../fixtures/config/healthy.yaml', import.meta.url));

const FRAGMENTS = [
  '\t',
  '  ',
  '\n',
  '\r',
  ': ',
  '- ',
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  '#',
  '&a',
  '*a',
  '!t',
  '|',
  '>',
  '%',
  '鹤',
  '\0',
  '---\n',
  '\\',
];

/** One change at a place of the file: some bytes cut out, something put in. */
const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.nat(40),
  put: fc.oneof(
    fc.constantFrom(...FRAGMENTS).map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 4 }),
  ),
});

function changed(changes: readonly { at: number; cut: number; put: Uint8Array }[]): Uint8Array {
  return changes.reduce<Uint8Array>((bytes, { at, cut, put }) => {
    const start = Math.floor(at * bytes.length);
    return Buffer.concat([bytes.subarray(0, start), put, bytes.subarray(start + cut)]);
  }, GOOD);
}

/** Every place that the reading tells of. */
function spansOf(reading: ConfigReading): (Span | null)[] {
  const entries = reading.root ? [...entriesOf(reading.root)] : [];
  return [
    ...reading.stops.map(({ span }) => span),
    ...entries.flatMap(({ entry }) => [entry.keySpan, entry.value.span]),
    reading.notUtf8,
    reading.nextDocument,
  ];
}

describe('a good file with a few changes', () => {
  it('is read without an exception, and every place is inside of it', () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const reading = parseConfig(changed(changes), { path: '/c', supervisorExists: () => true });
        expect(reading.outcome === 'starts').toBe(reading.stops.length === 0);
        const lines = reading.text!.split('\n').map((line) => Array.from(line).length);
        const outside = spansOf(reading).filter((span) => {
          const length = span && lines[span.line - 1];
          return (
            span !== null && !(length !== undefined && length !== null && span.column >= 1 && span.column <= length + 1)
          );
        });
        expect(outside).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
