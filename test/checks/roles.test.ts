import { describe, expect, test } from 'vitest';

import type { Role } from '../../src/checks/check.ts';
import { CHECKS } from '../../src/checks/index.ts';
import { parseConfig } from '../../src/config/read-config.ts';
import { planOf } from '../../src/engine/plan.ts';
import { NODE_CONFIG } from './run-check.ts';

/** The ids of the checks that are not for a node of this role, on a running machine with all features on. */
function notFor(role: Role): readonly string[] {
  const config = parseConfig(Buffer.from(NODE_CONFIG), {
    path: '/etc/crane/config.yaml',
    supervisorExists: () => true,
  });
  const facts = { role, container: true, bindFs: true, machine: true };
  return planOf(CHECKS, { only: [], skip: [], offline: false }, facts, config)
    .filter(({ skip }) => skip?.reason === 'not-applicable')
    .map(({ check }) => check.id);
}

/** What belongs to compute nodes: the runtime with all that is behind it, BindFs, user namespaces, devices, craned. */
const COMPUTE = CHECKS.filter(
  ({ id, group }) =>
    ['runtime', 'cni', 'image', 'devices', 'bindfs', 'userns'].includes(group) ||
    ['craned-service', 'base-dir', 'lsm-denials', 'recent-errors'].includes(id),
).map(({ id }) => id);

describe('roles', () => {
  test.each(['control', 'login'] as const)('on a %s node what belongs to compute nodes is not applicable', (role) => {
    expect(COMPUTE.length).toBeGreaterThan(20);
    expect(notFor(role)).toEqual(expect.arrayContaining(COMPUTE));
    expect(notFor(role)).not.toContain('config-file');
  });

  test('the control machine has cranectld, and no other node has', () => {
    expect(notFor('control')).not.toContain('cranectld-service');
    expect(notFor('login')).toContain('cranectld-service');
    expect(notFor('compute')).toEqual(['cranectld-service']);
  });
});
