import { chmodSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';

import { BUNDLE, NODE } from './checkout.ts';
import { temporaryDirectory, type Cleanup } from './cleanup.ts';
import type { RunOptions } from './program.ts';

/**
 * How to run the program as the user nobody (65534): a copy of the bundle and of Node where that
 * user can read them, because a checkout below /root cannot be entered.
 */
export function asNobody(cleanup: Cleanup): Pick<RunOptions, 'enter' | 'program'> {
  const directory = temporaryDirectory(cleanup);
  chmodSync(directory, 0o755);
  const program = [join(directory, 'node'), join(directory, 'crane-doctor.cjs')] as const;
  copyFileSync(NODE, program[0]);
  copyFileSync(BUNDLE, program[1]);
  program.forEach((file) => chmodSync(file, 0o755));
  return { enter: ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--'], program };
}
