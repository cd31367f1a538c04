import { constants } from 'node:fs';
import { open, rename, unlink } from 'node:fs/promises';
import { UsageError } from '../options/usage-error.ts';

/**
 * Writes a report to a file of its own: mode 0600, no symlink followed, nothing replaced without
 * `force`. It is complete or not there: the text goes to a new file beside it, which then takes the
 * name. What prevents it is a UsageError (exit code 2), with nothing left behind.
 */
export async function writeOutput(path: string, text: string, force: boolean): Promise<void> {
  const fresh = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | constants.O_NOFOLLOW;
  const beside = force ? `${path}.${process.pid}.new` : path;
  try {
    const file = await open(beside, fresh, 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } catch (cause) {
      await unlink(beside);
      throw cause;
    } finally {
      await file.close();
    }
    if (force) await rename(beside, path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const there = code === 'EEXIST';
    throw new UsageError({
      en: `--output ${path}: ${there ? 'it is there already (--force replaces it)' : String(code)}`,
      zh: `--output ${path}：${there ? '文件已存在（--force 可替换）' : String(code)}`,
    });
  }
}
