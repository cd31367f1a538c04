import { posix } from 'node:path';

/** Directories that others than Crane need; craned would make them 0700 root (BindFs.cpp). */
const SHARED = [
  ['/', '/bin', '/boot', '/dev', '/etc', '/home', '/lib', '/lib64', '/media', '/mnt', '/opt', '/proc', '/root', '/run'],
  ['/sbin', '/srv', '/sys', '/tmp', '/usr', '/usr/local', '/var', '/var/cache', '/var/lib', '/var/log', '/var/run'],
  ['/var/spool', '/var/tmp'],
].flat();

/** True for a directory of the system, or Crane's own base, however it is written (`/mnt/`, `/mnt/../home`). */
export function isSharedDirectory(path: string, baseDir: string): boolean {
  const plain = withoutSlash(posix.normalize(path));
  return SHARED.includes(plain) || plain === withoutSlash(posix.normalize(baseDir));
}

/** What Crane itself puts there: a directory a user id; and what mkfs leaves on a volume of its own. */
export function isCranesOwn(name: string): boolean {
  return /^\d+$/.test(name) || name === 'lost+found';
}

function withoutSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}
