import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { severitiesOf } from '../../src/checks/finder.ts';
import { CHECKS } from '../../src/checks/index.ts';
import { ROOT } from '../support/checkout.ts';
import { lostIn, type Schema } from '../support/schema-changes.ts';

/*
 * What programs of others rely on: a field, a code, its severity keep their meaning for ever. The frozen
 * copies are of the last release (`npm run freeze`); another meaning is another schema version.
 */

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const schema = (path: string): Schema => JSON.parse(read(path)) as Schema;

test.each(['report.v1.json', 'event.v1.json'])('nothing of %s is gone or means something else', (name) => {
  expect(lostIn(schema(`test/fixtures/contract/${name}`), schema(`schema/${name}`))).toEqual([]);
});

test('no check and no code is gone, and each is as bad as it was', () => {
  const now = CHECKS.flatMap(({ id, group, codes }) =>
    Object.entries(codes).map(([name, code]) => `${group} ${id}/${name} ${severitiesOf(code).join(' ')}`),
  );
  const frozen = read('test/fixtures/contract/codes.txt').trimEnd().split('\n');
  expect(frozen.filter((line) => !now.includes(line))).toEqual([]);
});

describe('a change that a reader would miss', () => {
  const before = schema('test/fixtures/contract/report.v1.json');
  type Changed = { [keyword: string]: Changed } & { [index: number]: Changed };
  const changed = (change: (report: Changed) => unknown): string[] => {
    const now = structuredClone(before) as unknown as Changed;
    change(now['anyOf']![0]!['properties'] as Changed);
    return lostIn(before, now);
  };
  const finding = (report: Changed): Changed =>
    report['checks']!['items']!['properties']!['findings']!['items'] as Changed;

  test.each<[string, (report: Changed) => unknown, string]>([
    ['a field is gone', (report) => delete report['verdict'], '|0.verdict: is gone'],
    ['another type', (report) => (report['durationMs']!['type'] = 'string' as never), '|0.durationMs: type is another'],
    ['a value is gone', (report) => (report['verdict']!['enum'] = ['pass'] as never), '|0.verdict: warn is gone'],
    [
      'a field of a finding',
      (report) => delete finding(report)['properties']!['args'],
      '|0.checks[].findings[].args: is gone',
    ],
    [
      'no longer always there',
      (report) => (finding(report)['required'] = ['code'] as never),
      '|0.checks[].findings[].message: may be absent',
    ],
    [
      'other words',
      (report) => (finding(report)['properties']!['target']!['description'] = 'x' as never),
      '|0.checks[].findings[].target: description is another',
    ],
    [
      'values of another type',
      (report) => (report['subject']!['properties']!['config'] = {} as never),
      '|0.subject.config: a kind is gone',
    ],
  ])('%s', (_, change, expected) => {
    expect(changed(change)).toContain(expected);
  });

  test('an addition is none', () => {
    expect(changed((report) => (report['more'] = { type: 'string' } as never))).toEqual([]);
    expect(
      changed((report) => (report['verdict']!['enum'] = ['pass', 'warn', 'fail', 'unknown', 'more'] as never)),
    ).toEqual([]);
  });
});
