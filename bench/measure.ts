import { spawn } from 'node:child_process';

/** One run of a command: wall time in ms, and the peak resident memory of its largest process in MB (0 without GNU time). */
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
  for (let round = -warmUps; round < rounds; round += 1) {
    for (const [index, { command }] of contenders.entries()) {
      const sample = await measure(command);
      if (round >= 0) samples[index]!.push(sample);
    }
  }
  return contenders.map(({ title }, index) => ({ title, samples: samples[index]! }));
}

/**
 * GNU time runs the command and tells its ru_maxrss in kB (%M), the largest of it and of the children
 * it waited for. It writes on a third pipe, so that the command's own output stays what it is.
 */
function measure(command: readonly string[]): Promise<Sample> {
  const [file, ...args] = ['/usr/bin/time', '--quiet', '-f', '%M', '-o', '/proc/self/fd/3', ...command] as [
    string,
    ...string[],
  ];
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
    let told = '';
    child.stdout!.resume();
    child.stderr!.resume();
    child.stdio[3]!.on('data', (chunk: Buffer) => (told += chunk.toString()));
    child.on('error', reject);
    let ms = 0;
    child.on('exit', () => (ms = performance.now() - started));
    child.on('close', (code) => resolve({ ms, mb: Number(told) / 1024, code }));
  });
}

/** The middle value (of an even number, the mean of the two in the middle). */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle - 1)]! + sorted[Math.floor(middle)]!) / 2;
}
