import { chmodSync, copyFileSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PackagedFile } from './contents.ts';

/** Lays the files out below a directory, all with one time (Unix s), so that the same files make the same package. */
export function layOut(files: readonly PackagedFile[], directory: string, time: number): void {
  for (const { path, mode, content } of files) {
    const target = join(directory, path);
    mkdirSync(dirname(target), { recursive: true, mode: 0o755 });
    if (Buffer.isBuffer(content)) writeFileSync(target, content);
    else copyFileSync((content as { from: string }).from, target);
    chmodSync(target, mode);
    utimesSync(target, time, time);
  }
}
