import { expect, test } from 'vitest';
import { SMOKE } from '../../src/smoke/findings.ts';
import { runProgram } from '../support/program.ts';

interface ListedCode {
  readonly code: string;
  readonly severity: string;
  readonly summary: string;
  readonly guide: string;
}

interface Listed {
  readonly schemaVersion: number;
  readonly checks: readonly {
    readonly id: string;
    readonly group: string;
    readonly title: string;
    readonly needs: readonly string[];
    readonly network: boolean;
    readonly needsRoot: boolean;
    readonly codes: readonly ListedCode[];
  }[];
  readonly smoke: { readonly title: string; readonly codes: readonly ListedCode[] };
}

test('list --json has every check with its codes, each with words and an entry of the guide', async () => {
  const { stdout, code } = await runProgram(['list', '--json']);
  const list = JSON.parse(stdout) as Listed;
  expect(code).toBe(0);
  expect(list.schemaVersion).toBe(1);
  const ids = list.checks.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(
    expect.arrayContaining(['config-file', 'runtime-socket', 'runtime-version', 'dns', 'registry', 'mount-base-dir']),
  );
  for (const check of list.checks) {
    for (const { code: name, severity, summary, guide } of check.codes) {
      expect(name.startsWith(`${check.id}/`)).toBe(true);
      expect(['error', 'unknown', 'warning', 'info']).toContain(severity);
      expect([name, summary.length > 0, typeof guide]).toEqual([name, true, 'string']);
    }
  }
  const socket = list.checks.find(({ id }) => id === 'runtime-socket');
  expect(socket?.needs).toContain('Container.RuntimeEndpoint');
  expect(list.checks.filter(({ network }) => network).map(({ id }) => id)).toEqual([
    'dns',
    'registry',
    'registry-image',
  ]);
});

test('the codes of a smoke test stand beside the checks: it is none of them, and explain knows each', async () => {
  const { checks, smoke } = JSON.parse((await runProgram(['list', '--json', '--lang', 'en'])).stdout) as Listed;
  expect(checks.map(({ id }) => id)).not.toContain('smoke');
  const expected = [...Object.keys(SMOKE.codes), 'could-not-look'].map((name) => `smoke/${name}`);
  expect(smoke.codes.map(({ code }) => code)).toEqual(expected);
  expect(smoke.codes.filter(({ summary, guide }) => summary === '' || typeof guide !== 'string')).toEqual([]);
  const { stdout } = await runProgram(['list', '--lang', 'zh']);
  expect(stdout).toMatch(/^smoke {2}容器能像作业一样启动 {2}\(crane-doctor smoke\)$/m);
  for (const code of expected) expect(stdout).toContain(` ${code} `);
  const explained = await runProgram(['explain', '--lang', 'en', 'smoke/interrupted']);
  expect([explained.code, explained.stdout]).toEqual([0, expect.stringContaining('The test was ended by a signal')]);
});

test('list for people names every check and code, in the language of the reader', async () => {
  const { stdout } = await runProgram(['list', '--lang', 'zh']);
  expect(stdout).toContain('runtime-socket');
  expect(stdout).toContain('runtime-socket/refused');
  expect(stdout).toMatch(/[\u4e00-\u9fff]/);
});

test('the text of list names the group of each check, which --only and --skip take too', async () => {
  const { stdout } = await runProgram(['list', '--lang', 'en']);
  expect(stdout).toMatch(/^config-file .* \[config\]$/m);
  expect(stdout).toMatch(/^mount-base-dir .* \[bindfs\]$/m);
});
