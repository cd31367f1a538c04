import { constants } from 'node:fs';
import { open, opendir, statfs, type FileHandle } from 'node:fs/promises';
import { answered, refused, type Answer } from '../answer.ts';
import { contentOf } from './content.ts';
import { errorOf } from '../errno.ts';
import type { Handlers } from '../host.ts';
import { pathInfoOf, typeOf } from './path-info.ts';
import type { Walk } from './path-walker.ts';
import type { FileContent, FileTail, Questions } from '../questions.ts';

/** The questions about paths: what a child can be asked in the host's place. */
export type FileMethod = 'readFile' | 'readTail' | 'readDirectory' | 'stat' | 'openDevice' | 'space';

export type FileHandlers = Pick<Handlers, FileMethod>;

type Reached = Extract<Walk, { end: 'reached' }>;

type Look<M extends FileMethod> = (at: Reached, args: Questions[M]['args']) => Promise<Answer<Questions[M]['answer']>>;

/**
 * The looks at what a walk has reached. They run in the process that walked, and only on file systems
 * that answer: in the doctor on local ones, in a child on all.
 */
export const LOOKS: { readonly [M in FileMethod]: Look<M> } = {
  stat: (at) => Promise.resolve(answered(pathInfoOf(at.stats, at.path, at.links))),

  async readFile(at, { maxBytes }) {
    if (!at.stats.isFile()) return notRegular(typeOf(at.stats));
    // O_NONBLOCK, as the path may have become a FIFO since the walk, and O_NOFOLLOW, as it may have become a symlink.
    return withOpen(at.machinePath, constants.O_RDONLY | constants.O_NOCTTY, (file) => readWhole(file, maxBytes));
  },

  async readTail(at, { maxBytes }) {
    if (!at.stats.isFile()) return notRegular(typeOf(at.stats));
    return withOpen(at.machinePath, constants.O_RDONLY | constants.O_NOCTTY, (file) => readEnd(file, maxBytes));
  },

  async readDirectory(at, { max }) {
    if (!at.stats.isDirectory()) return refused({ code: 'ENOTDIR', message: 'not a directory' });
    const entries = [];
    try {
      // Left early or at its end, the loop closes the directory.
      for await (const entry of await opendir(at.machinePath)) {
        if (entries.length >= max) break;
        entries.push({ name: entry.name, type: typeOf(entry) });
      }
    } catch (cause) {
      return refused(errorOf(cause));
    }
    return answered(entries.sort((a, b) => (a.name < b.name ? -1 : 1)));
  },

  async openDevice(at) {
    if (!at.stats.isCharacterDevice()) {
      return refused({ code: 'NOT_A_DEVICE', message: `not a character device but a ${typeOf(at.stats)}` });
    }
    return withOpen(at.machinePath, constants.O_RDWR | constants.O_NOCTTY, () =>
      Promise.resolve(answered({ opened: true as const })),
    );
  },

  async space(at) {
    try {
      const { bsize, blocks, bfree, files, ffree } = await statfs(at.machinePath);
      return answered({
        totalBytes: bsize * blocks,
        freeBytes: bsize * bfree,
        totalInodes: files,
        freeInodes: ffree,
      });
    } catch (cause) {
      return refused(errorOf(cause));
    }
  },
};

function notRegular(type: string): Answer<never> {
  return refused({ code: 'NOT_REGULAR', message: `not a regular file but a ${type}`, detail: { type } });
}

async function withOpen<T>(
  path: string,
  flags: number,
  use: (file: FileHandle) => Promise<Answer<T>>,
): Promise<Answer<T>> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, flags | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    return await use(file);
  } catch (cause) {
    return refused(errorOf(cause));
  } finally {
    await file?.close().catch(() => {});
  }
}

/**
 * Reads an open file to its end. Its size is only a hint (files of /proc have none, a log grows), so
 * one byte more than `maxBytes` is asked for, and that byte tells that the file is too large.
 */
async function readWhole(file: FileHandle, maxBytes: number): Promise<Answer<FileContent>> {
  const stats = await file.stat();
  if (!stats.isFile()) return notRegular(typeOf(stats));
  const tooLarge = (size: number): Answer<never> =>
    refused({ code: 'TOO_LARGE', message: `larger than ${maxBytes} bytes`, detail: { size, maxBytes } });
  if (stats.size > maxBytes) return tooLarge(stats.size);
  const chunks: Buffer[] = [];
  let total = 0;
  for (;;) {
    // A page or more at a time: some files of /proc give nothing into a smaller buffer.
    const chunk = Buffer.allocUnsafe(Math.max(4096, Math.min(stats.size - total + 1, 1 << 20)));
    const { bytesRead } = await file.read(chunk, 0, chunk.length, null);
    if (bytesRead === 0) return answered(contentOf(Buffer.concat(chunks), stats.mtimeMs));
    total += bytesRead;
    if (total > maxBytes) return tooLarge(Math.max(total, stats.size));
    chunks.push(chunk.subarray(0, bytesRead));
  }
}

/** Reads what follows the last `maxBytes` from the end, as the end was a moment ago: a log may grow meanwhile. */
async function readEnd(file: FileHandle, maxBytes: number): Promise<Answer<FileTail>> {
  const stats = await file.stat();
  if (!stats.isFile()) return notRegular(typeOf(stats));
  const start = Math.max(0, stats.size - maxBytes);
  const bytes = Buffer.alloc(stats.size - start);
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, start + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return answered({ bytes: bytes.subarray(0, filled), size: stats.size, mtimeMs: stats.mtimeMs });
}
