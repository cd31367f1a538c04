import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { parseHostList } from '../../src/config/host-list.ts';
import { foldNames } from '../../src/fleet/fold.ts';
import { listPieces } from '../../src/fleet/launcher.ts';

const expanded = (list: string): readonly string[] => {
  const read = parseHostList(list);
  return 'hosts' in read ? read.hosts : [read.fault];
};

describe('names that are folded', () => {
  test.each([
    [['cn03', 'cn01', 'cn02'], 'cn[01-03]'],
    [['cn1', 'cn3', 'cn7', 'cn8'], 'cn[1,3,7-8]'],
    [['cn08', 'cn09', 'cn10'], 'cn[08-10]'],
    [['cn8', 'cn9', 'cn10'], 'cn[8-10]'],
    [['cn99', 'cn100'], 'cn[99-100]'],
    [['cn09', 'cn9', 'cn10'], 'cn[09-10],cn9'],
    [['a1.x.org', 'a2.x.org', 'b'], 'a[1-2].x.org,b'],
    [['n1-ib', 'n2-ib'], 'n1-ib,n2-ib'],
    [['r1n1', 'r1n2', 'r2n1'], 'r1n[1-2],r2n1'],
    [['cn1', 'cn1'], 'cn1'],
    [[], ''],
  ])('%j', (names, list) => {
    expect(foldNames(names)).toBe(list);
  });

  test('stand for exactly the same names', () => {
    const label = fc.stringMatching(/^[a-c][a-c0-9-]{0,3}[0-9]{0,3}(?:\.x[0-9]?)?$/);
    fc.assert(
      fc.property(fc.uniqueArray(label, { maxLength: 40 }), (names) => {
        expect([...expanded(foldNames(names))].sort()).toEqual([...names].sort());
      }),
    );
  });

  test('are cut into words that a command line can hold, never within brackets', () => {
    const names = Array.from({ length: 3000 }, (_, n) => `n${n * 2}`).concat(
      Array.from({ length: 50 }, (_, n) => `x${n}y`),
    );
    const pieces = listPieces(foldNames(names), 200);
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.flatMap((piece) => expanded(piece)).sort()).toEqual([...names].sort());
  });
});
