import { describe, expect, test } from 'vitest';
import type { NodeControl } from '../../src/health-check/cluster.ts';
import { counted, due, lasting, permitted, reasonOf, reconciled, type Sighting } from '../../src/health-check/judge.ts';
import { drainCodes, mayDrain } from '../../src/health-check/may-drain.ts';
import { memoryIn, NOTHING, type Memory } from '../../src/health-check/memory.ts';
import { CHECKS } from '../../src/checks/index.ts';

const REFUSED = 'runtime-socket/refused';
const OURS = reasonOf([REFUSED]);

/** Runs five minutes apart, on one boot: each is what it found, or `blind`, or a boot of its own. */
function after(before: Memory, ...runs: readonly (Partial<Sighting> | readonly string[])[]): Memory {
  return runs.reduce<Memory>((memory, run) => {
    const at = new Date(Math.max(Date.parse(memory.lastRun), Date.UTC(2026, 0, 1)) + 300_000).toISOString();
    const seen = { bootId: 'one', at, seen: true, errors: [] as readonly string[], still: [] as readonly string[] };
    const told = Array.isArray(run) ? { errors: run as readonly string[] } : (run as Partial<Sighting>);
    return counted(memory, { ...seen, ...told });
  }, before);
}

const drained = (confirmed = true): Memory => ({
  ...after(NOTHING, [REFUSED], [REFUSED], [REFUSED]),
  drained: { reason: OURS, codes: [REFUSED], since: '2026-01-01T00:15:00.000Z', confirmed },
});
const cluster = (state: NodeControl['state'], reason: string | null = null): NodeControl => ({
  state,
  reason,
  problem: state === null ? 'no answer' : null,
});

describe('a drain is due', () => {
  test('when the same error was found in three runs in a row, and not before', () => {
    expect(due(after(NOTHING, [REFUSED], [REFUSED]), 3)).toBeNull();
    expect(due(after(NOTHING, [REFUSED], [REFUSED], [REFUSED]), 3)).toBe('drain');
    expect(due(after(NOTHING, [REFUSED]), 1)).toBe('drain');
  });

  test.each([
    ['a run that found nothing', []],
    ['a run that found something else', ['cni/no-config']],
    ['a run that could not look', { seen: false }],
  ])('not where %s was between', (_, between) => {
    expect(due(after(NOTHING, [REFUSED], [REFUSED], between, [REFUSED], [REFUSED]), 3)).toBeNull();
  });

  test('not by a different error each time', () => {
    expect(due(after(NOTHING, ['a/a'], ['a/b'], ['a/c']), 3)).toBeNull();
    expect(lasting(after(NOTHING, ['a/a', 'a/b'], ['a/b'], ['a/b', 'a/c']), 3)).toEqual(['a/b']);
  });

  test('not by what was before a reboot, a day ago, or later than now', () => {
    const twice = after(NOTHING, [REFUSED], [REFUSED]);
    const third = { errors: [REFUSED] };
    expect(due(after(twice, { ...third, bootId: 'two' }), 3)).toBeNull();
    expect(due(after(twice, { ...third, at: '2026-01-02T00:10:01Z' }), 3)).toBeNull();
    expect(due(after(twice, { ...third, at: '2025-12-31T00:00:00Z' }), 3)).toBeNull();
    expect(due(after(twice, { ...third, at: '2026-01-02T00:09:00Z' }), 3)).toBe('drain');
  });
});

describe('a node is given back', () => {
  test('after as many healthy runs, and only where it was drained here', () => {
    expect(due(after(drained(), [], []), 3)).toBeNull();
    expect(due(after(drained(), [], [], []), 3)).toBe('resume');
    expect(due(after(NOTHING, [], [], []), 3)).toBeNull();
  });

  test('not while something could not be looked at, and its reboot does not make it forget whose drain it is', () => {
    expect(due(after(drained(), [], { seen: false }, [], []), 3)).toBeNull();
    expect(due(after(drained(), [], [], { bootId: 'two' }), 3)).toBeNull();
    expect(due(after(drained(), { bootId: 'two' }, { bootId: 'two' }, { bootId: 'two' }), 3)).toBe('resume');
  });

  test('only where the cluster tells that it is our drain', () => {
    expect(permitted('resume', drained(), cluster('drain', OURS))).toBe(true);
    for (const said of [cluster('drain', 'new disk, alice'), cluster('drain'), cluster('none'), cluster(null)])
      expect(permitted('resume', drained(), said)).toBe(false);
  });
});

describe('what a person does is respected', () => {
  test('a node that is drained, or that nobody tells about, is not drained', () => {
    expect(permitted('drain', NOTHING, cluster('none'))).toBe(true);
    for (const said of [cluster('drain', 'new disk'), cluster('drain'), cluster('other'), cluster(null)])
      expect(permitted('drain', NOTHING, said)).toBe(false);
  });

  test('a drain with a reason of their own is theirs from then on', () => {
    expect(reconciled(drained(), cluster('drain', 'new disk')).drained).toBeNull();
    expect(reconciled(drained(), cluster('drain', OURS)).drained).toMatchObject({ reason: OURS });
    expect(reconciled(drained(), cluster('drain')).drained).toMatchObject({ reason: OURS });
    expect(reconciled(drained(), cluster(null))).toEqual(drained());
  });

  test('a node that they gave back is not drained again before it was healthy', () => {
    const given = reconciled(drained(), cluster('none'));
    expect(given).toMatchObject({ drained: null, overruled: true });
    expect(due(after(given, [REFUSED], [REFUSED], [REFUSED]), 3)).toBeNull();
    expect(due(after(given, { seen: false }, [REFUSED], [REFUSED], [REFUSED]), 3)).toBeNull();
    expect(due(after(given, [], [REFUSED], [REFUSED], [REFUSED]), 3)).toBe('drain');
  });

  test('a drain that never took effect was not given back by anybody', () => {
    const asked = reconciled(drained(false), cluster('none'));
    expect(asked).toMatchObject({ drained: null, overruled: false });
    expect(due(asked, 3)).toBe('drain');
  });
});

test('a node is not given back while anything that it was drained for is found', () => {
  const well = { errors: [] as readonly string[] };
  expect(due(after(drained(), well, well, well), 3)).toBe('resume');
  const still = { ...well, still: [REFUSED] };
  expect(due(after(drained(), well, well, still), 3)).toBeNull();
  expect(due(after(drained(), still, still, still), 3)).toBeNull();
});

describe('the memory in a file', () => {
  test('is read as it was written', () => {
    expect(memoryIn(JSON.stringify(drained()))).toEqual(drained());
  });

  test.each(['', '{', 'null', '[]', '7', '{"schemaVersion":2}', JSON.stringify({ ...NOTHING, failing: { a: -1 } })])(
    '%j is nothing: no drain is known to be ours',
    (text) => expect(memoryIn(text)).toEqual(NOTHING),
  );

  test('that was cut short is nothing', () => {
    const text = JSON.stringify(drained());
    for (let length = 0; length < text.length; length++) expect(memoryIn(text.slice(0, length))).toEqual(NOTHING);
  });
});

describe('the reason of a drain', () => {
  test('names the codes, has a blank and nothing that ccontrol cannot take', () => {
    expect(reasonOf(['cni/no-config', REFUSED])).toBe('crane-doctor: cni/no-config runtime-socket/refused');
    for (const code of mayDrain(CHECKS).keys())
      expect(reasonOf([code])).toMatch(/^crane-doctor: (?!.*format)[a-z0-9/-]+$/);
    expect(reasonOf(['a/a', 'a/b', 'a/c', 'a/d', 'a/e'])).toBe('crane-doctor: a/a a/b a/c and 2 more');
  });
});

describe('what drains', () => {
  test('is by default the runtime, CNI, FUSE and the mounts, and each can be an error', () => {
    const checks = new Set(drainCodes(CHECKS, null).map((code) => code.split('/')[0]));
    expect([...checks]).toEqual(
      expect.arrayContaining(['runtime-socket', 'runtime-version', 'cni', 'fuse-device', 'bindfs-mounts']),
    );
    for (const id of checks) expect(id).toMatch(/^(runtime-|cni$|fuse-|bindfs-mounts$)/);
  });

  test('is never about the network, and never a warning', () => {
    const names = [...mayDrain(CHECKS).keys()];
    expect(names).toEqual(expect.arrayContaining(['base-dir', 'config', REFUSED]));
    for (const name of ['network', 'dns', 'dns/timeout', 'registry', 'registry-image', 'registry-image/not-found'])
      expect(names).not.toContain(name);
    for (const name of ['runtime-version/too-old', 'runtime-pods', 'runtime-socket/could-not-look'])
      expect(names).not.toContain(name);
  });
});
