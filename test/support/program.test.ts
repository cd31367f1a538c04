import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { NODE } from './checkout.ts';
import { Cleanup, temporaryDirectory } from './cleanup.ts';
import { runCheck, runProgram } from './program.ts';

/** What every run of the program is held to must be able to fail: here other programs are run in its place. */

let cleanup: Cleanup;
beforeEach(() => {
  cleanup = new Cleanup();
});
afterEach(() => cleanup.run());

/** Runs a script in the program's place. */
function inPlace(script: string): { program: readonly string[]; timeoutMs: number } {
  const file = join(temporaryDirectory(cleanup), 'program.cjs');
  writeFileSync(file, script);
  return { program: [NODE, file], timeoutMs: 10_000 };
}

test.each([
  ['an escape', 'console.log("\\u001b[2J")', /a control character/],
  ['a carriage return on stderr', 'console.error("a\\rb")', /a control character/],
  ['a C1 control', 'console.log("\\u009b2J")', /a control character/],
  ['a stack trace', 'console.error(new Error("x").stack)', /a stack trace/],
])('%s is an error of the run', async (_, script, expected) => {
  await expect(runProgram([], inPlace(script))).rejects.toThrow(expected);
});

test('Chinese and line ends are text', async () => {
  const run = await runProgram([], inPlace('console.log("检查：通过 ✓\\n"); process.exitCode = 3'));
  expect(run).toMatchObject({ code: 3, stdout: '检查：通过 ✓\n\n', stderr: '' });
});

test('a run that does not end is killed and is an error', async () => {
  const options = { ...inPlace('setInterval(() => {}, 1000); console.log(process.pid)'), timeoutMs: 1_000 };
  await expect(runProgram([], options)).rejects.toThrow(/had not ended after 1000 ms/);
});

test.each([
  ['nothing', '', /not one JSON document/],
  ['two documents', 'console.log("{}{}")', /not one JSON document/],
  ['a document that the schema does not know', 'console.log("{}")', /Not valid against/],
  [
    'an error document',
    'console.log(JSON.stringify({ schemaVersion: 1, error: { kind: "usage", message: "x" } }))',
    /This is no report/,
  ],
])('%s is no report', async (_, script, expected) => {
  await expect(runCheck([], inPlace(script))).rejects.toThrow(expected);
});

test('what could not be undone does not keep the rest from being undone', async () => {
  const directory = temporaryDirectory(cleanup);
  const inner = new Cleanup();
  const order: string[] = [];
  inner.defer(() => order.push('first'));
  inner.defer(() => mkdirSync(directory));
  inner.defer(async () => {
    await Promise.resolve();
    order.push('last');
  });
  await expect(inner.run()).rejects.toThrow('could not be undone');
  expect(order).toEqual(['last', 'first']);
  rmSync(directory, { recursive: true });
});
