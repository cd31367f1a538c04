import { expect, test } from 'vitest';
import { timesForPeople, timeWords } from '../../src/report/times.ts';

test('a point of time is written for people, and nothing else is touched', () => {
  expect(timeWords('2026-11-23T12:04:10.987Z')).toBe('2026-11-23 12:04:10 UTC');
  expect(timeWords('2026-11-23T12:04:10Z')).toBe('2026-11-23 12:04:10 UTC');
  for (const other of ['at 2026-11-23T12:04:10.987Z it stopped', '2026-11-23', 'T', ''])
    expect(timeWords(other)).toBe(other);
});

test("in a finding's arguments wherever they are", () => {
  const args = { at: '2026-11-23T12:04:10.987Z', all: [{ last: '2026-11-23T00:00:00.000Z' }], count: 2, none: null };
  expect(timesForPeople(args)).toEqual({
    at: '2026-11-23 12:04:10 UTC',
    all: [{ last: '2026-11-23 00:00:00 UTC' }],
    count: 2,
    none: null,
  });
});
