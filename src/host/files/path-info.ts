import type { Stats } from 'node:fs';
import type { PathInfo, PathType } from '../questions.ts';

interface Typed {
  isFile(): boolean;
  isDirectory(): boolean;
  isSocket(): boolean;
  isFIFO(): boolean;
  isCharacterDevice(): boolean;
  isBlockDevice(): boolean;
  isSymbolicLink(): boolean;
}

/** The type of what a stat or a directory entry is about. */
export function typeOf(entry: Typed): PathType {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'directory';
  if (entry.isSymbolicLink()) return 'symlink';
  if (entry.isSocket()) return 'socket';
  if (entry.isFIFO()) return 'fifo';
  if (entry.isCharacterDevice()) return 'character-device';
  return entry.isBlockDevice() ? 'block-device' : 'other';
}

/** A stat as an answer. `realPath` and `links` are as the walk saw them. */
export function pathInfoOf(stats: Stats, realPath: string, links: readonly string[]): PathInfo {
  const type = typeOf(stats);
  return {
    type,
    realPath,
    mode: stats.mode & 0o7777,
    uid: stats.uid,
    gid: stats.gid,
    size: stats.size,
    mtimeMs: stats.mtimeMs,
    device: type === 'character-device' || type === 'block-device' ? deviceOf(stats.rdev) : null,
    links,
  };
}

/** The numbers of a device as makedev(3) packs them: 12 bits of the major are in the middle of the minor's. */
function deviceOf(rdev: number): { major: number; minor: number } {
  return { major: (rdev >>> 8) & 0xfff, minor: (rdev & 0xff) | ((rdev >>> 12) & 0xfff00) };
}
