import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Cleanup, temporaryDirectory } from '../test/support/cleanup.ts';

/** One run of a command: wall time in ms, and the peak resident memory of its largest process in MB. */
export interface Sample {
  readonly ms: number;
  readonly mb: number;
  readonly code: number | null;
}

export interface Row {
  readonly title: string;
  readonly samples: readonly Sample[];
}

/** A command that is measured, under the name of its row. */
export interface Contender {
  readonly title: string;
  readonly command: readonly string[];
}

/**
 * Runs each command once a round, so that whatever else the machine does hits all alike. The rounds
 * of the warm-up do not count.
 */
export async function roundRobin(contenders: readonly Contender[], warmUps: number, rounds: number): Promise<Row[]> {
  const samples = contenders.map((): Sample[] => []);
  const cleanup = new Cleanup();
  const notes = join(temporaryDirectory(cleanup), 'memory');
  for (let round = -warmUps; round < rounds; round += 1) {
    for (const [index, { command }] of contenders.entries()) {
      const sample = await measure(command, notes);
      if (round >= 0) samples[index]!.push(sample);
    }
  }
  await cleanup.run();
  return contenders.map(({ title }, index) => ({ title, samples: samples[index]! }));
}

/**
 * GNU time runs the command and tells its ru_maxrss in kB (%M), the largest of it and of the children
 * it waited for. It writes into a file, so that the command's own output stays what it is.
 */
function measure(command: readonly string[], notes: string): Promise<Sample> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn('/usr/bin/time', ['--quiet', '-f', '%M', '-o', notes, ...command], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.resume();
    child.stderr.resume();
    child.on('error', reject);
    let ms = 0;
    child.on('exit', () => (ms = performance.now() - started));
    child.on('close', (code) => resolve({ ms, mb: Number(readFileSync(notes, 'utf8')) / 1024, code }));
  });
}

/** The middle value (of an even number, the mean of the two in the middle). */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle - 1)]! + sorted[Math.floor(middle)]!) / 2;
}
