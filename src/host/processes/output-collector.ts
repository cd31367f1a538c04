import type { Readable } from 'node:stream';

/**
 * Collects the first `max` bytes of a stream. What comes beyond is read and dropped, so that the
 * writer is not held up and ends as it would have.
 */
export function collectOutput(stream: Readable, max: number): { text(): string; truncated(): boolean } {
  const chunks: Buffer[] = [];
  let kept = 0;
  let cut = false;
  stream.on('error', () => {});
  stream.on('data', (chunk: Buffer) => {
    const room = max - kept;
    if (chunk.length > room) cut = true;
    if (room <= 0) return;
    chunks.push(chunk.subarray(0, room));
    kept += Math.min(chunk.length, room);
  });
  return { text: () => Buffer.concat(chunks).toString('utf8'), truncated: () => cut };
}
