import { afterEach, beforeEach, expect, test } from 'vitest';
import { CHECKS } from '../../src/checks/index.ts';
import { start, type Examination, type Request } from '../../src/engine/examination.ts';
import { statusOf } from '../../src/engine/result.ts';
import type { Handlers } from '../../src/host/host.ts';
import { treeHost } from '../../src/host/tree.ts';
import { reportOf } from '../../src/report/report.ts';
import { Cleanup } from '../support/cleanup.ts';
import { nodeTree } from '../checks/node-tree.ts';
import { NODE_CONFIG } from '../checks/run-check.ts';

const PATH = '/etc/crane/config.yaml';
const never = (): Promise<never> => new Promise(() => {});

let cleanup: Cleanup;
beforeEach(() => {
  cleanup = new Cleanup();
});
afterEach(() => cleanup.run());

/** Examines a node with real files, some of whose questions are answered by others. */
function examining(overrides: Partial<Handlers>, runMs: number, signal = new AbortController().signal): Request {
  const tree = nodeTree(cleanup, { [PATH]: { file: NODE_CONFIG }, '/usr/libexec/csupervisor': { file: '' } });
  const host = treeHost(tree.at('/'), overrides, { kind: 'demo' });
  cleanup.defer(() => host.close());
  return {
    checks: CHECKS,
    host,
    configPath: PATH,
    selection: { only: [], skip: [], offline: false },
    options: { registries: [], images: [], users: [], asIfEnabled: false },
    role: 'auto',
    limits: { checkMs: 5_000, runMs, signal },
  };
}

/** The codes of everything that was run, each once; what ran may be neither well nor sick. */
function codesOf({ results }: Examination): string[] {
  const ran = [...results.values()].filter(({ skip }) => skip === undefined);
  expect(ran.length).toBeGreaterThan(0);
  expect(ran.filter(({ findings }) => statusOf(findings) !== 'unknown')).toEqual([]);
  return [...new Set(ran.flatMap(({ id, findings }) => findings.map(({ code }) => code.slice(id.length + 1))))];
}

test('a configuration that is never read does not outlast the deadline of the run', async () => {
  const examination = await (await start(examining({ readFile: never }, 60))).run();
  expect(codesOf(examination)).toEqual(['deadline']);
  expect(reportOf(examination, 'en', null)).toMatchObject({
    verdict: 'unknown',
    subject: { configPath: PATH, containerEnabled: null },
  });
  expect(examination.config.outcome).toBe('unknown');
});

test('a machine that does not say who it is does not either', async () => {
  // Long enough for the file to be read meanwhile, whatever else the machine has to do.
  const examination = await (await start(examining({ identity: never }, 1_500))).run();
  expect(codesOf(examination)).toEqual(['deadline']);
  expect(examination.config.outcome).toBe('starts');
});

test('a signal while the configuration is read ends the run at once, with a report', async () => {
  const controller = new AbortController();
  const asked = Promise.withResolvers<true>();
  const readFile = (): Promise<never> => {
    asked.resolve(true);
    return never();
  };
  const examined = start(examining({ readFile }, 60_000, controller.signal)).then((started) => started.run());
  await asked.promise;
  controller.abort('SIGTERM');
  const examination = await examined;
  expect(codesOf(examination)).toEqual(['interrupted']);
  expect(examination.startedAt).toBeGreaterThan(0);
});
