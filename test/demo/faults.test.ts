import { describe, expect, test } from 'vitest';
import { FAULTS, faultNamed } from '../../src/demo/faults.ts';
import { HEALTHY_NODE } from '../../src/demo/healthy-node.ts';

describe('the list of faults', () => {
  test('has a dozen or more, each name once, in both languages', () => {
    const names = FAULTS.map(({ name }) => name);
    expect(names.length).toBeGreaterThanOrEqual(12);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, summary } of FAULTS) {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(summary.zh).toMatch(/\p{Script=Han}/u);
      expect(summary.en).not.toMatch(/\p{Script=Han}/u);
    }
  });

  test('leaves the healthy node as it is', () => {
    const before = JSON.stringify([...HEALTHY_NODE.files]);
    for (const { change } of FAULTS) expect(change(HEALTHY_NODE)).not.toEqual(HEALTHY_NODE);
    expect(JSON.stringify([...HEALTHY_NODE.files])).toBe(before);
  });

  test('is searched by the whole name', () => {
    expect(faultNamed('stale-socket')?.code).toBe('runtime-socket/refused');
    expect(faultNamed('stale')).toBeUndefined();
  });
});
