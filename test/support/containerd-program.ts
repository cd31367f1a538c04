import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where scripts/fetch-containerd.sh unpacks Debian 13's containerd. */
const UNPACKED = join(
  process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'),
  'crane-doctor-tests/containerd-trixie/usr/bin/containerd',
);

/**
 * A containerd of a version on this machine (`1.7`): the installed one or the unpacked one, or null.
 * `containerd --version` prints its import path, its version and Debian's.
 */
export function containerdProgram(version: '1.6' | '1.7'): string | null {
  const found = ['/usr/bin/containerd', UNPACKED].find((program) => {
    if (!existsSync(program)) return false;
    const printed = spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout ?? '';
    return new RegExp(`\\sv?${version.replace('.', '\\.')}\\.`).test(printed);
  });
  return found ?? null;
}
