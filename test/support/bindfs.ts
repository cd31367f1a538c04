import { mkdirSync } from 'node:fs';

import type { Cleanup } from './cleanup.ts';
import { startDaemon, untilReady, type Daemon } from './daemon.ts';
import { mountsBelow, unmountBelow } from './mounts.ts';

/**
 * A real bindfs mount of `source` on `target` (both made where absent), in the foreground, so that
 * it can be stopped (then every access to the mount waits for ever) or killed (then every access
 * gives ENOTCONN). It is killed before it is unmounted: umount would wait for a stopped one.
 */
export async function mountBindfs(cleanup: Cleanup, source: string, target: string): Promise<Daemon> {
  mkdirSync(source, { recursive: true });
  mkdirSync(target, { recursive: true });
  cleanup.defer(() => unmountBelow(target));
  const daemon = startDaemon(cleanup, ['bindfs', '-f', source, target]);
  cleanup.defer(() => daemon.signal('SIGKILL'));
  await untilReady(daemon, `bindfs on ${target}`, () => mountsBelow(target).includes(target));
  return daemon;
}
