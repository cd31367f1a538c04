import { constants } from 'node:fs';
import { chown, mkdir, open, rmdir, unlink } from 'node:fs/promises';
import { answered, refused, type Answer } from '../answer.ts';
import { errorOf } from '../errno.ts';

/** Whose something is, and who may do what with it. */
export interface Owned {
  readonly path: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/**
 * One change of the file system. Paths are absolute. Each makes or takes away one thing: nothing is ever
 * removed that was not named, and nothing replaced.
 */
export type FileChange =
  | ({ readonly method: 'makeDirectory' } & Owned)
  | ({ readonly method: 'makeFile'; readonly base64: string } & Owned)
  | { readonly method: 'removeFile'; readonly path: string }
  | { readonly method: 'removeDirectory'; readonly path: string };

/** Tells a change from the other things that a file child is asked for. */
export function isFileChange(task: { readonly method: string }): task is FileChange {
  return Object.hasOwn(DO, task.method);
}

/** Does it in this process, which waits for as long as the file system does not answer. */
export async function doFileChange(change: FileChange): Promise<Answer<null>> {
  try {
    await DO[change.method](change as never);
    return answered(null);
  } catch (cause) {
    return refused(errorOf(cause));
  }
}

const DO: { readonly [M in FileChange['method']]: (change: FileChange & { method: M }) => Promise<unknown> } = {
  async makeDirectory({ path, mode, uid, gid }) {
    await mkdir(path, { mode });
    await chown(path, uid, gid);
  },
  async makeFile({ path, mode, uid, gid, base64 }) {
    const fresh = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | constants.O_NOFOLLOW;
    const file = await open(path, fresh, mode);
    try {
      await file.writeFile(base64, 'base64');
      await file.chmod(mode);
      await file.chown(uid, gid);
    } finally {
      await file.close();
    }
  },
  removeFile: ({ path }) => unlink(path),
  removeDirectory: ({ path }) => rmdir(path),
};
