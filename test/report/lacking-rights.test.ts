import { expect, test } from 'vitest';
import { lacksRights } from '../../src/report/lacking-rights.ts';
import type { Report } from '../../src/report/schema.ts';

function reportOf(uid: number, severity: 'unknown' | 'error', reason: unknown): Report {
  const findings = [{ code: 'x/could-not-look', severity, message: '', args: { reason } }];
  return { host: { uid }, checks: [{ id: 'x', findings }] } as unknown as Report;
}

test.each([
  [1000, 'unknown', 'EACCES', true],
  [1000, 'unknown', 'EPERM: operation not permitted', true],
  [1000, 'unknown', 'permission denied', true],
  [0, 'unknown', 'EACCES', false],
  [1000, 'error', 'EACCES', false],
  [1000, 'unknown', 'TIMEOUT: no answer', false],
  [1000, 'unknown', 4, false],
  [-1, 'unknown', 'EACCES', false],
] as const)('uid %i, %s, %j: %j', (uid, severity, reason, expected) => {
  expect(lacksRights(reportOf(uid, severity, reason))).toBe(expected);
});
