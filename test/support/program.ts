import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

import { BUNDLE, NODE } from './checkout.ts';
import { expectValidReports, isReport, type Report } from './report-schema.ts';

export interface RunOptions {
  /** In front of the program: namespaces, another user. */
  readonly enter?: readonly string[];
  /** Added to the few variables that every run has. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly timeoutMs?: number;
  /** Where the program and its Node are, if not in this checkout (see `publicCopy`). */
  readonly program?: readonly string[];
}

export interface Run {
  /** Told when the process was gone and nobody held its output open any more: null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What no run may write, whatever it was given: an escape or other control character, a stack trace. */
const FORBIDDEN: readonly (readonly [string, RegExp])[] = [
  ['a control character', /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/],
  ['a stack trace', /^\s+at .+:\d+:\d+\)?$/m],
];

/** Throws where a run has written what it must not. */
function expectFit(args: readonly string[], written: { readonly stdout: string; readonly stderr: string }): void {
  const bad = FORBIDDEN.find(([, pattern]) => pattern.test(written.stdout + written.stderr));
  if (bad) throw new Error(`${args.join(' ')} wrote ${bad[0]}:\n${JSON.stringify(written)}`);
  expectValidReports(written.stdout);
}

/**
 * Runs the built program as a user does, with an environment of its own and no terminal. A run that
 * does not end in time is killed and is an error, and so is one that writes what it must not, or a report
 * that is not valid against the published schema.
 */
export function runProgram(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  if (!existsSync(BUNDLE)) throw new Error('There is no bundle: npm run build failed (see the start of the test run)');
  const { timeoutMs = 45_000, cwd = '/', program = [NODE, BUNDLE] } = options;
  const [file, ...rest] = [...(options.enter ?? []), ...program, ...args] as [string, ...string[]];
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8', HOME: '/nonexistent', ...options.env };
  return new Promise((resolve, reject) => {
    const child = spawn(file, rest, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const written = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (written.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (written.stderr += text));
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${args.join(' ')} had not ended after ${timeoutMs} ms\n${written.stdout}${written.stderr}`));
    }, timeoutMs);
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      try {
        expectFit(args, written);
        resolve({ code, ...written });
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
  });
}

/** `check --json`: the run and its report, which is valid against the published schema, with nothing else on stdout. */
export async function runCheck(
  args: readonly string[],
  options: RunOptions = {},
): Promise<Run & { readonly report: Report }> {
  const run = await runProgram(['check', '--json', ...args], options);
  const report: unknown = parse(run);
  if (!isReport(report)) throw new Error(`This is no report:\n${run.stdout}${run.stderr}`);
  return { ...run, report };
}

function parse(run: Run): unknown {
  try {
    return JSON.parse(run.stdout);
  } catch (error) {
    throw new Error(`stdout is not one JSON document (exit ${run.code}):\n${run.stdout}${run.stderr}`, {
      cause: error,
    });
  }
}
