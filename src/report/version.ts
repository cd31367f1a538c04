/** The doctor's version: package.json's, which the build puts in place of the module below. */
import manifest from '../../package.json' with { type: 'json' };

export const VERSION: string = manifest.version;
