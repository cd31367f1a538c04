import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Host } from '../../src/host/host.ts';
import { treeHost } from '../../src/host/tree.ts';
import { temporaryDirectory, type Cleanup } from '../support/cleanup.ts';

/** What stands at a path of a tree: a file's text, a directory, or a symlink. */
export type Placed =
  { readonly file: string; readonly mode?: number } | { readonly directory: number } | { readonly link: string };

/** Real files in a temporary directory, and the host that takes it for its root. */
export interface NodeTree {
  readonly host: Host;
  /** The real path of one in the tree. */
  readonly at: (path: string) => string;
}

/** Makes a tree of real files; directories on the way are 0755 whatever the umask. */
export function nodeTree(cleanup: Cleanup, placed: { readonly [path: string]: Placed }): NodeTree {
  const root = temporaryDirectory(cleanup);
  const at = (path: string): string => join(root, path);
  const makeDirectory = (path: string, mode = 0o755): void => {
    const above = dirname(path);
    if (above !== path) makeDirectory(above);
    mkdirSync(at(path), { recursive: true });
    if (path !== '/') chmodSync(at(path), mode);
  };
  for (const [path, what] of Object.entries(placed)) {
    makeDirectory(dirname(path));
    if ('directory' in what) makeDirectory(path, what.directory);
    else if ('link' in what) symlinkSync(what.link, at(path));
    else {
      writeFileSync(at(path), what.file);
      chmodSync(at(path), what.mode ?? 0o644);
    }
  }
  const host = treeHost(root);
  cleanup.defer(() => host.close());
  return { host, at };
}
