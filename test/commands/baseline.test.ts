import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { makeCraneNode } from '../support/crane-node.ts';
import { CONTAINER, makeNodeImage, writeConfig } from '../support/node-image.ts';
import { runCheck, runProgram, type Run } from '../support/program.ts';
import type { Report } from '../support/report-schema.ts';

let cleanup: Cleanup;
beforeEach(() => {
  cleanup = new Cleanup();
});
afterEach(() => cleanup.run());

const SCHEME = 'Enabled: true\n  RuntimeEndpoint: unix:///run/containerd/containerd.sock';
const RELATIVE = '\n  ImageEndpoint: relative/path';
const WARNING = '\n  RuntimeEndpont: x';

/** Marks by `code target`, of all findings that are no mere information. */
const marks = ({ checks }: Report): Record<string, string | undefined> =>
  Object.fromEntries(
    checks
      .flatMap(({ findings }) => findings)
      .filter(({ severity }) => severity !== 'info')
      .map(({ code, target, baseline }) => [`${code} ${target}`, baseline]),
  );

/** An image whose report was kept, and what becomes of it with another configuration. */
async function kept(container: string): Promise<{
  check: (now: string, ...more: string[]) => Promise<Run & { report: Report }>;
  text: (now: string, ...more: string[]) => Promise<Run>;
}> {
  const root = makeNodeImage(cleanup, container);
  const path = join(temporaryDirectory(cleanup), 'old.json');
  const args = ['--root', root, '--only', 'config'];
  expect((await runProgram([...args, '--json', '-o', path])).stderr).toBe('');
  const later = [...args, '--baseline', path, '--fail-on', 'new', '--lang', 'en'];
  return {
    check: (now, ...more) => {
      writeConfig(root, now);
      return runCheck([...later, ...more]);
    },
    text: (now, ...more) => {
      writeConfig(root, now);
      return runProgram([...later, ...more]);
    },
  };
}

describe('beside an earlier report', () => {
  test('what was there is known, and does not fail', async () => {
    const { code, report } = await (await kept(SCHEME)).check(SCHEME);
    expect(code).toBe(0);
    expect(report.verdict).toBe('fail');
    expect(marks(report)).toEqual({ 'config-endpoints/scheme Container.RuntimeEndpoint': 'known' });
    expect(report.baseline).toMatchObject({ hostname: 'cn07', new: 0, known: 1, fixed: [], unseen: [] });
  });

  test('an error that was not there is new, and fails', async () => {
    const { code, report } = await (await kept(SCHEME)).check(SCHEME + RELATIVE);
    expect(code).toBe(1);
    expect(marks(report)).toEqual({
      'config-endpoints/scheme Container.RuntimeEndpoint': 'known',
      'config-endpoints/relative Container.ImageEndpoint': 'new',
    });
  });

  test('what was less bad then is new, and fails', async () => {
    const root = makeNodeImage(cleanup, SCHEME);
    const path = join(temporaryDirectory(cleanup), 'old.json');
    const args = ['--root', root, '--only', 'config'];
    const { stdout } = await runProgram([...args, '--json']);
    writeFileSync(path, stdout.replaceAll('"severity": "error"', '"severity": "warning"'));
    const { code, report } = await runCheck([...args, '--baseline', path, '--fail-on', 'new']);
    expect(code).toBe(1);
    expect(marks(report)).toEqual({ 'config-endpoints/scheme Container.RuntimeEndpoint': 'new' });
  });

  test('text says of each whether it was there, nagios why it is OK, SARIF what is gone', async () => {
    const { text } = await kept(SCHEME + RELATIVE);
    expect((await text(SCHEME)).stdout).toMatch(/unix:\/\/\S+ .*\(still there\)/);
    const nagios = await text(SCHEME, '-f', 'nagios');
    expect(nagios.code).toBe(0);
    expect(nagios.stdout).toMatch(/^CRANE-DOCTOR OK - .*; all of it is in the baseline and not counted \|/);
    const sarif = JSON.parse((await text(SCHEME, '-f', 'sarif')).stdout) as {
      runs: { results: { ruleId: string; baselineState: string }[] }[];
    };
    const gone = sarif.runs[0]!.results.filter(({ baselineState }) => baselineState === 'absent');
    expect(gone.map(({ ruleId }) => ruleId)).toEqual(['config-endpoints/relative']);
  });

  test('a new warning does not fail', async () => {
    const { code, report } = await (await kept(SCHEME)).check(SCHEME + WARNING);
    expect(code).toBe(0);
    expect(marks(report)['config-container/unknown-key Container.RuntimeEndpont']).toBe('new');
  });

  test('the same code about another target is another finding', async () => {
    const scheme = `${CONTAINER}\n  ImageEndpoint: unix:///run/containerd/containerd.sock`;
    const { code, report } = await (await kept(SCHEME)).check(scheme);
    expect(code).toBe(1);
    expect(report.baseline).toMatchObject({ new: expect.any(Number) as number, known: 0 });
  });

  test('what is gone is fixed', async () => {
    const { code, report } = await (await kept(SCHEME + WARNING)).check(CONTAINER);
    expect(code).toBe(0);
    expect(report.baseline).toMatchObject({
      fixed: [
        { code: 'config-container/unknown-key', target: 'Container.RuntimeEndpont', severity: 'warning' },
        { code: 'config-endpoints/scheme', target: 'Container.RuntimeEndpoint', severity: 'error' },
      ],
      unseen: [],
    });
  });

  test('what was not looked at is not said to be fixed', async () => {
    const { report } = await (await kept(SCHEME)).check(CONTAINER, '--skip', 'config-endpoints');
    expect(report.baseline).toMatchObject({ fixed: [], unseen: [{ code: 'config-endpoints/scheme' }] });
  });

  test('the text says all of it', async () => {
    const { stdout } = await (await kept(SCHEME)).text(`${CONTAINER}${RELATIVE}`);
    expect(stdout).toMatch(/config-endpoints\/relative {3}.* \(new\)\n/);
    expect(stdout).toMatch(/Since the report of cn07 .*: \d new, 0 still there, 1 fixed, 0 not looked at this time\n/);
    expect(stdout).toContain('  fixed  config-endpoints/scheme Container.RuntimeEndpoint   ');
  });

  test('what cannot be looked at any more is 3 once, and known after that', async () => {
    const directory = temporaryDirectory(cleanup);
    const socket = join(directory, 's.sock');
    const server = createServer(() => {});
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    cleanup.defer(() => server.close());
    const { config } = makeCraneNode(cleanup, { socket });
    const [first, second] = [join(directory, '1.json'), join(directory, '2.json')];
    const args = ['-c', config, '--timeout', '500ms', '--only'];
    await runProgram([...args, 'runtime-socket', '--json', '-o', first]);
    const then = ['runtime-version', '--fail-on', 'new', '--json', '--baseline'];
    expect((await runProgram([...args, ...then, first, '-o', second])).code).toBe(3);
    expect((await runProgram([...args, ...then, second])).code).toBe(0);
  });
});

describe('a file that is no report', () => {
  const report = { schemaVersion: 1, startedAt: '2026-01-01T00:00:00Z', host: { hostname: 'a' }, checks: [] };
  test.each([
    ['empty', '', 'the file is empty'],
    ['no JSON', 'checks: []', 'no JSON'],
    ['cut short', JSON.stringify(report).slice(0, -3), 'no JSON'],
    ['a list', '[]', 'no report'],
    ['of another program', '{"checks": []}', 'no report'],
    ['without findings', JSON.stringify({ ...report, checks: [{}] }), 'no report'],
    ['with a finding that is none', JSON.stringify({ ...report, checks: [{ findings: [{ code: 7 }] }] }), 'no report'],
    ['of a run that made none', '{"schemaVersion": 1, "error": {"kind": "usage", "message": "m"}}', 'made no report'],
    ['of a version that never was', JSON.stringify({ ...report, schemaVersion: 0 }), 'schema version 0'],
    ['of a newer doctor', JSON.stringify({ ...report, schemaVersion: 2 }), 'schema version 2'],
  ])('%s is refused', async (_, text, words) => {
    const path = join(temporaryDirectory(cleanup), 'old.json');
    writeFileSync(path, text);
    const { code, stdout, stderr } = await runProgram(['--baseline', path, '--only', 'config', '--lang', 'en']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(words);
  });

  test('one that is not there, too', async () => {
    const { code, stderr } = await runProgram(['--baseline', '/nonexistent/old.json', '--lang', 'en']);
    expect(code).toBe(2);
    expect(stderr).toContain('there is no such file');
  });

  test('--fail-on new wants one', async () => {
    const { code, stderr } = await runProgram(['--fail-on', 'new', '--lang', 'en']);
    expect(code).toBe(2);
    expect(stderr).toContain('--fail-on new goes with --baseline');
  });

  test('a report of this version with more in it than is known is taken', async () => {
    const path = join(temporaryDirectory(cleanup), 'old.json');
    writeFileSync(path, JSON.stringify({ ...report, later: { more: true } }));
    const { report: now } = await runCheck(['--root', makeNodeImage(cleanup), '--only', 'config', '--baseline', path]);
    expect(now.baseline).toMatchObject({ hostname: 'a', known: 0 });
  });
});
