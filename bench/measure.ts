import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Cleanup, temporaryDirectory } from '../test/support/cleanup.ts';

/**
 * One run of a command: wall time, and the CPU time of it and its children (user, and user and system
 * together) in ms; the peak resident memory of its largest process in MB.
 */
export interface Sample {
  readonly ms: number;
  readonly cpu: number;
  readonly allCpu: number;
  readonly mb: number;
  readonly code: number | null;
}

export interface Row {
  readonly title: string;
  readonly samples: readonly Sample[];
}

/**
 * A command that is measured, under the name of its row. `runs` (1) of it make one sample, of which each is
 * told as the mean. Linux tells user from system time by what a process does at each tick (4 ms): of a
 * process of 40 ms a single run says next to nothing.
 */
export interface Contender {
  readonly title: string;
  readonly command: readonly string[];
  readonly runs?: number;
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
    for (const [index, contender] of contenders.entries()) {
      const sample = await measure(contender, notes);
      if (round >= 0) samples[index]!.push(sample);
    }
  }
  await cleanup.run();
  return contenders.map(({ title }, index) => ({ title, samples: samples[index]! }));
}

/** Bash's `time` has thousandths of a second (GNU time: hundredths), and writes them where stderr is then. */
const TIMED = `TIMEFORMAT='%3U %3S'; exec 3>&2 2>"$0"; runs=$1; shift
time for ((run = 0; run < runs; run++)); do "$@" 2>&3 || exit; done`;

/**
 * GNU time runs the command and tells its ru_maxrss in kB (%M), the largest of it and of the children
 * it waited for. Both write into files, so that the command's own output stays what it is.
 */
function measure({ command, runs = 1 }: Contender, notes: string): Promise<Sample> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const inside = ['/usr/bin/time', '--quiet', '-f', '%M', '-o', notes, ...command];
    const child = spawn('bash', ['-c', TIMED, `${notes}.cpu`, String(runs), ...inside], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.resume();
    child.stderr.resume();
    child.on('error', reject);
    let ms = 0;
    child.on('exit', () => (ms = performance.now() - started));
    child.on('close', (code) => {
      const told = (file: string): number[] => readFileSync(file, 'utf8').trim().split(' ').map(Number);
      const [user = NaN, system = NaN] = told(`${notes}.cpu`).map((seconds) => (seconds * 1000) / runs);
      resolve({ ms: ms / runs, cpu: user, allCpu: user + system, mb: told(notes)[0]! / 1024, code });
    });
  });
}

/** The middle value (of an even number, the mean of the two in the middle). */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle - 1)]! + sorted[Math.floor(middle)]!) / 2;
}
