import { posix } from 'node:path';

/**
 * A path as a reader of a checkout knows it: a place in the tree that was examined with `--root` is below
 * that directory, and what is below `base` is told from there. Otherwise it stays absolute.
 */
export function pathInCheckout(path: string, root: string | null, base: string): string {
  const whole = root === null ? path : posix.join(root, path);
  if (base === '' || !posix.isAbsolute(whole)) return whole;
  const relative = posix.relative(base, whole);
  return relative === '' || relative.startsWith('..') ? whole : relative;
}
