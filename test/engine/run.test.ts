import { describe, expect, test } from 'vitest';
import type { Check, CheckOptions } from '../../src/checks/check.ts';
import { parseConfig } from '../../src/config/read-config.ts';
import type { NodeFacts } from '../../src/engine/facts.ts';
import { planOf, type Selection } from '../../src/engine/plan.ts';
import type { CheckResult } from '../../src/engine/result.ts';
import { runPlan, type RunEvent } from '../../src/engine/run.ts';
import { replayHost } from '../../src/host/replay.ts';
import { checkOf, failing, passing } from './checks-of-a-test.ts';

const FACTS: NodeFacts = { role: 'compute', container: true, bindFs: true, machine: true };
const OPTIONS: CheckOptions = { registries: [], images: [], users: [], asIfEnabled: false };
const ALL: Selection = { only: [], skip: [], offline: false };
const ASK = {
  settings: null,
  host: replayHost({}),
  config: parseConfig(new Uint8Array(), { path: 'config.yaml', supervisorExists: () => true }),
  options: OPTIONS,
  role: 'compute' as const,
};

async function run(
  checks: readonly Check[],
  { checkMs = 5_000, runMs = 5_000, signal = new AbortController().signal, selection = ALL } = {},
  events: RunEvent[] = [],
): Promise<Record<string, CheckResult>> {
  const plan = planOf(checks, selection, FACTS, ASK.config);
  return Object.fromEntries(await runPlan(plan, ASK, { checkMs, runMs, signal }, (event) => events.push(event)));
}

const never = (): Promise<never> => new Promise(() => {});

describe('a run', () => {
  test('gives each check one result, and one event for it', async () => {
    const events: RunEvent[] = [];
    const results = await run([passing('a'), failing('b'), passing('c', { needs: ['b'] })], {}, events);
    expect(Object.values(results).map(({ id, status }) => [id, status])).toEqual([
      ['a', 'pass'],
      ['b', 'fail'],
      ['c', 'skip'],
    ]);
    const told = events.flatMap((event) => (event.event === 'check' ? [event.result.id] : []));
    expect(told.sort()).toEqual(['a', 'b', 'c']);
  });

  test('derives the status from the worst finding; information alone passes', async () => {
    const with_ = (...names: ('bad' | 'odd' | 'by-the-way')[]): Check =>
      checkOf(`x-${names.join('-')}`, {
        run: ({ found }) => Promise.resolve({ findings: names.map((name) => found(name, {})) }),
      });
    const results = await run([with_('by-the-way'), with_('by-the-way', 'odd'), with_('odd', 'bad')]);
    expect(Object.values(results).map(({ status }) => status)).toEqual(['pass', 'warn', 'fail']);
  });

  test('blocks what needs a failed check by its root, however far', async () => {
    const results = await run([failing('a'), passing('b', { needs: ['a'] }), passing('c', { needs: ['b'] })]);
    expect(results['b']?.skip).toEqual({ reason: 'blocked', by: ['a'] });
    expect(results['c']?.skip).toEqual({ reason: 'blocked', by: ['a'] });
  });

  test('does not block by a finding that craned reads past', async () => {
    const past = checkOf('a', {
      run: ({ found }) => Promise.resolve({ findings: [found('bad', {}, { readPast: true })] }),
    });
    const results = await run([past, passing('b', { needs: ['a'] })]);
    expect([results['a']?.status, results['b']?.status]).toEqual(['fail', 'pass']);
  });

  test('a configuration key blocks only those that read it', async () => {
    const decider = checkOf('config-endpoints', {
      group: 'config',
      decides: ['Container'],
      run: ({ found }) => Promise.resolve({ findings: [found('bad', {}, { target: 'Container.RuntimeEndpoint' })] }),
    });
    const reads = (id: string, key: string): Check => passing(id, { needs: [key] });
    const results = await run([
      decider,
      reads('socket', 'Container.RuntimeEndpoint'),
      reads('image', 'Container.ImageEndpoint'),
    ]);
    expect(results['socket']?.skip).toEqual({ reason: 'blocked', by: ['config-endpoints'] });
    expect(results['image']?.status).toBe('pass');
  });

  test('a finding about a section blocks all keys in it, a finding about the file blocks all keys', async () => {
    const about = (id: string, decides: string, target: string): Check =>
      checkOf(id, {
        group: 'config',
        decides: [decides],
        run: ({ found }) => Promise.resolve({ findings: [found('bad', {}, { target })] }),
      });
    const reader = passing('reader', { needs: ['Container.BindFs.MountBaseDir'] });
    expect((await run([about('s', 'Container', 'Container.BindFs'), reader]))['reader']?.skip?.by).toEqual(['s']);
    expect((await run([about('f', '', '/etc/crane/config.yaml'), reader]))['reader']?.skip?.by).toEqual(['f']);
  });

  test('is not applicable where a need is', async () => {
    const none = checkOf('a', { run: () => Promise.resolve({ notApplicable: { en: 'no unit', zh: '无' } }) });
    const results = await run([none, passing('b', { needs: ['a'] })]);
    expect(results['b']?.skip?.reason).toBe('not-applicable');
  });

  test('ends a check at its deadline, a whole run at its own, and says how long was waited', async () => {
    const silent = checkOf('silent', { run: never });
    const one = await run([silent, passing('b', { needs: ['silent'] })], { checkMs: 30 });
    expect(one['silent']).toMatchObject({
      status: 'unknown',
      findings: [{ code: 'silent/deadline', severity: 'unknown' }],
    });
    expect(one['b']?.skip).toEqual({ reason: 'blocked', by: ['silent'] });
    const whole = await run([silent, checkOf('other', { run: never })], { runMs: 30 });
    expect(Object.values(whole).map(({ findings }) => findings[0]?.code)).toEqual([
      'silent/deadline',
      'other/deadline',
    ]);
  });

  test('turns a check that throws into an unknown of its own and goes on', async () => {
    const broken = checkOf('broken', { run: () => Promise.reject(new Error('no such thing')) });
    const throws = checkOf('throws', {
      run: () => {
        throw new TypeError('at once');
      },
    });
    const results = await run([broken, throws, passing('c')]);
    expect(results['broken']?.findings[0]).toMatchObject({
      code: 'broken/check-error',
      severity: 'unknown',
      args: { error: 'no such thing' },
    });
    expect(results['throws']?.findings[0]).toMatchObject({ code: 'throws/check-error', args: { error: 'at once' } });
    expect(results['c']?.status).toBe('pass');
  });

  test('ends at a signal with what is known, the rest unknown', async () => {
    const controller = new AbortController();
    const waiting = checkOf('waiting', {
      needs: ['done'],
      run: () => {
        controller.abort('SIGINT');
        return never();
      },
    });
    const results = await run([passing('done'), waiting], { signal: controller.signal });
    expect(results['done']?.status).toBe('pass');
    expect(results['waiting']?.findings[0]).toMatchObject({ code: 'waiting/interrupted', args: { signal: 'SIGINT' } });
  });

  test('tells a check which others run beside it', async () => {
    const asks = checkOf('asks', {
      run: ({ runs }) => Promise.resolve({ findings: [], observed: { a: runs('a'), b: runs('b') } }),
    });
    const results = await run([passing('a'), passing('b'), asks], {
      selection: { only: [], skip: ['b'], offline: false },
    });
    expect(results['asks']?.observed).toEqual({ a: true, b: false });
  });

  test('refuses a registry whose needs go in a circle', async () => {
    await expect(run([passing('a', { needs: ['b'] }), passing('b', { needs: ['a'] })])).rejects.toThrow('circle');
  });

  test('runs checks that need nothing of each other at the same time', async () => {
    const gates: (() => void)[] = [];
    const meets = (id: string): Check =>
      checkOf(id, {
        run: async () => {
          await new Promise<void>((resolve) => {
            gates.push(resolve);
            if (gates.length === 2) gates.forEach((open) => open());
          });
          return { findings: [] };
        },
      });
    const results = await run([meets('a'), meets('b')]);
    expect(Object.values(results).map(({ status }) => status)).toEqual(['pass', 'pass']);
  });
});
