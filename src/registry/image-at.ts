import type { HostError } from '../host/answer.ts';
import type { HttpReply } from '../host/questions.ts';
import { jsonOf, MANIFEST_TYPES, platformOf, readManifest, type Descriptor } from './manifest.ts';
import { platformText, suits } from './platform.ts';
import type { Got, Session } from './session.ts';

/** What a registry says of an image. */
export type Found =
  | {
      readonly kind: 'found';
      readonly digest: string | null;
      readonly platform: string;
      readonly config: Descriptor;
      readonly layers: readonly Descriptor[];
      readonly headers: HttpReply['headers'];
      readonly session: Session;
      /** What stands before a digest in the URL of a blob. */
      readonly blobs: string;
    }
  | { readonly kind: 'not-found'; readonly error: string | null }
  | { readonly kind: 'unauthorized'; readonly status: number; readonly account: string | null }
  | { readonly kind: 'no-platform'; readonly platforms: readonly string[] }
  | { readonly kind: 'rate-limited'; readonly headers: HttpReply['headers'] }
  | { readonly kind: 'not-an-image'; readonly mediaType: string }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'not-reached'; readonly layer: 'dns' | 'registry' | 'not-asked'; readonly error: HostError };

/** Where an image is asked for, and by whom. */
export interface Place {
  readonly session: Session;
  readonly base: string;
  readonly query: string;
  readonly architecture: string;
  readonly account: string | null;
}

const MOST_MANIFEST = 4 * 1024 * 1024;
const MOST_CONFIG = 1024 * 1024;
/** An index may hold indexes. */
const DEEPEST = 3;

/**
 * What a place says of an image by a tag or digest: its manifest, that of this node's processor where it is
 * an index, and the image's own configuration, which has the last word about its platform.
 */
export function imageAt(place: Place, reference: string): Promise<Found> {
  return manifestOf(place, reference, 0);
}

async function manifestOf(place: Place, reference: string, depth: number): Promise<Found> {
  const { session, base, query, architecture } = place;
  const how = { headers: { accept: MANIFEST_TYPES }, maxBodyBytes: MOST_MANIFEST, discardBody: false };
  const got = await session.get(`${base}/manifests/${reference}${query}`, how);
  const reply = replyOf(got, place.account);
  if ('kind' in reply) return reply;
  const manifest = readManifest(reply.body, reply.headers['content-type'] ?? '');
  if (manifest.kind === 'other') return { kind: 'not-an-image', mediaType: manifest.mediaType };
  if (manifest.kind === 'index') {
    const ranked = manifest.entries
      .map(({ digest, platform }) => ({ digest, rank: platform ? suits(platform, architecture) : 1 }))
      .sort((a, b) => b.rank - a.rank);
    const [best] = ranked;
    if (best && best.rank > 0) {
      if (depth === DEEPEST) return { kind: 'failed', reason: 'its index leads to indexes only' };
      return manifestOf(place, best.digest, depth + 1);
    }
    const platforms = manifest.entries.flatMap(({ platform }) => (platform ? [platformText(platform)] : []));
    return { kind: 'no-platform', platforms: [...new Set(platforms)].filter((one) => one !== 'unknown/unknown') };
  }
  const config = await session.get(`${base}/blobs/${manifest.config.digest}${query}`, {
    headers: {},
    maxBodyBytes: MOST_CONFIG,
    discardBody: false,
  });
  const blob = replyOf(config, place.account);
  if ('kind' in blob) {
    return blob.kind === 'not-found' ? { kind: 'failed', reason: 'the configuration of the image is not there' } : blob;
  }
  const platform = platformOf(jsonOf(blob.body));
  if (platform && suits(platform, architecture) === 0) {
    return { kind: 'no-platform', platforms: [platformText(platform)] };
  }
  const digest = /^[a-z0-9]+:[0-9a-f]{32,128}$/.exec(reply.headers['docker-content-digest'] ?? '')?.[0] ?? null;
  return {
    kind: 'found',
    digest,
    platform: platform ? platformText(platform) : '',
    config: manifest.config,
    layers: manifest.layers,
    headers: reply.headers,
    session,
    blobs: `${base}/blobs/`,
  };
}

/** The reply of 200, or what stands in its place. */
function replyOf(got: Got, account: string | null): HttpReply | Found {
  switch (got.kind) {
    case 'refused':
      return { kind: 'unauthorized', status: got.status, account };
    case 'silent':
      return { kind: 'failed', reason: `${got.peer}: ${got.error.code}: ${got.error.message}` };
    case 'no-token':
      return { kind: 'failed', reason: `no token: ${got.reason}` };
    case 'astray':
      return { kind: 'failed', reason: got.reason };
    case 'not-asked':
      return { kind: 'not-reached', layer: 'not-asked', error: { code: 'UNTRUSTED', message: got.reason } };
    case 'reply': {
      const { status, headers, body } = got.reply;
      if (status === 200) return got.reply;
      if (status === 429) return { kind: 'rate-limited', headers };
      return status === 404
        ? { kind: 'not-found', error: errorOf(body) }
        : { kind: 'failed', reason: `HTTP ${status}` };
    }
  }
}

/** The code of the specification's error document: MANIFEST_UNKNOWN, NAME_UNKNOWN. */
function errorOf(body: string): string | null {
  return /"code"\s*:\s*"([A-Z_]{1,40})"/.exec(body)?.[1] ?? null;
}
