import { expect, test } from 'vitest';
import { timeOf } from '../../src/options/time-of.ts';

const HOUR = 3_600_000;
/** A local time of day, far from midnight and from any change of the clocks. */
const NOW = new Date('2026-07-02T12:00:00').getTime();

test.each([
  ['90m', 1.5 * HOUR],
  ['24h', 24 * HOUR],
  ['48h', 48 * HOUR],
  ['3d', 72 * HOUR],
  ['11:30', HOUR / 2],
  ['12:30', 23.5 * HOUR],
  ['2026-07-02', 12 * HOUR],
  ['2026-07-01 18:00', 18 * HOUR],
])('%s is so long ago', (text, ms) => {
  expect(NOW - timeOf(text, NOW, '--since')).toBe(ms);
});

test.each(['yesterday', '0h', '-1h', '2h30', '99999999h', '25:00', '2026-13-01', '2026-07-03'])(
  '%s is none',
  (text) => {
    expect(() => timeOf(text, NOW, '--since')).toThrow(text === '2026-07-03' ? 'is still to come' : 'is no time');
  },
);
