import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { serialize, setFlagsFromString } from 'node:v8';
import type { Script } from 'node:vm';
import type { startProgram as startWithExeca } from '../../src/host/processes/start-program.ts';
import { MAIN, type Parts } from '../parts.ts';
import { compilePart, isData, partLoader, wrapped, type Part, type RequirePart } from './part-loader.ts';

/*
 * Run by the build on a terminal, under the Node that the executable is made of:
 * `record-caches.ts PARTS CACHES` calls the program in the ways that people call it, one after the
 * other, and writes the code caches of all parts. A cache that is made after a run has the functions that
 * were called, so that a run like it compiles nothing.
 */

const [partsFile, cachesFile] = process.argv.slice(2) as [string, string];

/** A node that looks at its own files, whatever this machine is: all that a simulated one does not go through. */
const NODE = `Nodes: [{ name: ${hostname()} }]
Container:
  Enabled: true
  RuntimeEndpoint: /nonexistent.sock
  BindFs: { Enabled: true, BindfsBinary: /bin/true, FusermountBinary: /bin/true }
`;
const config = join(dirname(partsFile), 'config.yaml');

/** The last one is the screen, which the build leaves with `q`. */
const CALLS: readonly (readonly string[])[] = [
  ['--version'],
  ['--help'],
  ['list', '--json'],
  ['check', '--json', '--offline', '-c', config],
  ['demo', '--json'],
  ['demo', '--no-tui', '--fault', 'stale-socket', '--lang', 'zh'],
  ['demo', '--tui'],
];

// V8 forgets what has not been called for some collections.
setFlagsFromString('--no-flush-bytecode');
const parts = JSON.parse(readFileSync(partsFile, 'utf8')) as Parts;
// One script for all calls: it gathers what each of them compiles.
const scripts = new Map(
  Object.entries(parts)
    .filter(([name]) => !isData(name))
    .map(([name, code]) => [name, compilePart(name, wrapped(code), null)]),
);
const partOf = (name: string): Part | null =>
  isData(name) ? { data: JSON.parse(parts[name] ?? '') as Record<string, unknown> } : (scripts.get(name) ?? null);
const builtin = createRequire(import.meta.url) as unknown as RequirePart;

const exit = process.exit.bind(process);
writeFileSync(config, NODE);
await startProgram();
for (const call of CALLS) await run(call);
// A cache is good for the flags only that it was made with.
setFlagsFromString('--flush-bytecode');
writeFileSync(cachesFile, serialize(new Map([...scripts].map(([name, script]) => [name, cacheOf(script)]))));
exit(0);

/** A call in a program of its own, until it would exit. */
function run(args: readonly string[]): Promise<void> {
  process.argv.splice(2, Infinity, ...args);
  return new Promise((resolve) => {
    process.exit = (() => resolve()) as unknown as typeof process.exit;
    partLoader(partOf, builtin)(MAIN);
  });
}

/** Starts a program as a check does: a simulated node has none, and this machine need not have those that are asked. */
async function startProgram(): Promise<void> {
  const name = [...scripts.keys()].find((part) => part.startsWith('./start-program-'));
  if (name === undefined) throw new Error('No part starts programs: see src/host/processes/start-program.ts');
  const start = partLoader(partOf, builtin)(name)['startProgram'];
  const child = (start as typeof startWithExeca)(['/bin/true']);
  await child;
}

function cacheOf(script: Script): Buffer {
  return script.createCachedData();
}
