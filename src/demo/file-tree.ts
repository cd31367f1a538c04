import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { TreeEntry } from './node-spec.ts';

/** Writes one entry; the umask of whoever runs the demo does not count. */
async function write(path: string, entry: TreeEntry): Promise<void> {
  if (entry.type === 'link') return symlink(entry.target, path);
  if (entry.type === 'directory') await mkdir(path, { recursive: true });
  else await writeFile(path, entry.text, { flag: 'wx' });
  await chmod(path, entry.mode);
}

/**
 * Makes the files of a node below `root`, an empty directory. Entries are made in the order of the
 * map, one after the other, as a symlink counts for all that comes after it; directories that no
 * entry names are 0755.
 */
export async function plantTree(root: string, files: ReadonlyMap<string, TreeEntry>): Promise<void> {
  for (const [path, entry] of files) {
    await mkdir(dirname(root + path), { recursive: true, mode: 0o755 });
    await write(root + path, entry);
  }
}
