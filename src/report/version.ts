/** What this program is, of which the build knows more: it puts another module in the place of this one. */
import manifest from '../../package.json' with { type: 'json' };

export const VERSION: string = manifest.version;

/** The commit that it was built from, with `-dirty` behind it where the tree had changes; null where nobody knows. */
export const COMMIT: string | null = null;

/** Whether it runs from source, as one file for Node, or (`node:sea` tells) as an executable of its own. */
export const BUILD: 'source' | 'bundle' = 'source';
