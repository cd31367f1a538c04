import { describe, expect, test } from 'vitest';
import { planOf, unknownNames, type Selection } from '../../src/engine/plan.ts';
import { parseConfig } from '../../src/config/read-config.ts';
import type { NodeFacts } from '../../src/engine/facts.ts';
import { passing } from './checks-of-a-test.ts';

const COMPUTE: NodeFacts = { role: 'compute', container: true, bindFs: true, machine: true };
const CONFIG = parseConfig(new Uint8Array(), { path: 'config.yaml', supervisorExists: () => true });
const ALL: Selection = { only: [], skip: [], offline: false };

const CHECKS = [
  passing('config-file', { group: 'config', decides: [''] }),
  passing('config-endpoints', { group: 'config', decides: ['Container.RuntimeEndpoint'], needs: ['config-file'] }),
  passing('runtime-socket', { needs: ['Container.RuntimeEndpoint'], feature: 'container' }),
  passing('runtime-version', { needs: ['runtime-socket'], feature: 'container' }),
  passing('dns', { group: 'network', network: true, feature: 'container' }),
  passing('fuse-module', { group: 'bindfs', feature: 'bindfs' }),
  passing('cranectld-service', { group: 'service', role: 'control' }),
];

function reasons(selection: Selection, facts = COMPUTE): Record<string, string> {
  return Object.fromEntries(
    planOf(CHECKS, selection, facts, CONFIG).map(({ check, skip }) => [check.id, skip?.reason ?? 'runs']),
  );
}

describe('the plan', () => {
  test('holds every check once, in the order of the registry', () => {
    expect(planOf(CHECKS, ALL, COMPUTE, CONFIG).map(({ check }) => check.id)).toEqual(CHECKS.map(({ id }) => id));
  });

  test('leaves out the needs that a configuration makes unnecessary', () => {
    const needs = ['runtime-socket', 'runtime-version'];
    const waits = (definition: object): readonly string[] =>
      planOf([...CHECKS, passing('image-service', { needs, ...definition })], ALL, COMPUTE, CONFIG).at(-1)!.after;
    expect(waits({})).toEqual(needs);
    expect(waits({ unneeded: () => ['runtime-version'] })).toEqual(['runtime-socket']);
  });

  test('only draws in what the chosen check needs, by id and by configuration key', () => {
    expect(reasons({ ...ALL, only: ['runtime-version'] })).toEqual({
      'config-file': 'runs',
      'config-endpoints': 'runs',
      'runtime-socket': 'runs',
      'runtime-version': 'runs',
      dns: 'excluded',
      'fuse-module': 'excluded',
      'cranectld-service': 'excluded',
    });
  });

  test('only and skip take group names; skip wins', () => {
    const plan = reasons({ ...ALL, only: ['runtime'], skip: ['config'] });
    expect(plan).toMatchObject({
      'config-file': 'excluded',
      'runtime-socket': 'runs',
      'runtime-version': 'runs',
      dns: 'excluded',
    });
  });

  test('an excluded need is not waited for', () => {
    const plan = planOf(CHECKS, { ...ALL, skip: ['runtime-socket'] }, COMPUTE, CONFIG);
    expect(plan.find(({ check }) => check.id === 'runtime-version')?.after).not.toContain('runtime-socket');
  });

  test('offline skips exactly what needs the network', () => {
    expect(reasons({ ...ALL, offline: true })).toMatchObject({ dns: 'offline', 'runtime-socket': 'runs' });
  });

  test('a feature that is off, another role and a tree without a machine are not applicable', () => {
    expect(reasons(ALL, { ...COMPUTE, container: false })).toMatchObject({
      'config-file': 'runs',
      'runtime-socket': 'not-applicable',
      dns: 'not-applicable',
      'fuse-module': 'not-applicable',
    });
    expect(reasons(ALL, { ...COMPUTE, bindFs: false })).toMatchObject({
      'runtime-socket': 'runs',
      'fuse-module': 'not-applicable',
    });
    expect(reasons(ALL, { ...COMPUTE, role: 'control' })).toMatchObject({
      'cranectld-service': 'runs',
      'runtime-socket': 'not-applicable',
    });
    expect(reasons(ALL, { ...COMPUTE, machine: false })).toMatchObject({ 'runtime-socket': 'not-applicable' });
  });

  test('names that no check and no group has are told', () => {
    expect(unknownNames(CHECKS, ['dns', 'runtime', 'nothing', 'RUNTIME'])).toEqual(['nothing', 'RUNTIME']);
  });
});
