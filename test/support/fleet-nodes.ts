import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { temporaryDirectory, type Cleanup } from './cleanup.ts';
import { runProgram } from './program.ts';

/** A recorded line of `check --compact` of the demo's node, with or without one of its faults. */
export async function compactReport(fault?: string): Promise<string> {
  const { stdout } = await runProgram([
    'demo',
    '--compact',
    '--lang',
    'en',
    ...(fault === undefined ? [] : ['--fault', fault]),
  ]);
  return stdout.trimEnd();
}

/**
 * What a report of a node says, with its own name and a start of this moment. It took no time: however long the recorded run
 * did, a report that ends in the future is one of a clock that is ahead.
 */
export function asNode(line: string, hostname: string, change: (report: MutableReport) => void = () => {}): string {
  const report = JSON.parse(line) as MutableReport;
  report.host.hostname = hostname;
  report.startedAt = new Date().toISOString();
  report.durationMs = 0;
  change(report);
  return JSON.stringify(report);
}

/** The parts of a report that tests of fleets change. */
export interface MutableReport {
  schemaVersion: number;
  tool: { name: string; version: string };
  host: { hostname: string; kernel: string };
  subject: {
    config: { hash: string; values: Record<string, string> } | null;
    runtime: { name: string | null; version: string | null; endpoint: string } | null;
  };
  startedAt: string;
  durationMs: number;
  checks: { id: string; findings: object[]; status: string }[];
}

/**
 * A program to be run in the place of crane-doctor by `--via exec --program 'FILE %h'`: what each node does is a
 * shell command; a node without one says what `otherwise` says.
 */
export function fleetProgram(
  cleanup: Cleanup,
  nodes: { readonly [name: string]: string },
  otherwise: string,
): { readonly directory: string; readonly program: string } {
  const directory = temporaryDirectory(cleanup);
  const file = join(directory, 'node');
  const cases = Object.entries(nodes).map(([name, shell]) => `${name}) ${shell} ;;`);
  writeFileSync(file, `#!/bin/sh\ncd ${directory}\ncase "$1" in\n${cases.join('\n')}\n*) ${otherwise} ;;\nesac\n`);
  chmodSync(file, 0o755);
  return { directory, program: `${file} %h` };
}
