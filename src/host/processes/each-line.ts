import type { Readable } from 'node:stream';

/** A longer line is left out: the memory is the node's. */
const MAX_LINE_BYTES = 1 << 20;
const NEWLINE = 0x0a;

/**
 * Gives out a stream line by line, without its ends, until its end or until no more are wanted. What is longer than
 * a limit is left out. Says how many lines that were.
 */
export function eachLine(stream: Readable, take: (line: string) => boolean, max = MAX_LINE_BYTES): () => number {
  let parts: Buffer[] = [];
  let held = 0;
  let long = 0;
  let wanted = true;
  const add = (part: Buffer): void => {
    held += part.length;
    if (held > max) parts = [];
    else parts.push(part);
  };
  const endLine = (): void => {
    if (held > max) long += 1;
    else wanted = take(Buffer.concat(parts).toString('utf8'));
    parts = [];
    held = 0;
  };
  stream.on('error', () => {});
  stream.on('data', (chunk: Buffer) => {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1 && wanted; at = chunk.indexOf(NEWLINE, from)) {
      add(chunk.subarray(from, at));
      endLine();
      from = at + 1;
    }
    if (wanted) add(chunk.subarray(from));
  });
  stream.on('end', () => {
    if (wanted && held > 0) endLine();
  });
  return () => long;
}
