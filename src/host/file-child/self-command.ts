import { dirname, join } from 'node:path';
import { isSea } from 'node:sea';
import { fileURLToPath } from 'node:url';

/** The hidden command of the program under which it is a child that looks at files (`runFileChild`); src/cli.ts knows it. */
const FILE_CHILD = '__file-child';

/**
 * The command line that starts this very program under a hidden command: the single executable by itself;
 * the bundle with the Node that runs it; and from source src/cli.ts, which Node runs as it is.
 */
export function selfCommand(...words: readonly string[]): readonly [string, ...string[]] {
  if (isSea()) return [process.execPath, ...words];
  // In the bundle this is the bundle itself.
  const here = fileURLToPath(import.meta.url);
  return [process.execPath, here.endsWith('.cjs') ? here : join(dirname(here), '..', '..', 'cli.ts'), ...words];
}

/** The command line of a child that looks at files. */
export function fileChildCommand(): readonly [string, ...string[]] {
  return selfCommand(FILE_CHILD);
}

/** The one file that this program is, for copying it elsewhere; null where it runs from its source. */
export function ownFile(): string | null {
  if (isSea()) return process.execPath;
  const here = fileURLToPath(import.meta.url);
  return here.endsWith('.cjs') ? here : null;
}
