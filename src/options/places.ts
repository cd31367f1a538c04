import { resolve } from 'node:path';
import type { CommandLine } from './parse.ts';

/** Where craned looks when it is not told otherwise (kDefaultConfigPath, PublicHeader.h). */
const DEFAULT_CONFIG = '/etc/crane/config.yaml';

/**
 * The configuration and the tree that a command line names, as absolute paths: the host takes no
 * others. Under `--root` a relative configuration path begins at the tree's root, else where the
 * caller stands.
 */
export function placesOf(line: CommandLine): { readonly configPath: string; readonly root: string | null } {
  const root = line.value('root');
  const config = line.value('config') ?? DEFAULT_CONFIG;
  return {
    configPath: root === undefined ? resolve(config) : resolve('/', config),
    root: root === undefined ? null : resolve(root),
  };
}
