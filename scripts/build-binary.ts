import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { buildExecutable } from './executable/build-executable.ts';
import { nodeOfArchive } from './executable/node-of-archive.ts';

/*
 * `npm run build:binary [-- --node-archive FILE]`: dist/crane-doctor, one file that needs no Node, a compressed copy
 * beside it, and the SHA-256 of both. With Node's own archive for another processor (node-v…-linux-arm64.tar.xz, of
 * the version in package.json) the executable is for that one, and has its name behind it.
 */

const dist = join(import.meta.dirname, '../dist');
const node = join(import.meta.dirname, '../node_modules/node/bin/node');
const { values } = parseArgs({ options: { 'node-archive': { type: 'string' } } });
const archive = values['node-archive'];

await mkdir(dist, { recursive: true });
const foreign = archive === undefined ? null : await nodeOfArchive(resolve(archive));
const executable = join(dist, foreign ? `crane-doctor-${foreign.arch}` : 'crane-doctor');
try {
  await buildExecutable({ node, base: foreign?.node ?? node, outfile: executable });
} finally {
  await foreign?.remove();
}

// xz is on every distribution's minimal system, zstd is not; -2 takes seconds, and -9 gains a tenth.
const compressed = `${executable}.xz`;
await rm(compressed, { force: true });
await execa('xz', ['-2', '--threads=0', '--keep', executable]);
const sums = await Promise.all(
  [executable, compressed].map(async (file) => {
    const sum = createHash('sha256').update(await readFile(file));
    return `${sum.digest('hex')}  ${basename(file)}\n`;
  }),
);
await writeFile(`${executable}.sha256`, sums.join(''));
