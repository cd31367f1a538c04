import { describe, expect, test } from 'vitest';
import { COMMON_CODES } from '../../src/checks/common-codes.ts';
import { CHECKS } from '../../src/checks/index.ts';
import { guideEntry } from '../../src/guide/resolve.ts';
import { SMOKE } from '../../src/smoke/findings.ts';
import { GUIDES } from '../../src/guide/source.ts';

const common = Object.keys(COMMON_CODES);
const registered = [...CHECKS, SMOKE].flatMap(({ id, codes }) => Object.keys(codes).map((name) => `${id}/${name}`));

describe.each(['en', 'zh'] as const)('the guide in %s', (lang) => {
  test('has an entry for every code of every check', () => {
    const all = [...registered, ...CHECKS.flatMap(({ id }) => common.map((name) => `${id}/${name}`))];
    expect(all.length).toBeGreaterThan(100);
    expect(all.filter((code) => guideEntry(code, lang) === undefined)).toEqual([]);
  });

  test('covers nothing that no check can find', () => {
    // A smoke test has what all checks have, and another way to look again.
    const known = new Set([...registered, ...common.flatMap((name) => [`*/${name}`, `smoke/${name}`])]);
    const covered = GUIDES[lang].flatMap(({ covers }) => covers);
    expect(covered.filter((code) => !known.has(code))).toEqual([]);
  });
});
