import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { recordIn } from './record.ts';
import { Scan, type OnRecord } from './scan.ts';

/** Large enough that reading and not asking takes the time, small enough for a node's memory. */
const PIECE = 1 << 20;
/** Where a log's times are looked at on the way back: so much of it at each step holds a head for sure. */
const SAMPLE = 65_536;
const STEP = 4 << 20;
/** So many samples in a row must be older: a clock that was set back must not hide what was before. */
const OLDER = 4;

/** What came of reading a log. */
export interface LogRead {
  readonly bytes: number;
  /** Why it was not read, or not to its end: an errno, or what is no file. */
  readonly error?: string;
}

export interface LogOptions {
  /** Records before this (Unix time, ms) are of no interest. */
  readonly since: number;
  readonly signal: AbortSignal;
  readonly onBytes?: (bytes: number) => void;
}

/**
 * Reads a file as a stream of pieces, to its end or as long as `onPiece` wants more. A file that shrinks, vanishes or
 * is no regular file is told and does no harm; the path has to be on a file system that answers.
 */
export async function readPieces(
  path: string,
  signal: AbortSignal,
  onPiece: (piece: Buffer) => boolean,
  beginOf: (file: FileHandle, size: number) => Promise<number> = () => Promise.resolve(0),
): Promise<LogRead> {
  let file: FileHandle | undefined;
  let bytes = 0;
  try {
    // O_NONBLOCK: it may have become a FIFO.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    const stats = await file.stat();
    if (!stats.isFile()) return { bytes, error: 'not-a-file' };
    const piece = Buffer.allocUnsafe(PIECE);
    let at = await beginOf(file, stats.size);
    for (let more = true; more && !signal.aborted;) {
      const { bytesRead } = await file.read(piece, 0, PIECE, at);
      if (bytesRead === 0) break;
      at += bytesRead;
      bytes += bytesRead;
      more = onPiece(piece.subarray(0, bytesRead));
    }
    return { bytes };
  } catch (cause) {
    return { bytes, error: (cause as NodeJS.ErrnoException).code ?? String(cause) };
  } finally {
    await file?.close().catch(() => {});
  }
}

/** Reads a log as a stream, from where `since` may begin to its end. */
export async function readLog(path: string, options: LogOptions, onRecord: OnRecord): Promise<LogRead> {
  const { since, signal, onBytes } = options;
  const scan = new Scan(onRecord);
  const onPiece = (piece: Buffer): boolean => {
    scan.add(piece);
    onBytes?.(piece.length);
    return true;
  };
  const read = await readPieces(path, signal, onPiece, (file, size) => beginOf(file, size, since));
  scan.end();
  const isOther = read.bytes > 0 && !scan.isLog && !signal.aborted;
  return read.error === undefined && isOther ? { ...read, error: 'not-a-log' } : read;
}

/**
 * Where to begin: back from the end step by step, until all times of several samples in a row are before `since`.
 */
async function beginOf(file: FileHandle, size: number, since: number): Promise<number> {
  const sample = Buffer.allocUnsafe(SAMPLE);
  let older = 0;
  for (let at = size - STEP; at > 0; at -= STEP) {
    const { bytesRead } = await file.read(sample, 0, SAMPLE, at);
    const times = timesIn(sample.subarray(0, bytesRead));
    older = times.length > 0 && times.every((time) => time < since) ? older + 1 : 0;
    if (older === OLDER) return at;
  }
  return 0;
}

function timesIn(bytes: Buffer): number[] {
  return bytes
    .toString('latin1')
    .split('\n')
    .slice(1)
    .flatMap((line) => recordIn(line)?.at ?? []);
}
