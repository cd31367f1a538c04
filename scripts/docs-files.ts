import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the documents are. */
export const DOCS = join(import.meta.dirname, '../docs');

/** The first line in which a file differs from what it should be. */
function firstDifference(is: string, should: string): string {
  const [has, wants] = [is.split('\n'), should.split('\n')];
  const at = wants.findIndex((line, index) => line !== has[index]);
  const line = at === -1 ? wants.length : at;
  const cut = (text: string | undefined): string => (text ?? '(no line)').slice(0, 300);
  return `  line ${line + 1} is       ${cut(has[line])}\n  and was now ${cut(wants[line])}`;
}

/**
 * Files of docs/ that are made by a command, by their names there: written, or with `--check` compared, where one that is
 * stale fails the program. Gives whether they were written.
 */
export async function writtenOrCompared(files: ReadonlyMap<string, string>, command: string): Promise<boolean> {
  const check = process.argv.includes('--check');
  for (const [name, text] of files) {
    const path = join(DOCS, name);
    if (!check) await writeFile(path, text);
    else {
      const is = await readFile(path, 'utf8').catch(() => '');
      if (is === text) continue;
      console.error(`docs/${name} is stale: ${command} writes it anew\n${firstDifference(is, text)}`);
      process.exitCode = 1;
    }
  }
  return !check;
}
