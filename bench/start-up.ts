import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import buildOnce from '../test/support/build-once.ts';
import { BUNDLE, EXECUTABLE, NODE } from '../test/support/checkout.ts';
import { Cleanup } from '../test/support/cleanup.ts';
import { makeHealthyNode } from '../test/support/healthy-node.ts';
import { median, roundRobin, type Row } from './measure.ts';
import { untilShown } from './until-shown.ts';

/*
 * `npm run bench:start-up [-- ROUNDS] [--check|--write]`: what the single executable and the bundle need, as
 * multiples of `node -e 0` in one run, on a healthy node with containerd 1.7. CPU time is what a busy machine
 * changes least: by it `--check` compares with the committed start-up.json and fails beyond 1.5 times as
 * much, and `--write` commits what is now. Linux guesses at ticks which part of it was user time, so a start
 * has grown only where user time and the exact sum of user and system time both say so. And machines differ in what
 * `node -e 0` costs beside other code (the bundle takes 8.6 times its user time on one, 15.7 times on another), so
 * it has grown only where it has beside the loading of a library of fixed size, too, which is much like a start of ours.
 */

const COMMITTED = join(import.meta.dirname, 'start-up.json');
const FLOOR = 'node -e 0';
const YARDSTICK = 'node, loading TypeScript';
const TYPESCRIPT = fileURLToPath(import.meta.resolve('typescript'));
/** How many runs of what is over at once make one sample. */
const SHORT = 10;
const FRAME = 'executable, first frame';

/** What a row may be at most, as a multiple of the floor's wall time. */
const AIMS: Readonly<Record<string, number>> = {
  'executable, --version': 1.5,
  'executable, --help': 1.5,
  'executable, check --json': 4,
  [FRAME]: 7,
};

const rounds = Number(process.argv.slice(2).find((word) => /^\d+$/.test(word)) ?? 15);
await buildOnce();
if (!existsSync(EXECUTABLE)) throw new Error('There is no executable: npm run build:binary');
const cleanup = new Cleanup();
try {
  const node = await makeHealthyNode(cleanup);
  const { enter } = node.namespaces;
  const check = ['check', '--json', '-c', node.config];
  const rows = await roundRobin(
    [
      { title: FLOOR, command: [...enter, NODE, '-e', '0'], runs: SHORT },
      { title: YARDSTICK, command: [...enter, NODE, '-e', `require(${JSON.stringify(TYPESCRIPT)})`] },
      { title: 'executable, --version', command: [...enter, EXECUTABLE, '--version'], runs: SHORT },
      { title: 'executable, --help', command: [...enter, EXECUTABLE, '--help'], runs: SHORT },
      { title: 'executable, check --json', command: [...enter, EXECUTABLE, ...check] },
      { title: 'bundle, check --json', command: [...enter, NODE, BUNDLE, ...check] },
    ],
    2,
    rounds,
  );
  for (const { title, samples } of rows)
    if (samples.some(({ code }) => code !== 0)) throw new Error(`${title} does not end with 0 on this node`);
  const frames: number[] = [];
  const shown = { title: FRAME, command: [...enter, EXECUTABLE, '-c', node.config], shows: 'crane-doctor' };
  for (let round = -1; round < rounds; round += 1) {
    const ms = await untilShown(shown);
    if (round >= 0) frames.push(ms);
  }
  print(rows, frames);
} finally {
  await cleanup.run();
}

function print(rows: readonly Row[], frames: readonly number[]): void {
  const of = (row: Row, key: 'ms' | 'cpu' | 'allCpu' | 'mb'): number =>
    median(row.samples.map((sample) => sample[key]));
  const floor = rows[0]!;
  const cells = (title: string, ms: number, more: readonly string[]): string => {
    const aim = AIMS[title];
    const times = (ms / of(floor, 'ms')).toFixed(2);
    return `| ${[title, ms.toFixed(0), times, aim === undefined ? '' : `≤ ${aim}`, ...more].join(' | ')} |`;
  };
  const lines = rows.map((row) => {
    const cpu = of(row, 'cpu');
    const more = [cpu.toFixed(0), (cpu / of(floor, 'cpu')).toFixed(2), of(row, 'mb').toFixed(0)];
    return cells(row.title, of(row, 'ms'), more);
  });
  const head = ['', 'ms (median)', `× ${FLOOR}`, 'aim', 'user CPU ms', `× ${FLOOR}`, 'peak MB'];
  console.log(`| ${head.join(' | ')} |\n|---|---:|---:|---:|---:|---:|---:|`);
  console.log([...lines, cells(FRAME, median(frames), ['', '', ''])].join('\n'));
  const yardstick = rows[1]!;
  judge(
    rows.slice(2).map((row): Grown => {
      const [cpu, allCpu] = [of(row, 'cpu'), of(row, 'allCpu')];
      return [row.title, [cpu / of(floor, 'cpu'), allCpu / of(floor, 'allCpu'), allCpu / of(yardstick, 'allCpu')]];
    }),
  );
}

/** A start with its multiples: of the floor's user time and of all its CPU time, and of all that of the yardstick. */
type Grown = readonly [title: string, multiples: readonly [number, number, number]];

/** Compares the multiples of CPU time with the committed ones, or commits them. */
function judge(now: readonly Grown[]): void {
  if (process.argv.includes('--write')) {
    const rounded = now.map(([title, multiples]) => [title, multiples.map((one) => Number(one.toFixed(2)))]);
    writeFileSync(COMMITTED, `${JSON.stringify(Object.fromEntries(rounded))}\n`);
  }
  if (!process.argv.includes('--check')) return;
  const committed = JSON.parse(readFileSync(COMMITTED, 'utf8')) as Record<string, readonly number[]>;
  for (const [title, multiples] of now) {
    const limits = committed[title]?.map((one) => one * 1.5) ?? [];
    if (multiples.some((one, index) => one <= (limits[index] ?? Infinity))) continue;
    const [is, limit] = [multiples, limits].map((each) => each.map((one) => one.toFixed(2)).join(', '));
    console.log(`\n${title}: ${is} × (user CPU and all CPU of ${FLOOR}, all CPU of ${YARDSTICK}), more than ${limit}`);
    process.exitCode = 1;
  }
}
