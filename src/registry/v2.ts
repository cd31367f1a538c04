import type { HttpReply } from '../host/questions.ts';
import { parseChallenge, type Challenge } from './challenge.ts';

/** What shows that an answer is no registry's; `status` where only the status tells it. */
export type NoRegistry = 'html' | 'redirect' | 'no-challenge' | 'status';

/** What the answer to `GET /v2/` means (distribution specification, "API version check"). */
export type V2Answer =
  | { readonly kind: 'registry'; readonly challenge: Challenge | null }
  | { readonly kind: 'not-a-registry'; readonly seen: NoRegistry }
  | { readonly kind: 'rate-limited'; readonly retryAfter: string | null }
  | { readonly kind: 'http' };

/** True for a page, which a registry never answers with. */
export function isHtml(reply: HttpReply): boolean {
  return /^text\/html\b/i.test(reply.headers['content-type'] ?? '') || /^\s*<(?:!doctype|html)/i.test(reply.body);
}

/** An error document of the specification: `{"errors":[…]}`. Only a registry answers so. */
function hasRegistryErrors(reply: HttpReply): boolean {
  try {
    const body = JSON.parse(reply.body) as unknown;
    return typeof body === 'object' && body !== null && 'errors' in body && Array.isArray(body.errors);
  } catch {
    return false;
  }
}

/** Where a redirect leads, or null where it says nothing that is a URL. */
function redirectPath(location: string | undefined): string | null {
  return location !== undefined && URL.canParse(location, 'https://registry.invalid')
    ? new URL(location, 'https://registry.invalid').pathname
    : null;
}

/**
 * Reads the answer to `GET /v2/`. 200 and a 401 with a challenge say that a registry is there; so do
 * the version header and the specification's error document, whatever the status below 500. A redirect
 * to another `/v2/` is how registries move (registry.k8s.io); any other leads to a login page or a
 * captive portal. HTML is never a registry's.
 */
export function readV2(reply: HttpReply): V2Answer {
  const { status, headers } = reply;
  if (status === 429) return { kind: 'rate-limited', retryAfter: headers['retry-after'] ?? null };
  if (status >= 500) return { kind: 'http' };
  if (status >= 300 && status < 400) {
    const path = redirectPath(headers['location']);
    // A path alone leads to the same server: to /v2/ itself it is a circle, in which every pull ends.
    const circle = headers['location'] === '/v2/';
    const moved = path !== null && /^\/v2(?:\/|$)/.test(path) && !circle;
    return moved ? { kind: 'registry', challenge: null } : { kind: 'not-a-registry', seen: 'redirect' };
  }
  const challenge = status === 401 ? parseChallenge(headers['www-authenticate']) : null;
  const says = headers['docker-distribution-api-version'] !== undefined || hasRegistryErrors(reply);
  if (challenge || says) return { kind: 'registry', challenge };
  if (isHtml(reply)) return { kind: 'not-a-registry', seen: 'html' };
  if (status === 200) return { kind: 'registry', challenge: null };
  if (status === 401) return { kind: 'not-a-registry', seen: 'no-challenge' };
  if (status === 404) return { kind: 'not-a-registry', seen: 'status' };
  return { kind: 'http' };
}

/**
 * The same for an API that is not at `/v2/` (override_path): the specification says nothing of what its
 * root answers, so that only a page, a redirect elsewhere or a fault of the server tells against it.
 */
export function readRootElsewhere(reply: HttpReply): V2Answer {
  const answer = readV2(reply);
  const silent =
    (answer.kind === 'not-a-registry' && ['status', 'no-challenge'].includes(answer.seen)) || answer.kind === 'http';
  return silent && reply.status < 500 ? { kind: 'registry', challenge: null } : answer;
}
