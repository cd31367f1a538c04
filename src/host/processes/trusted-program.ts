import { refused, type Answer } from '../answer.ts';
import type { FileHandlers } from '../files/file-questions.ts';
import type { PathInfo } from '../questions.ts';

/**
 * Null where a program that was found at `path` can only be replaced by root, else why it cannot be
 * run as root. Whoever may write a directory on the way, a symlink's own directory included, can put
 * another program there; a sticky bit keeps them from deleting files, not from adding one that was missing.
 */
export async function distrust(
  path: string,
  program: PathInfo,
  { stat }: Pick<FileHandlers, 'stat'>,
): Promise<Answer<never> | null> {
  const open = openTo(program);
  if (open) return untrusted(program.realPath, open);
  const directories = new Set([path, ...program.links, program.realPath].flatMap(ancestorsOf));
  for (const directory of directories) {
    const answer = await stat({ path: directory, follow: true });
    if (!answer.ok) return answer;
    const why = openTo(answer.value);
    if (why) return untrusted(directory, why);
  }
  return null;
}

function openTo({ uid, mode }: PathInfo): string | null {
  if (uid !== 0) return `belongs to uid ${uid}`;
  if (mode & 0o002) return 'is writable for everybody';
  return mode & 0o020 ? 'is writable for its group' : null;
}

function untrusted(path: string, why: string): Answer<never> {
  return refused({ code: 'UNTRUSTED', message: `not run as root: ${path} ${why}`, detail: { path } });
}

/** `/a/b/c` has `/a/b`, `/a` and `/`. */
function ancestorsOf(path: string): string[] {
  const parent = path.slice(0, path.lastIndexOf('/')) || '/';
  return parent === '/' ? ['/'] : [parent, ...ancestorsOf(parent)];
}
