import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the documents are. */
export const DOCS = join(import.meta.dirname, '../docs');

/**
 * Files of docs/ that are made by a command, by their names there: written, or with `--check` compared, where one that is
 * stale fails the program. Gives whether they were written.
 */
export async function writtenOrCompared(files: ReadonlyMap<string, string>, command: string): Promise<boolean> {
  const check = process.argv.includes('--check');
  for (const [name, text] of files) {
    const path = join(DOCS, name);
    if (!check) await writeFile(path, text);
    else if ((await readFile(path, 'utf8').catch(() => '')) !== text) {
      console.error(`docs/${name} is stale: ${command} writes it anew`);
      process.exitCode = 1;
    }
  }
  return !check;
}
