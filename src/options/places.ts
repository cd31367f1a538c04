import { resolve } from 'node:path';
import { DEFAULT_CONFIG_PATH, DEFAULT_SETTINGS_PATH } from '../config/default-path.ts';

import type { CommandLine } from './parse.ts';
import { UsageError } from './usage-error.ts';

/** A path as it is meant where the caller stands, who may stand in a directory that was removed (getcwd(3): ENOENT). */
export function absolute(path: string): string {
  try {
    return resolve(path);
  } catch {
    throw new UsageError({
      en: `${path}: the current directory is gone; give an absolute path`,
      zh: `${path}：当前目录已被删除，请使用绝对路径`,
    });
  }
}

/** Where a command line looks. */
export interface Places {
  readonly configPath: string;
  readonly root: string | null;
  readonly settingsPath: string;
  /** A file that was named has to be there, and right. */
  readonly settingsNamed: boolean;
}

/**
 * The files and the tree that a command line names, as absolute paths: the host takes no others. Under
 * `--root` a relative path begins at the tree's root, else where the caller stands.
 */
export function placesOf(line: CommandLine): Places {
  const root = line.value('root');
  const placed = (path: string): string => (root === undefined ? absolute(path) : resolve('/', path));
  return {
    configPath: placed(line.value('config') ?? DEFAULT_CONFIG_PATH),
    root: root === undefined ? null : absolute(root),
    settingsPath: placed(line.value('settings') ?? DEFAULT_SETTINGS_PATH),
    settingsNamed: line.value('settings') !== undefined,
  };
}
