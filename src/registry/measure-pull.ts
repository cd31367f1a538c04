import type { Found } from './image-at.ts';

/** What was read of an image to see how fast its registry is. */
export interface Measured {
  readonly bytes: number;
  readonly ms: number;
  readonly bytesPerSecond: number;
}

/** No more is read: it is a look, and no pull. */
const SAMPLE = 1024 * 1024;
/** Less than this says nothing about speed: it is in the first packets. */
const LEAST = 64 * 1024;

/** The bytes that are pulled for an image of which nothing is here: layers, each once, and the configuration. */
export function pullSize({ config, layers }: Extract<Found, { kind: 'found' }>): number {
  const blobs = new Map([config, ...layers].map(({ digest, size }) => [digest, size]));
  return [...blobs.values()].reduce((sum, size) => sum + size, 0);
}

/**
 * Reads the beginning of the image's largest layer, 1 MiB at most and as long as the host waits for a body, and
 * tells how fast it came, from its first byte to its last. Null where too little came to say.
 */
export async function measurePull(found: Extract<Found, { kind: 'found' }>): Promise<Measured | null> {
  const [largest] = [...found.layers].sort((a, b) => b.size - a.size);
  if (!largest || largest.size < LEAST) return null;
  const bytes = Math.min(largest.size, SAMPLE);
  const headers = { range: `bytes=0-${bytes - 1}` };
  const got = await found.session.get(found.blobs + largest.digest, {
    headers,
    maxBodyBytes: bytes,
    discardBody: true,
  });
  if (got.kind === 'reply' && [200, 206].includes(got.reply.status))
    return speed(got.reply.bodyBytes, got.reply.bodyMs);
  // A body that did not end in time tells all the more.
  if (got.kind !== 'silent') return null;
  const { bodyBytes, bodyMs } = got.error.detail ?? {};
  return speed(Number(bodyBytes ?? 0), Math.max(Number(bodyMs ?? 0), got.error.afterMs ?? 0));
}

function speed(bytes: number, ms: number): Measured | null {
  if (bytes === 0) return null;
  const time = Math.max(ms, 1);
  return { bytes, ms: Math.round(time), bytesPerSecond: Math.round((bytes / time) * 1_000) };
}
