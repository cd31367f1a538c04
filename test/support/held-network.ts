import { existsSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { temporaryDirectory, type Cleanup } from './cleanup.ts';
import { waitFor } from './wait-for.ts';

/** CNI plugins of which `bridge` can be held in the middle of making a pod's network. */
export interface HeldNetwork {
  /** For `cniBinDir`. */
  readonly directory: string;
  /** From now on it waits: before it does anything, or `after` the network is made and before it says so. Else it is Debian's own. */
  hold(when?: 'before' | 'after'): void;
  letGo(): void;
  /** Resolves when a pod's network is being made and waits. */
  reached(): Promise<void>;
}

/** Debian's plugins, with a `bridge` that waits while a file is there. */
export function makeHeldNetwork(cleanup: Cleanup): HeldNetwork {
  const directory = temporaryDirectory(cleanup);
  for (const name of readdirSync('/usr/lib/cni'))
    if (name !== 'bridge') symlinkSync(join('/usr/lib/cni', name), join(directory, name));
  const at = (name: string): string => join(directory, name);
  const script = `#!/bin/sh
waits() {
  : > '${at('.reached')}'
  while [ -e '${at('.hold')}' ]; do sleep 0.05; done
}
[ "$CNI_COMMAND" = ADD ] && [ -e '${at('.hold')}' ] || exec /usr/lib/cni/bridge
if [ -s '${at('.hold')}' ]; then
  made=$(/usr/lib/cni/bridge) || exit
  waits
  printf '%s\n' "$made"
else
  waits
  exec /usr/lib/cni/bridge
fi
`;
  writeFileSync(at('bridge'), script, { mode: 0o755 });
  const remove = (name: string): void => {
    rmSync(at(name), { force: true });
  };
  return {
    directory,
    hold(when = 'before') {
      remove('.reached');
      writeFileSync(at('.hold'), when === 'after' ? 'after' : '');
    },
    letGo: () => remove('.hold'),
    async reached() {
      await waitFor('a pod that waits for its network', () => existsSync(at('.reached')));
    },
  };
}
