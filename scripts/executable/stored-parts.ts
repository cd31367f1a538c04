import { crc32 } from 'node:zlib';
import type { Parts } from '../parts.ts';
import { isData, wrapped } from './part-loader.ts';

/** Where a piece lies in its asset, in bytes, and its CRC-32. */
type Place = readonly [offset: number, length: number, crc: number];

/** Of each part its wrapped code, or data, and its code cache, which is empty where there is none. */
export type Index = Readonly<Record<string, readonly [source: Place, cache: Place]>>;

export interface StoredParts {
  readonly index: Index;
  readonly sources: Buffer;
  readonly caches: Buffer;
}

/** V8 copies a code cache that is not aligned. */
const ALIGNMENT = 16;

/** All parts one behind the other, and all code caches likewise. */
export function storeParts(parts: Parts, cacheOf: ReadonlyMap<string, Buffer>): StoredParts {
  const sources = new Pile();
  const caches = new Pile();
  const index = Object.entries(parts).map(([name, code]) => {
    const cache = cacheOf.get(name) ?? Buffer.alloc(0);
    return [
      name,
      [sources.add(Buffer.from(isData(name) ? code : wrapped(code), 'latin1')), caches.add(cache)],
    ] as const;
  });
  return {
    index: Object.fromEntries(index),
    sources: sources.bytes(),
    caches: caches.bytes(),
  };
}

/** What somebody's copy of the executable is where not all of it has arrived. */
export class DamagedPart extends Error {}

/**
 * A part by its name; null where there is none. Only the source is copied, into its string. Throws
 * `DamagedPart` where the bytes are not those that were stored: V8 does not look whether a code cache is whole.
 */
export function readPart(
  index: Index,
  sources: Buffer,
  caches: Buffer,
  name: string,
): { source: string; cache: Buffer | null } | null {
  const entry = index[name];
  if (!entry) return null;
  const source = pieceAt(sources, entry[0], name);
  const cache = pieceAt(caches, entry[1], name);
  return { source: source.toString('latin1'), cache: cache.length === 0 ? null : cache };
}

function pieceAt(bytes: Buffer, [offset, length, crc]: Place, name: string): Buffer {
  const piece = bytes.subarray(offset, offset + length);
  if (crc32(piece) !== crc) throw new DamagedPart(name);
  return piece;
}

class Pile {
  private readonly pieces: Buffer[] = [];
  private length = 0;

  add(piece: Buffer): Place {
    const at = this.length;
    const padding = Buffer.alloc((ALIGNMENT - (piece.length % ALIGNMENT)) % ALIGNMENT);
    this.pieces.push(piece, padding);
    this.length += piece.length + padding.length;
    return [at, piece.length, crc32(piece)];
  }

  bytes(): Buffer {
    return Buffer.concat(this.pieces);
  }
}
