import { afterEach, expect, test } from 'vitest';
import { CHECKS } from '../../src/checks/index.ts';
import { runtime } from '../../src/demo/change.ts';
import { startDemo } from '../../src/demo/demo-node.ts';
import { fault } from '../../src/demo/fault.ts';
import { allButVersion } from '../../src/demo/runtime-faults.ts';
import { start } from '../../src/engine/examination.ts';
import { reportOf } from '../../src/report/report.ts';
import { Cleanup } from '../support/cleanup.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

test.each([
  ['UNIMPLEMENTED', 12],
  ['INTERNAL', 13],
  ['UNAVAILABLE', 14],
  ['PERMISSION_DENIED', 7],
  ['UNKNOWN', 2],
  ['DEADLINE_EXCEEDED', 4],
])('a runtime that answers Version and all else with %s is one cause', async (_, code) => {
  const replies = allButVersion({ error: { code, details: 'server is not initialized yet' } });
  const summary = { en: '', zh: '' };
  const node = await startDemo(
    fault('half-a-runtime', 'runtime-status/runtime-not-ready', summary, runtime({ replies })),
  );
  cleanup.defer(() => node.remove());
  const started = await start({
    checks: CHECKS,
    host: node.host,
    configPath: '/etc/crane/config.yaml',
    selection: { only: [], skip: [], offline: false },
    options: { registries: node.registries, images: [], users: [], asIfEnabled: false },
    role: 'auto',
    limits: { checkMs: 10_000, runMs: 30_000, signal: new AbortController().signal },
  });
  const { causes, summary: counts, verdict } = reportOf(await started.run(), 'en', null);
  expect(causes.map((cause) => cause.code)).toEqual(['runtime-status/runtime-not-ready']);
  expect([verdict, counts.unknown]).toEqual(['fail', 0]);
});
