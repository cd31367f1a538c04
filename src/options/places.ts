import { resolve } from 'node:path';
import type { CommandLine } from './parse.ts';
import { UsageError } from './usage-error.ts';

/** Where craned looks when it is not told otherwise (kDefaultConfigPath, PublicHeader.h). */
const DEFAULT_CONFIG = '/etc/crane/config.yaml';

/** A path as it is meant where the caller stands, who may stand in a directory that was removed (getcwd(3): ENOENT). */
function absolute(path: string): string {
  try {
    return resolve(path);
  } catch {
    throw new UsageError({
      en: `${path}: the current directory is gone; give an absolute path`,
      zh: `${path}：当前目录已被删除，请使用绝对路径`,
    });
  }
}

/**
 * The configuration and the tree that a command line names, as absolute paths: the host takes no
 * others. Under `--root` a relative configuration path begins at the tree's root, else where the
 * caller stands.
 */
export function placesOf(line: CommandLine): { readonly configPath: string; readonly root: string | null } {
  const root = line.value('root');
  const config = line.value('config') ?? DEFAULT_CONFIG;
  return {
    configPath: root === undefined ? absolute(config) : resolve('/', config),
    root: root === undefined ? null : absolute(root),
  };
}
