import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recordIn } from '../../src/logs/record.ts';
import { Scan } from '../../src/logs/scan.ts';
import { logLine } from '../support/log-lines.ts';

const AT = new Date(2026, 6, 2, 9, 49, 46, 123).getTime();

/** What a scan gives of a text that comes in pieces of these lengths. */
function scanned(text: Buffer, lengths: readonly number[]): string[] {
  const found: string[] = [];
  const scan = new Scan((bytes) => found.push(bytes.toString('utf8')));
  let at = 0;
  for (const length of lengths) {
    scan.add(text.subarray(at, at + length));
    at += length;
  }
  scan.add(text.subarray(at));
  scan.end();
  return found;
}

test('a head is read with its time in this machine’s zone, with a terminal’s colours too', () => {
  expect(recordIn('[E 26-07-02 09:49:46.123 CriClient.cpp:273][default] Failed')).toEqual({
    at: AT,
    level: 'E',
    source: 'CriClient.cpp:273',
    text: 'Failed',
  });
  expect(recordIn('[\u001b[31mE\u001b[0m 26-07-02 09:49:46.123 CriClient.cpp:273][default] Failed')?.at).toBe(AT);
  expect(recordIn('  at something')).toBe(null);
  expect(recordIn('[E 26-13-45 99:99:99.999 x:1][default] x')).not.toBe(undefined);
});

test('only warnings, errors and critical records are given out, with their further lines', () => {
  const text = `${logLine(AT, 'I', 'one')}${logLine(AT, 'E', 'two\nmore of two')}${logLine(AT, 'T', 'x')}${logLine(AT, 'W', 'three')}`;
  expect(scanned(Buffer.from(text), []).map((record) => record.split('] ').at(-1)!.trim())).toEqual([
    'two\nmore of two',
    'three',
  ]);
});

test('wherever a log is cut into pieces, the records are the same', () => {
  const level = fc.constantFrom('T', 'I', 'W', 'E', 'C');
  const text = fc.oneof(fc.constantFrom('a', 'b\nc', '[x] y', '\n[', ''), fc.string({ maxLength: 20 }));
  const lines = fc
    .array(fc.tuple(level, text), { maxLength: 12 })
    .map((all) => Buffer.from(all.map(([l, t]) => logLine(AT, l, t)).join('')));
  fc.assert(
    fc.property(lines, fc.array(fc.integer({ min: 1, max: 90 }), { maxLength: 30 }), (log, lengths) => {
      expect(scanned(log, lengths)).toEqual(scanned(log, []));
    }),
    { numRuns: 500 },
  );
});

test('bytes of any kind, and a line of 10 MB, are passed with bounded records', () => {
  const long = Buffer.concat([
    Buffer.from(logLine(AT, 'E', 'long').trimEnd()),
    Buffer.alloc(10_000_000, 0x78),
    Buffer.from('\n'),
    Buffer.from(logLine(AT, 'E', 'after')),
  ]);
  const found = scanned(
    long,
    Array.from({ length: 200 }, () => 65_536),
  );
  expect(found.map((record) => record.length <= 16_384)).toEqual(found.map(() => true));
  expect(found.at(-1)).toContain('after');
  const noise = Buffer.from(Array.from({ length: 100_000 }, (_, index) => (index * 7919) % 256));
  expect(() => scanned(noise, [1, 1000, 5])).not.toThrow();
});
