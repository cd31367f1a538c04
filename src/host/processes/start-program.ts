import { execa, type Options, type ResultPromise } from 'execa';
import { SYSTEM_DIRECTORIES } from './find-program.ts';

/*
 * Imported only where a program is started: execa is much to load. The build of the executable starts one with it
 * (scripts/executable/record-caches.ts), so that what starting takes is compiled already.
 */

const OPTIONS = {
  cwd: '/',
  // Messages in English, and no program of the caller's.
  // Go programs (ccontrol, with TLS) look for files below HOME and stop where there is none.
  env: {
    LANG: 'C.UTF-8',
    LC_ALL: 'C.UTF-8',
    PATH: SYSTEM_DIRECTORIES.join(':'),
    ...(process.getuid?.() === 0 ? { HOME: '/root' } : {}),
  },
  extendEnv: false,
  stdin: 'ignore',
  // The output and the end are watched here: execa's own promise waits until nobody holds the output open.
  buffer: false,
  encoding: 'buffer',
  reject: false,
  killDescendants: true,
  forceKillAfterDelay: false,
  // It would listen for signals, and end the doctor on one that the doctor handles once.
  cleanup: false,
} as const satisfies Options;

/** A program that runs, as execa holds it. */
export type Child = ResultPromise<typeof OPTIONS>;

/** Starts a program by the path that comes first, with the words that follow. */
export function startProgram([file, ...args]: readonly string[]): Child {
  return execa(file ?? '', args, OPTIONS);
}
