import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize } from 'node:v8';
import type { Parts } from '../parts.ts';

const RECORDER = join(import.meta.dirname, 'record-caches.ts');

/**
 * V8's code caches of the parts, made by a Node (a path) that runs them on a terminal of its own
 * (util-linux' script). They fit only this very Node. `folder` is for what is passed to and fro.
 */
export async function codeCaches(node: string, parts: Parts, folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const [partsFile, cachesFile] = [join(folder, 'parts.json'), join(folder, 'caches')];
  await writeFile(partsFile, JSON.stringify(parts));
  await onTerminal([node, RECORDER, partsFile, cachesFile]);
  return deserialize(await readFile(cachesFile)) as Map<string, Buffer>;
}

/** Runs a command on a terminal, where somebody presses `q` until it ends. Throws with what it wrote where it fails. */
function onTerminal(command: readonly string[]): Promise<void> {
  const line = command.map((word) => `'${word}'`).join(' ');
  const env = { PATH: process.env['PATH'], HOME: '/nonexistent', TERM: 'xterm-256color', LANG: 'C.UTF-8' };
  const child = spawn('script', ['-qefc', `stty cols 120 rows 40; ${line}`, '/dev/null'], { env });
  let written = '';
  child.stdout.on('data', (bytes: Buffer) => (written += bytes.toString('latin1')));
  child.stdin.on('error', () => {});
  const pressing = setInterval(() => child.stdin.write('q'), 250);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(pressing);
      if (code === 0) resolve();
      else reject(new Error(`${line} ended with ${code}:\n${written.slice(-2000)}`));
    });
  });
}
