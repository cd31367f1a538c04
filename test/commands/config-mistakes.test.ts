import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { runCheck, runProgram } from '../support/program.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

/** The tree of a node cn01 whose configuration is this fixture. */
function treeWith(fixture: string): string {
  const root = temporaryDirectory(cleanup);
  mkdirSync(join(root, 'etc/crane'), { recursive: true });
  mkdirSync(join(root, 'usr/libexec'), { recursive: true });
  writeFileSync(join(root, 'usr/libexec/csupervisor'), '');
  writeFileSync(join(root, 'etc/hostname'), 'cn01\n');
  copyFileSync(
    fileURLToPath(new URL(`../fixtures/config/${fixture}.yaml`, import.meta.url)),
    join(root, 'etc/crane/config.yaml'),
  );
  return root;
}

/** Without what differs from run to run. */
function lasting(text: string, root: string): string {
  return text
    .replaceAll(root, 'ROOT')
    .replace(/^crane-doctor \d+\.\d+\.\d+/, 'crane-doctor 0.0.0')
    .replace(/ \d+\.\d\d (s|秒)$/m, ' 0.00 $1')
    .replace(/("(?:durationMs|uid)": )[\d.]+/g, '$10')
    .replace(/("startedAt": )"[^"]+"/, '$1"2026-01-01T00:00:00.000Z"')
    .replace(/("version": )"[^"]+"/, '$1"0.0.0"');
}

describe('a file with ten different mistakes', () => {
  test.each(['en', 'zh'] as const)('in words, %s', async (lang) => {
    const root = treeWith('ten-mistakes');
    const run = await runProgram(['check', '--only', 'config', '--root', root, '--lang', lang]);
    expect([run.code, run.stderr]).toEqual([1, '']);
    await expect(lasting(run.stdout, root)).toMatchFileSnapshot(`../golden/ten-mistakes.${lang}.txt`);
  });

  test('as JSON, with the one mistake that craned would stop at', async () => {
    const root = treeWith('ten-mistakes');
    const { code, stdout, report } = await runCheck(['--only', 'config', '--root', root, '--lang', 'en']);
    expect(code).toBe(1);
    const stops = report.checks.flatMap(({ findings }) => findings).filter(({ stopsCraned }) => stopsCraned);
    expect(stops.map(({ target }) => target)).toEqual(['Craned.PingInterval']);
    const text = `${JSON.stringify(JSON.parse(stdout), null, 2)}\n`;
    await expect(lasting(text, root)).toMatchFileSnapshot('../golden/ten-mistakes.json');
  });
});

test('a healthy file has nothing to say but that it is', async () => {
  const { code, report } = await runCheck(['--only', 'config', '--root', treeWith('healthy')]);
  expect([code, report.verdict]).toEqual([0, 'pass']);
  expect(report.checks.flatMap(({ findings }) => findings)).toEqual([]);
});
