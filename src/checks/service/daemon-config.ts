import { posix } from 'node:path';
import { DEFAULT_CONFIG_PATH } from '../../config/default-path.ts';

/**
 * The options of craned and cranectld that name the configuration: `-f, --config-file` (craned), `-C,
 * --config` (cranectld, and craned before; craned's later `-C` is a switch, which nothing starts a service
 * with), `-c`. ParseCommandLine, Craned.cpp and CraneCtld.cpp.
 */
const LONG = ['--config-file', '--config'];
const SHORT = ['-f', '-c', '-C'];

/** The configuration that a daemon's command line names, absolute; systemd starts its services in `/`. */
export function configOf(words: readonly string[]): string {
  for (const [index, word] of words.entries()) {
    if (index === 0) continue;
    const equals = LONG.find((option) => word.startsWith(`${option}=`));
    if (equals !== undefined) return posix.resolve('/', word.slice(equals.length + 1));
    const next = words[index + 1];
    if ([...LONG, ...SHORT].includes(word) && next !== undefined && !next.startsWith('-')) {
      return posix.resolve('/', next);
    }
    if (SHORT.some((option) => word.startsWith(`${option}/`))) return posix.resolve(word.slice(2));
  }
  return DEFAULT_CONFIG_PATH;
}
