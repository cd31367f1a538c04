import type { Challenge } from './challenge.ts';
import { jsonOf } from './manifest.ts';

/** Longer tokens are nobody's: servers refuse such headers. */
const LONGEST = 16_384;

/**
 * Where a Bearer challenge sends for a token (distribution specification, token authentication): the
 * realm with service and scope. Null where that is no https URL, nor the registry itself in plain HTTP:
 * a password is not sent there.
 */
export function tokenUrl({ parameters }: Challenge, registry: URL, repository: string): URL | null {
  const realm = parameters['realm'] ?? '';
  if (!URL.canParse(realm)) return null;
  const url = new URL(realm);
  if (url.protocol !== 'https:' && url.origin !== registry.origin) return null;
  url.username = '';
  url.password = '';
  url.hash = '';
  if (parameters['service'] !== undefined) url.searchParams.set('service', parameters['service']);
  url.searchParams.set('scope', parameters['scope'] || `repository:${repository}:pull`);
  return url;
}

/** The token of a token service's answer, under either of its names; null where there is none that a header can carry. */
export function readToken(body: string): string | null {
  const answer = jsonOf(body);
  if (typeof answer !== 'object' || answer === null) return null;
  const { token, access_token: other } = answer as { readonly [key: string]: unknown };
  const found = [token, other].find((one) => typeof one === 'string' && one !== '');
  return typeof found === 'string' && found.length <= LONGEST && /^[\x21-\x7e]+$/.test(found) ? found : null;
}
