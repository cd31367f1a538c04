import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { temporaryDirectory, type Cleanup } from './cleanup.ts';

const SUITE = 'bookworm';

/** The archive that this machine's apt takes Debian from; debootstrap's own where it has none. */
function mirror(): string[] {
  const files = ['/etc/apt/sources.list.d/debian.sources', '/etc/apt/sources.list'].filter((file) => existsSync(file));
  const [, found] =
    /^(?:URIs:\s*|deb\s+)(https?:\S+)/m.exec(files.map((file) => readFileSync(file, 'utf8')).join('\n')) ?? [];
  return found === undefined ? [] : [found];
}

/**
 * A directory with a minimal Debian (`debootstrap --variant=minbase`, 200 MB): a compute node from an image, without
 * Node.js. It is made once and kept packed in the user's cache; every call unpacks a copy.
 */
export function minimalRoot(cleanup: Cleanup): string {
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'crane-doctor-tests');
  const packed = join(cache, `minbase-${SUITE}.tar`);
  if (!existsSync(packed)) {
    mkdirSync(cache, { recursive: true });
    const fresh = `${packed}.${process.pid}`;
    execFileSync('debootstrap', ['--variant=minbase', SUITE, `${fresh}.d`, ...mirror()], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    execFileSync('tar', ['-cf', fresh, '-C', `${fresh}.d`, '.']);
    renameSync(fresh, packed);
    rmSync(`${fresh}.d`, { recursive: true });
  }
  const root = temporaryDirectory(cleanup);
  execFileSync('tar', ['-xpf', packed, '-C', root]);
  return root;
}
