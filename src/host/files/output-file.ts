import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, link, lstat, open, rename, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { answered, refused, type Answer } from '../answer.ts';
import { errorOf } from '../errno.ts';

/**
 * What is done with a file that the caller asked for (`-o`): `expect` says beforehand whether it could be
 * written, `write` writes it. The path is absolute.
 */
export type OutputTask =
  | { readonly method: 'expectOutput'; readonly path: string; readonly force: boolean }
  | {
      readonly method: 'writeOutput';
      readonly path: string;
      readonly force: boolean;
      readonly text: string;
      /** What `text` is made of: itself, or bytes. */
      readonly encoding: 'utf8' | 'base64';
      readonly mode: number;
    };

/** Does it in this process, which waits for as long as the file system does not answer. */
export async function doOutput(task: OutputTask): Promise<Answer<null>> {
  try {
    return await (task.method === 'expectOutput' ? expectOutput(task) : writeOutput(task));
  } catch (cause) {
    return refused(errorOf(cause));
  }
}

/**
 * Writes a file of its own: no symlink followed, nothing replaced without `force`. It is complete or not
 * there: the text goes to a new file beside it, which then takes the name.
 */
async function writeOutput({
  path,
  force,
  text,
  encoding,
  mode,
}: OutputTask & { method: 'writeOutput' }): Promise<Answer<null>> {
  const fresh = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | constants.O_NOFOLLOW;
  const beside = join(dirname(path), `.crane-doctor.${randomBytes(6).toString('hex')}.new`);
  const file = await open(beside, fresh, 0o600);
  try {
    await file.writeFile(text, encoding);
    if (mode !== 0o600) await file.chmod(mode);
    await file.sync();
    if (force) await rename(beside, path);
    else await renameWhereNothingIs(beside, path);
  } catch (cause) {
    await unlink(beside);
    throw cause;
  } finally {
    await file.close();
  }
  return answered(null);
}

/** What link(2) says on file systems without hard links (vfat, some of FUSE). */
const NO_LINKS = new Set(['EPERM', 'ENOSYS', 'EOPNOTSUPP', 'ENOTSUP']);

/**
 * Gives a file its name, and replaces nothing: rename(2) would, link(2) does not. Where there are no links
 * it is looked for beforehand, and somebody may still be quicker.
 */
async function renameWhereNothingIs(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === undefined || !NO_LINKS.has(code)) throw cause;
    if (await lstat(to).catch(() => null)) throw Object.assign(new Error('file already exists'), { code: 'EEXIST' });
    await rename(from, to);
    return;
  }
  await unlink(from);
}

/**
 * Says what can be said before: that the file is there already, that its directory is not, or may not be
 * written. Only a regular file or a symlink can give way to `force` (else `NOT_REGULAR`, so that nobody tries): a
 * rename would put a file in the place of /dev/null, and fails on a directory.
 */
async function expectOutput({ path, force }: OutputTask): Promise<Answer<null>> {
  const there = await lstat(path).catch(() => null);
  if (there && !there.isFile() && !there.isSymbolicLink()) {
    return refused({ code: 'NOT_REGULAR', message: 'not a regular file' });
  }
  if (there && !force) return refused({ code: 'EEXIST', message: 'file already exists' });
  await access(dirname(path), constants.W_OK);
  return answered(null);
}
