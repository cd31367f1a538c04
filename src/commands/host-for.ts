import { statSync } from 'node:fs';
import type { Host } from '../host/host.ts';
import { liveHost } from '../host/live.ts';
import { treeHost } from '../host/tree.ts';
import { UsageError } from '../options/usage-error.ts';

/** This machine, or the tree of a node image; a tree that is no directory is a wrong call and not a broken node. */
export function hostFor(root: string | null): Host {
  if (root === null) return liveHost();
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError({ en: `--root ${root}: there is no such directory`, zh: `--root ${root}：没有这个目录` });
  }
  return treeHost(root);
}
