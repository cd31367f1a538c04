import { execFileSync } from 'node:child_process';
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';

import { CATALOGUE } from '../src/messages/catalogue.ts';
import buildOnce from '../test/support/build-once.ts';
import { BUNDLE, NODE } from '../test/support/checkout.ts';
import { Cleanup, temporaryDirectory } from '../test/support/cleanup.ts';
import { logLine } from '../test/support/log-lines.ts';
import { median, roundRobin } from './measure.ts';

/*
 * `npm run bench:triage [-- MB [ROUNDS]]`: a craned.log (1000 MB) with a fault in every thousandth line, all of it
 * within --since: MB/s and peak memory of triage, beside `grep -cE` with the texts of the same catalogue.
 */

const [megabytes = 1000, rounds = 3] = process.argv.slice(2).map(Number);

/** Writes the log, a piece that repeats itself: the machine's disk is not what is measured. */
async function writeLog(path: string): Promise<void> {
  const at = Date.now() - 3_600_000;
  const quiet = (n: number): string =>
    logLine(at + n, 'I', `Step #${n}.0 of job ${n} changed its status to Running on this node`, 'JobManager.cpp:512');
  const piece = Buffer.from(
    Array.from({ length: 20_000 }, (_, n) =>
      n % 1000 === 0 ? logLine(at + n, 'E', CATALOGUE[(n / 1000) % CATALOGUE.length]!.example) : quiet(n),
    ).join(''),
  );
  const file = createWriteStream(path);
  for (let bytes = 0; bytes < megabytes * 1e6; bytes += piece.length) if (!file.write(piece)) await once(file, 'drain');
  file.end();
  await once(file, 'close');
}

/** The catalogue's texts as one extended regular expression a line. */
function patterns(): string {
  const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('…', '.*');
  return `${CATALOGUE.flatMap(({ texts }) => texts.map(escaped)).join('\n')}\n`;
}

await buildOnce();
const cleanup = new Cleanup();
try {
  const directory = temporaryDirectory(cleanup);
  mkdirSync(join(directory, 'logs'));
  const log = join(directory, 'logs/craned.log');
  await writeLog(log);
  writeFileSync(join(directory, 'patterns'), patterns());
  const size = Number(execFileSync('stat', ['-c', '%s', log], { encoding: 'utf8' })) / 1e6;
  const rows = await roundRobin(
    [
      { title: 'cat', command: ['sh', '-c', 'cat "$0" >/dev/null', log] },
      { title: 'triage', command: [NODE, BUNDLE, 'triage', '--no-check', '--json', '--log', log] },
      { title: 'grep -cE', command: ['env', 'LC_ALL=C', 'grep', '-cEf', join(directory, 'patterns'), log] },
    ],
    1,
    rounds,
  );
  console.log(`| ${size.toFixed(0)} MB | s (median) | MB/s | peak MB |\n|---|---:|---:|---:|`);
  for (const { title, samples } of rows) {
    const ms = median(samples.map((sample) => sample.ms));
    const mb = median(samples.map((sample) => sample.mb));
    console.log(`| ${title} | ${(ms / 1000).toFixed(2)} | ${(size / (ms / 1000)).toFixed(0)} | ${mb.toFixed(0)} |`);
  }
} finally {
  await cleanup.run();
}
