import { createHash } from 'node:crypto';
import type { FileContent } from '../questions.ts';

/** A file's content from the bytes that were read: the hash is of what was read, whatever the file is by now. */
export function contentOf(bytes: Uint8Array, mtimeMs: number): FileContent {
  return { bytes, size: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex'), mtimeMs };
}
