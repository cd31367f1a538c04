import type { PathInfo } from '../../host/questions.ts';

const TYPES: { readonly [type in PathInfo['type']]: string } = {
  file: '-',
  directory: 'd',
  socket: 's',
  fifo: 'p',
  'character-device': 'c',
  'block-device': 'b',
  symlink: 'l',
  other: '?',
};

/** One class's three letters; `special` is the letter of set-id and sticky bits, as in ls(1). */
function letters(bits: number, special: string | null): string {
  const execute = bits & 1;
  const last = special === null ? (execute ? 'x' : '-') : execute ? special : special.toUpperCase();
  return `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${last}`;
}

/** Type and permissions as ls -l writes them: `drwxr-xr-x`, `srw-rw----`. */
export function modeText({ type, mode }: Pick<PathInfo, 'type' | 'mode'>): string {
  const user = letters(mode >> 6, mode & 0o4000 ? 's' : null);
  const group = letters(mode >> 3, mode & 0o2000 ? 's' : null);
  const other = letters(mode, mode & 0o1000 ? 't' : null);
  return `${TYPES[type]}${user}${group}${other}`;
}

/** Owner and group as evidence shows them, root by its name and others by number: `root:root`, `root:994`. */
export function ownerText({ uid, gid }: Pick<PathInfo, 'uid' | 'gid'>): string {
  return `${uid === 0 ? 'root' : uid}:${gid === 0 ? 'root' : gid}`;
}
