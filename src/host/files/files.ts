import { refused, type Answer } from '../answer.ts';
import type { FileChildren } from '../file-child/file-children.ts';
import { LOOKS, type FileHandlers, type FileMethod } from './file-questions.ts';
import type { MountView } from './mount-table.ts';
import { walkIn } from './path-walker.ts';
import type { Questions } from '../questions.ts';

/** What the files room is made of; `root` is `/`, or the tree that every path is resolved in. */
export interface FilesOptions {
  readonly root: string;
  readonly view: () => Promise<MountView>;
  readonly children: FileChildren;
}

/** The files of a machine or a tree. */
export interface FileRoom {
  readonly handlers: FileHandlers;
  /** True where a mount that may never answer is on the way to a path: then nothing in this process touches it. */
  mayHang(path: string): Promise<boolean>;
}

/**
 * The questions about paths: walked here, looked at here where only local file systems are on the
 * way, and by a child otherwise. The child walks the whole path again, as a symlink on the far side
 * may lead anywhere.
 */
export function fileRoom({ root, view, children }: FilesOptions): FileRoom {
  const ask = async <M extends FileMethod>(
    method: M,
    args: Questions[M]['args'],
    follow: boolean,
  ): Promise<Answer<Questions[M]['answer']>> => {
    const at = await walkIn(root, args.path, follow, await view());
    if (at.end === 'error') return refused(at.error);
    if (at.end === 'reached') return LOOKS[method](at, args);
    const answer = await children.ask(at.mountPoint, { method, args, root });
    return answer as Answer<Questions[M]['answer']>;
  };
  const handlers: FileHandlers = {
    readFile: (args) => ask('readFile', args, true),
    readTail: (args) => ask('readTail', args, true),
    readDirectory: (args) => ask('readDirectory', args, true),
    stat: (args) => ask('stat', args, args.follow),
    openDevice: (args) => ask('openDevice', args, true),
    space: (args) => ask('space', args, true),
  };
  return {
    handlers,
    mayHang: async (path) => (await walkIn(root, path, true, await view())).end === 'mount',
  };
}
