import { DEFAULT_CONFIG_PATH } from './default-path.ts';
import type { HostError } from '../host/answer.ts';
import type { Outcome } from './reading.ts';

/** What craned does with a file that could not be read, and its words for it (or ours, where we could not look). */
export interface UnreadFile {
  readonly outcome: Outcome;
  readonly message: string;
}

/**
 * From the host's error: craned tests std::filesystem::exists first, which throws for what is neither
 * there nor absent, then opens the file (ParseConfig, Craned.cpp; `Can't open` names the default path,
 * whichever was given). `asRoot` tells whether the refusal was one of root, as craned is.
 */
export function unreadFile(path: string, error: HostError, asRoot: boolean): UnreadFile {
  switch (error.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { outcome: 'missing', message: `Config file '${path}' not existed` };
    case 'ELOOP':
      return {
        outcome: 'aborts',
        message: `filesystem error: status: Too many levels of symbolic links [${path}]`,
      };
    case 'NOT_REGULAR':
      if (error.detail?.['type'] !== 'directory') break;
      return {
        outcome: 'aborts',
        message: 'basic_filebuf::underflow error reading the file: Is a directory',
      };
    case 'EACCES':
    case 'EPERM':
      if (!asRoot) break;
      return { outcome: 'exits', message: `Can't open config file ${DEFAULT_CONFIG_PATH}: bad file: ${path}` };
  }
  return { outcome: 'unknown', message: `${error.code}: ${error.message}` };
}
