import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';

import buildOnce from '../test/support/build-once.ts';
import { BUNDLE, NODE } from '../test/support/checkout.ts';
import { Cleanup, temporaryDirectory } from '../test/support/cleanup.ts';
import { asNode, compactReport } from '../test/support/fleet-nodes.ts';
import { ProgramTerminal } from '../test/support/terminal.ts';
import { median, roundRobin } from './measure.ts';

/*
 * `npm run bench:fleet [-- ROUNDS]`: merging recorded reports of 1,000 and 10,000 nodes from a stream, one in a hundred of
 * them sick: time a node and peak memory, beside a run that merges none. The memory must not grow with what healthy
 * nodes tell. Then how long a key waits on the screen while reports of a folder are merged, and afterwards.
 */

const [rounds = 3] = process.argv.slice(2).map(Number);

async function writeStream(path: string, nodes: number, healthy: string, sick: string): Promise<number> {
  const file = createWriteStream(path);
  let bytes = 0;
  for (let node = 0; node < nodes; node += 1) {
    const name = `cn${String(node).padStart(5, '0')}.cluster.example.org`;
    const line = `${name}: ${asNode(node % 100 === 99 ? sick : healthy, name)}\n`;
    bytes += Buffer.byteLength(line);
    if (!file.write(line)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
  return bytes;
}

/** How long keys wait until what they ask for stands on the screen, ms: while a folder is read, and when all of it is. */
async function keys(folder: string): Promise<{ readonly meanwhile: number[]; readonly afterwards: number[] }> {
  const terminal = new ProgramTerminal(cleanup, [NODE, BUNDLE, 'fleet', '--lang', 'en', '--from', folder], {
    columns: 130,
    rows: 36,
  });
  const waits = { meanwhile: [] as number[], afterwards: [] as number[] };
  await terminal.shows('answered', '×');
  while (waits.afterwards.length < 20) {
    const running = terminal.text.includes('Asking the nodes');
    for (const [key, shows] of [
      ['?', 'COLUMNS'],
      ['?', 'NODES'],
    ] as const) {
      const began = performance.now();
      terminal.press(key);
      await terminal.shows(shows);
      waits[running ? 'meanwhile' : 'afterwards'].push(performance.now() - began);
    }
  }
  terminal.press('q');
  await terminal.ended();
  return waits;
}

await buildOnce();
const cleanup = new Cleanup();
try {
  const directory = temporaryDirectory(cleanup);
  const [healthy, sick] = await Promise.all([compactReport(), compactReport('stale-socket')]);
  const sizes = [0, 1_000, 10_000];
  const contenders = await Promise.all(
    sizes.map(async (nodes) => {
      const path = join(directory, String(nodes));
      const bytes = await writeStream(path, nodes, healthy, sick);
      // Sick nodes make the exit code 1, none at all 3: that is not what is measured.
      const command = ['sh', '-c', '"$0" "$1" fleet --json - <"$2" >/dev/null || :', NODE, BUNDLE, path];
      return { title: `${nodes} nodes, ${(bytes / 1e6).toFixed(0)} MB`, command };
    }),
  );
  const rows = await roundRobin(contenders, 1, rounds);
  const floor = median(rows[0]!.samples.map(({ ms }) => ms));
  console.log('| | ms (median) | ms a node | peak MB |\n|---|---:|---:|---:|');
  for (const [index, { title, samples }] of rows.entries()) {
    const ms = median(samples.map((sample) => sample.ms));
    const each = index === 0 ? '' : ((ms - floor) / sizes[index]!).toFixed(3);
    console.log(`| ${title} | ${ms.toFixed(0)} | ${each} | ${median(samples.map(({ mb }) => mb)).toFixed(0)} |`);
  }
  const folder = join(directory, 'reports');
  mkdirSync(folder);
  for (let node = 0; node < 10_000; node += 1) {
    const name = `cn${String(node).padStart(5, '0')}`;
    writeFileSync(join(folder, `${name}.json`), asNode(node % 100 === 99 ? sick : healthy, name));
  }
  const { meanwhile, afterwards } = await keys(folder);
  console.log('\n| a key waits | ms (median) | longest | keys |\n|---|---:|---:|---:|');
  for (const [title, waits] of Object.entries({ 'while 10,000 are merged': meanwhile, afterwards }))
    console.log(`| ${title} | ${median(waits).toFixed(0)} | ${Math.max(...waits).toFixed(0)} | ${waits.length} |`);
} finally {
  await cleanup.run();
}
