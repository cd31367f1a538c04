import { join } from 'node:path';

import { bundleProgram } from '../scripts/bundle.ts';
import buildOnce from '../test/support/build-once.ts';
import { BUNDLE, NODE } from '../test/support/checkout.ts';
import { Cleanup, temporaryDirectory } from '../test/support/cleanup.ts';
import { makeCraneNode } from '../test/support/crane-node.ts';
import { median } from './measure.ts';
import { untilShown, type Shown } from './until-shown.ts';

/*
 * `node bench/first-frame.ts [ROUNDS]`: from the start of the program to the first frame on a terminal
 * (util-linux's `script`), the doctor beside an empty Ink program that is bundled the same way.
 */

const rounds = Number(process.argv[2] ?? 15);
await buildOnce();
const cleanup = new Cleanup();
try {
  const empty = join(temporaryDirectory(cleanup), 'empty-ink.cjs');
  await bundleProgram('bench/empty-ink.tsx', empty);
  const { config } = makeCraneNode(cleanup, { socket: '/run/nobody.sock' });
  const contenders: Shown[] = [
    {
      title: 'node, no Ink',
      command: [NODE, '-e', '"process.stdout.write(\'ready\');setInterval(()=>{},60000)"'],
      shows: 'ready',
    },
    { title: 'empty Ink program', command: [NODE, empty], shows: 'ready' },
    { title: 'crane-doctor', command: [NODE, BUNDLE, '-c', config], shows: 'crane-doctor' },
  ];
  const samples = contenders.map((): number[] => []);
  for (let round = -2; round < rounds; round += 1)
    for (const [index, contender] of contenders.entries()) {
      const ms = await untilShown(contender);
      if (round >= 0) samples[index]!.push(ms);
    }
  console.log('| first frame | ms (median) | min |\n|---|---:|---:|');
  contenders.forEach(({ title }, index) => {
    console.log(`| ${title} | ${median(samples[index]!).toFixed(0)} | ${Math.min(...samples[index]!).toFixed(0)} |`);
  });
  const ratio = median(samples[2]!) / median(samples[1]!);
  console.log(`\nfirst frame / empty Ink program: ${ratio.toFixed(2)} (aim: at most 1.5)`);
} finally {
  await cleanup.run();
}
