import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startCriServer } from '../../src/demo/cri-server.ts';
import { recordingOf } from '../cri/recordings.ts';
import { BUNDLE, NODE } from '../support/checkout.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { makeCraneNode } from '../support/crane-node.ts';
import { isReport } from '../support/report-schema.ts';
import { runProgram } from '../support/program.ts';
import { waitFor } from '../support/wait-for.ts';

let cleanup: Cleanup;
beforeEach(() => {
  cleanup = new Cleanup();
});
afterEach(() => cleanup.run());

function node(): { readonly socket: string; readonly args: readonly string[] } {
  const socket = join(temporaryDirectory(cleanup), 'containerd.sock');
  const { config } = makeCraneNode(cleanup, { socket });
  return { socket, args: ['wait', '-c', config, '--only', 'runtime-socket,runtime-version', '--every', '50ms'] };
}

test('a runtime that comes up is waited for, and each change is a line', async () => {
  const { socket, args } = node();
  const child = spawn(NODE, [BUNDLE, ...args, '--for', '60s'], { env: { LANG: 'C.UTF-8' }, stdio: 'pipe' });
  cleanup.defer(() => void child.kill('SIGKILL'));
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  const ended = new Promise((resolve) => child.on('close', resolve));
  await waitFor('the first line', () => stdout.includes('runtime-socket: missing'));
  const server = await startCriServer({ socket, recording: recordingOf('containerd-2.2.4') });
  cleanup.defer(() => server.close());
  expect(await ended).toBe(0);
  const lines = stdout.trimEnd().split('\n');
  expect(lines[0]).toMatch(/^\d+\.\d s {2}runtime-socket: missing$/);
  expect(stdout).toMatch(/runtime-socket: was missing, now passes/);
  expect(stdout.match(/runtime-socket: missing/g)).toHaveLength(1);
  expect(lines.at(-1)).toMatch(/^\d+\.\d s {2}What was checked is in order$/);
});

test('what does not come is given up, with the exit code and the report of the last run', async () => {
  const { args } = node();
  const run = await runProgram([...args, '--for', '200ms', '--json']);
  expect(run.code).toBe(1);
  expect(run.stderr).toContain('runtime-socket: missing');
  const report: unknown = JSON.parse(run.stdout);
  expect(isReport(report) && report.verdict).toBe('fail');
  expect((await runProgram([...args, '--for', 'soon'])).stderr).toContain('--for: soon is no duration');
});
