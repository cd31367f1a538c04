import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { CHECKS } from '../../src/checks/index.ts';
import { drainCodes, mayDrain } from '../../src/health-check/may-drain.ts';
import { settingsOf } from '../../src/settings/read-settings.ts';
import { ROOT } from '../support/checkout.ts';
import { Cleanup } from '../support/cleanup.ts';
import { documented } from '../support/documented.ts';
import { makeNodeImage } from '../support/node-image.ts';
import { runCheck } from '../support/program.ts';

const PAGES = ['health-check.md', 'health-check.zh.md'];

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

test.each(PAGES)('the settings in %s mean what the page says', (page) => {
  const known = { codes: [], drains: mayDrain(CHECKS) };
  const { mistakes, settings } = settingsOf('/x', Buffer.from(documented(page, 'settings')), known);
  expect(mistakes).toEqual([]);
  expect(settings.healthCheck).toEqual({ dryRun: false, runs: 3, drainOn: drainCodes(CHECKS, null) });
});

test.each(PAGES)("craned takes %s's HealthCheck section, and would run it", async (page) => {
  const section = documented(page, 'craned');
  const root = makeNodeImage(cleanup);
  appendFileSync(join(root, 'etc/crane/config.yaml'), section);
  const { report } = await runCheck(['--root', root, '--only', 'config-cluster']);
  expect(report.checks.flatMap(({ findings }) => findings)).toEqual([]);
  const { HealthCheck } = parse(section) as { HealthCheck: { Program: string } };
  expect(HealthCheck.Program).toMatch(/\/crane-doctor-healthcheck$/);
});

test.each(PAGES)('the files that %s names are the ones of the wrapper', (page) => {
  const text = readFileSync(join(ROOT, 'docs', page), 'utf8');
  const wrapper = readFileSync(join(ROOT, 'share/crane-doctor-healthcheck'), 'utf8');
  expect(text).toContain('`health-check.log`');
  expect(wrapper).toContain('state=/var/lib/crane-doctor\noutput=$state/health-check.log\n');
});
