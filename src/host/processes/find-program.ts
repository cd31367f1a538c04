import { answered, refused, type Answer } from '../answer.ts';
import type { FileHandlers } from '../files/file-questions.ts';
import { distrust } from './trusted-program.ts';

/** Where programs are looked for, in this order. The caller's PATH does not count: it may be anybody's. */
export const SYSTEM_DIRECTORIES = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/**
 * The path of a program that this user can run: the path that was given, or the first of that name in
 * the system's directories. As root, one that another user could have replaced is passed over, and is
 * `UNTRUSTED` where there is no other.
 */
export async function findProgram(
  file: string,
  files: Pick<FileHandlers, 'stat'>,
  asRoot: boolean,
): Promise<Answer<string>> {
  const candidates = file.includes('/') ? [file] : SYSTEM_DIRECTORIES.map((directory) => `${directory}/${file}`);
  let failure: Answer<string> | null = null;
  for (const path of candidates) {
    const answer = await usable(path, files, asRoot);
    if (answer.ok) return answer;
    const absent = answer.error.code === 'ENOENT' || answer.error.code === 'ENOTDIR';
    if (!absent || candidates.length === 1) failure ??= answer;
  }
  return failure ?? refused({ code: 'ENOENT', message: `no ${file} in ${SYSTEM_DIRECTORIES.join(':')}` });
}

async function usable(path: string, files: Pick<FileHandlers, 'stat'>, asRoot: boolean): Promise<Answer<string>> {
  const answer = await files.stat({ path, follow: true });
  if (!answer.ok) return answer;
  if (answer.value.type !== 'file' || (answer.value.mode & 0o111) === 0) {
    return refused({ code: 'EACCES', message: `${path} is not an executable file` });
  }
  return (asRoot ? await distrust(path, answer.value, files) : null) ?? answered(path);
}
