import { readdirSync } from 'node:fs';
import { runProgram, type Run, type RunOptions } from '../support/program.ts';
import { isReport, type Report } from '../support/report-schema.ts';

/** Runs `demo --json` as a user does: the run and its report, which is valid against the published schema. */
export async function runDemo(
  args: readonly string[],
  options: RunOptions = {},
): Promise<Run & { readonly report: Report }> {
  const run = await runProgram(['demo', '--json', ...args], options);
  const report: unknown = JSON.parse(run.stdout);
  if (!isReport(report)) throw new Error(`This is no report:\n${run.stdout}${run.stderr}`);
  return { ...run, report };
}

/** The demo's own directories in the temporary directory of a run. */
export function demosIn(directory: string): string[] {
  return readdirSync(directory).filter((name) => name.startsWith('crane-'));
}
