import { answered, refused, type Answer, type HostError } from '../host/answer.ts';
import type { Host } from '../host/host.ts';
import type { HttpReply, HttpRequest } from '../host/questions.ts';
import { addressesOf } from './ask-route.ts';
import { parseChallenge } from './challenge.ts';
import { certificateTrouble } from './network-errors.ts';
import { connectTo, tried } from './connect-to.ts';
import { parseEndpointHost, type RegistryHost } from './registry-host.ts';
import type { Route } from './route.ts';
import { routeProxy, type RuntimeProxy } from './runtime-proxy.ts';
import { readToken, tokenUrl } from './token.ts';
import { within } from './within.ts';

/** How an endpoint is asked: by which route, as whom, and until when (performance.now). */
export interface Way {
  readonly route: Route;
  readonly scheme: 'https' | 'http';
  /** Where the endpoint took a connection; null behind a proxy. */
  readonly address: string | null;
  readonly repository: string;
  readonly proxy: RuntimeProxy;
  /** Credentials for exactly this endpoint, as `Authorization: Basic` takes them. */
  readonly basic: string | null;
  readonly until: number;
}

/** What came of asking for something: a reply with any status, or why there is none. */
export type Got =
  | { readonly kind: 'reply'; readonly reply: HttpReply }
  /** Whoever was asked last gave no reply. */
  | { readonly kind: 'silent'; readonly error: HostError; readonly peer: string }
  /** 401 or 403, by the registry or by whom it sends to for a token. */
  | { readonly kind: 'refused'; readonly status: number }
  /** The token service is not to be used: what it answered. */
  | { readonly kind: 'no-token'; readonly reason: string }
  /** Redirects that lead nowhere: too many, or to no URL of HTTP. */
  | { readonly kind: 'astray'; readonly reason: string }
  /** It is sent on elsewhere in plain HTTP, or without a certificate that is trusted: a runtime would go there, the doctor does not. */
  | { readonly kind: 'not-asked'; readonly reason: string };

export interface Session {
  get(path: string, how: Pick<HttpRequest, 'headers' | 'maxBodyBytes' | 'discardBody'>): Promise<Got>;
}

const MOST_REDIRECTS = 3;
const MOST_TOKEN = 65_536;

/**
 * Requests to one endpoint as a runtime makes them: a challenge is answered with a token or with Basic,
 * redirects are followed (three, to https or on the same host). Credentials go to the endpoint and to
 * where its own challenge sends for a token; whoever a redirect leads to gets neither. Others than the endpoint
 * have to be trusted, although containerd verifies them no more than the endpoint (one client with
 * InsecureSkipVerify for host and authorizer, remotes/docker/config/hosts.go): a password is not shown to anybody.
 */
export function openSession(host: Host, way: Way): Session {
  const { route, until } = way;
  const base = new URL(`${way.scheme}://${route.endpoint.authority}`);
  /** What stands in Authorization, by origin. */
  const authorizations = new Map<string, string>();

  const ask = async (
    url: URL,
    headers: HttpRequest['headers'],
    how: Pick<HttpRequest, 'maxBodyBytes' | 'discardBody'>,
  ): Promise<Answer<HttpReply>> => {
    const own = url.origin === base.origin;
    const scheme = url.protocol === 'http:' ? 'http' : 'https';
    const peer = parseEndpointHost(url.host, scheme);
    if (!peer.ok) return refused({ code: 'EINVAL', message: 'no host name or address' });
    const proxy = own ? route.proxy : routeProxy(way.proxy, peer.value, scheme);
    const at = own || proxy ? null : await addressFor(host, peer.value, until);
    if (at && !at.ok) return at;
    const request: HttpRequest = {
      ...how,
      url: url.href,
      address: own ? way.address : (at?.value ?? null),
      method: 'GET',
      headers,
      proxy: proxy?.url ?? null,
      authorities: route.authorities,
      verify: own ? route.verify : true,
    };
    return within(until - performance.now(), host.ask('http', request));
  };

  /** Why an endpoint that is not verified tells nothing here: it sends to a host that would have to be, or null. */
  const unverified = (url: URL, error: HostError): Got | null =>
    !route.verify && url.origin !== base.origin && certificateTrouble(error)
      ? {
          kind: 'not-asked',
          reason: `the certificate of ${url.host}, where it sends to, is not trusted (${error.code})`,
        }
      : null;

  /** Gets what a challenge asks for, and keeps it; what stands in the way instead. */
  const authorize = async (origin: string, header: string | undefined): Promise<Got | null> => {
    const challenge = parseChallenge(header);
    const basic = origin === base.origin ? way.basic : null;
    if (challenge?.scheme === 'basic' && basic !== null) {
      authorizations.set(origin, `Basic ${basic}`);
      return null;
    }
    if (challenge?.scheme !== 'bearer') return { kind: 'refused', status: 401 };
    const url = tokenUrl(challenge, base, way.repository);
    if (!url)
      return { kind: 'not-asked', reason: 'the realm of its challenge is neither https nor the registry itself' };
    const credentials = basic === null ? {} : { authorization: `Basic ${basic}` };
    const reply = await ask(url, credentials, { maxBodyBytes: MOST_TOKEN, discardBody: false });
    if (!reply.ok)
      return unverified(url, reply.error) ?? { kind: 'no-token', reason: `${url.host}: ${reply.error.code}` };
    const { status } = reply.value;
    if (status === 429) return { kind: 'reply', reply: reply.value };
    if (status === 401 || status === 403) return { kind: 'refused', status };
    const token = status === 200 ? readToken(reply.value.body) : null;
    if (token === null) return { kind: 'no-token', reason: `${url.host}: ${status}` };
    authorizations.set(origin, `Bearer ${token}`);
    return null;
  };

  return {
    async get(path, { headers, ...how }) {
      let url = new URL(path, base);
      const challenged = new Set<string>();
      for (let redirects = 0; ;) {
        const authorization = authorizations.get(url.origin);
        const answer = await ask(url, authorization === undefined ? headers : { ...headers, authorization }, how);
        if (!answer.ok) return unverified(url, answer.error) ?? { kind: 'silent', error: answer.error, peer: url.host };
        const reply = answer.value;
        if (reply.status === 401 && !challenged.has(url.origin)) {
          challenged.add(url.origin);
          const stopped = await authorize(url.origin, reply.headers['www-authenticate']);
          if (stopped) return stopped;
          continue;
        }
        if (reply.status === 401 || reply.status === 403) return { kind: 'refused', status: reply.status };
        const location = [301, 302, 303, 307, 308].includes(reply.status) ? reply.headers['location'] : undefined;
        if (location === undefined) return { kind: 'reply', reply };
        redirects += 1;
        const next = redirectOf(url, location);
        if (!next) {
          const plain = URL.canParse(location) && new URL(location).protocol === 'http:';
          return { kind: plain ? 'not-asked' : 'astray', reason: 'a redirect to no https URL' };
        }
        if (redirects > MOST_REDIRECTS) return { kind: 'astray', reason: `more than ${MOST_REDIRECTS} redirects` };
        url = next;
      }
    },
  };
}

/** Where a redirect leads: to https, or to the same host; without what it would log in with. */
function redirectOf(from: URL, location: string): URL | null {
  if (!URL.canParse(location, from.href)) return null;
  const next = new URL(location, from.href);
  if (next.protocol !== 'https:' && !(next.protocol === 'http:' && next.host === from.host)) return null;
  next.username = '';
  next.password = '';
  next.hash = '';
  return next;
}

/** Where somebody else takes a connection: a token service, or whoever a redirect leads to. */
async function addressFor(host: Host, peer: RegistryHost, until: number): Promise<Answer<string>> {
  const resolved = await within(until - performance.now(), addressesOf(host, peer));
  if (!resolved.ok) return resolved;
  const { address, failed } = await connectTo(host, tried(resolved.value.addresses), peer.port, until);
  if (address !== null) return answered(address);
  return refused(failed[0]?.error ?? { code: 'ENODATA', message: 'no address' });
}
