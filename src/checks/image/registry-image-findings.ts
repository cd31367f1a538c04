import type { Json } from '../../json.ts';
import type { LookedUp } from '../../registry/look-up-image.ts';
import { pullSize, type Measured } from '../../registry/measure-pull.ts';
import type { ImageReference } from '../../registry/reference.ts';
import type { CheckContext } from '../check.ts';
import { reasonOf } from '../common-codes.ts';
import type { Finding } from '../finding.ts';
import { oneLine } from '../look/one-line.ts';
import type { REGISTRY_IMAGE_CODES } from './registry-image-codes.ts';

type Context = CheckContext<typeof REGISTRY_IMAGE_CODES>;

/** craned's kCriDefaultImagePullingTimeout (CriClient.h), s. */
const PULL_SECONDS = 60;

/** What was seen of an image that was named. */
export interface Seen extends LookedUp {
  readonly reference: ImageReference;
  /** The image is on the node, and craned does not ask its registry for such a tag again. */
  readonly held: boolean;
  readonly account: string | null;
  readonly measured: Measured | null;
}

/** The check to which a registry that was not reached is left, where it runs; a registry without any way is nobody's. */
export function leftTo({ runs }: Context, { found, route }: LookedUp): string | null {
  if (found.kind !== 'not-reached' || found.layer === 'not-asked' || route === null) return null;
  if (found.layer === 'dns' && runs('dns')) return 'dns';
  return runs('registry') ? 'registry' : null;
}

/** A text of a reply's headers, cut to what a message can carry. */
function header(headers: { readonly [name: string]: string }, name: string): string | null {
  const value = headers[name];
  return value === undefined ? null : oneLine(value, 100);
}

/** The finding about an image, or null where its registry gives it out. `architecture` is the node's. */
export function findingFor(context: Context, seen: Seen, architecture: string): Finding | null {
  const { found: result, reference, route, held } = seen;
  const { found, notSeen } = context;
  const image = reference.text;
  const registry = (route?.endpoint ?? reference.registry).authority;
  const about = { target: image, severity: held ? 'warning' : 'error' } as const;
  switch (result.kind) {
    case 'not-found':
      return found('not-found', { image, registry, error: result.error }, about);
    case 'unauthorized': {
      const hub = reference.registry.name === 'docker.io';
      const { status, account } = result;
      return found('unauthorized', { image, registry, status, account, hub, refused: [{ account, status }] }, about);
    }
    case 'no-platform': {
      const platforms = result.platforms.slice(0, 12).map((platform) => oneLine(platform, 60));
      return found('no-platform', { image, registry, platform: `linux/${architecture}`, platforms }, about);
    }
    case 'not-an-image':
      return found('not-an-image', { image, registry, mediaType: oneLine(result.mediaType, 100) }, about);
    case 'failed':
      return found('failed', { image, registry, reason: oneLine(result.reason, 300) }, about);
    case 'rate-limited': {
      const [retryAfter, limit] = ['retry-after', 'ratelimit-limit'].map((name) => header(result.headers, name));
      return found('rate-limited', { image, registry, retryAfter: retryAfter!, limit: limit! }, { target: image });
    }
    case 'not-reached':
      if (result.layer === 'not-asked') return notSeen(image, result.error);
      if (leftTo(context, seen)) return null;
      return found('failed', { image, registry, reason: oneLine(reasonOf(result.error), 300) }, about);
    case 'found': {
      if (!seen.measured) return null;
      const bytes = pullSize(result);
      const { bytesPerSecond } = seen.measured;
      const seconds = Math.ceil(bytes / Math.max(bytesPerSecond, 1));
      if (seconds <= PULL_SECONDS) return null;
      return found('slow-pull', { image, bytes, bytesPerSecond, seconds }, { target: image });
    }
  }
}

/** An image that one login gets is there: that it is not found with another is a refusal, as GitLab's registry words it. */
export function refusedOthers(seen: readonly Seen[]): readonly Seen[] {
  const there = new Set(seen.filter(({ found }) => found.kind === 'found').map(({ reference }) => reference.text));
  return seen.map((one) =>
    one.found.kind === 'not-found' && one.account !== null && there.has(one.reference.text)
      ? { ...one, found: { kind: 'unauthorized', status: 404, account: one.account } }
      : one,
  );
}

/** What was seen of an image, in a row of the evidence. */
export function rowOf({ found, reference, route, held, account, measured }: Seen): Json {
  const from = route && {
    registry: route.endpoint.authority,
    ...(route.mirror ? { mirror: true } : {}),
    ...(route.proxy ? { proxy: oneLine(route.proxy.shown, 200) } : {}),
  };
  const base = { image: reference.text, ...from, login: account, ...(held ? { present: true } : {}) };
  if (found.kind !== 'found') return { ...base, failed: found.kind };
  const limit = header(found.headers, 'ratelimit-limit');
  const remaining = header(found.headers, 'ratelimit-remaining');
  return {
    ...base,
    ...(found.digest === null ? {} : { digest: found.digest }),
    platform: oneLine(found.platform, 60),
    layers: found.layers.length,
    size: pullSize(found),
    ...(measured ? { readBytes: measured.bytes, readMs: measured.ms, bytesPerSecond: measured.bytesPerSecond } : {}),
    ...(limit === null ? {} : { rateLimit: limit }),
    ...(remaining === null ? {} : { rateRemaining: remaining }),
  };
}
