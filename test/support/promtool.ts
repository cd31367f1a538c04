import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where scripts/fetch-promtool.sh unpacks Debian's promtool. */
const UNPACKED = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'crane-doctor-tests/promtool');

/** The installed promtool or the unpacked one, or null. */
export function promtoolProgram(): string | null {
  return ['/usr/bin/promtool', UNPACKED].find((program) => existsSync(program)) ?? null;
}
