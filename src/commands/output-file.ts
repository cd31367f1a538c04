import { constants } from 'node:fs';
import { access, lstat, open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Text } from '../lang.ts';
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
      if (force) await rename(beside, path);
    } catch (cause) {
      await unlink(beside);
      throw cause;
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw cannotWrite(path, cause as NodeJS.ErrnoException);
  }
}

/**
 * Says before anything is run what can be said then: that the file is there already, that its
 * directory is not, or may not be written. With `force` only a regular file or a symlink gives way:
 * a rename would put a file in the place of /dev/null, and fails on a directory.
 */
export async function expectWritable(path: string, force: boolean): Promise<void> {
  const there = await lstat(path).catch(() => null);
  if (there && !force) throw cannotWrite(path, { code: 'EEXIST' });
  if (there && !there.isFile() && !there.isSymbolicLink()) throw cannotWrite(path, { code: 'NOT_A_FILE' });
  await access(dirname(path), constants.W_OK).catch((cause: unknown) => {
    throw cannotWrite(path, cause as NodeJS.ErrnoException);
  });
}

const REASONS: { readonly [code: string]: Text } = {
  EEXIST: { en: 'it is there already (--force replaces it)', zh: '文件已存在（--force 可替换）' },
  NOT_A_FILE: { en: 'it is there, and is no regular file', zh: '已存在，且不是普通文件' },
  ENOENT: { en: 'its directory is not there (ENOENT)', zh: '所在目录不存在（ENOENT）' },
  EACCES: { en: 'its directory may not be written (EACCES)', zh: '所在目录不可写（EACCES）' },
  ENOSPC: { en: 'no space is left (ENOSPC)', zh: '磁盘空间不足（ENOSPC）' },
};

function cannotWrite(path: string, { code = 'EIO' }: { readonly code?: string | undefined }): UsageError {
  const reason = REASONS[code] ?? { en: code, zh: code };
  return new UsageError({ en: `--output ${path}: ${reason.en}`, zh: `--output ${path}：${reason.zh}` });
}
