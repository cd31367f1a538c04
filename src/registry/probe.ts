import type { HostError } from '../host/answer.ts';
import type { Host } from '../host/host.ts';
import type { HttpReply } from '../host/questions.ts';
import { addressesOfName, askRoute, nameOfRoute, portOfRoute } from './ask-route.ts';
import { connectTo, tried, type Unreachable } from './connect-to.ts';
import { layerOf, notTls } from './network-errors.ts';
import { notShown } from './not-shown.ts';
import type { Route } from './route.ts';
import { untilOneAnswers } from './until-one-answers.ts';
import { isHtml, readRootElsewhere, readV2, type V2Answer } from './v2.ts';
import { within } from './within.ts';

/**
 * How far a look at a registry came: the first layer that failed, or the registry's answer.
 * `authorities` is a file of certificates that the runtime is told to trust and cannot use,
 * `configuration` a file that keeps it from pulling anything. Behind a
 * proxy `dns` is about the proxy's name, and there is no `tcp`.
 */
export type ProbeEnd =
  | { readonly layer: 'not-asked'; readonly error: HostError }
  | { readonly layer: 'dns'; readonly error: HostError }
  | { readonly layer: 'tcp'; readonly failed: readonly Unreachable[] }
  | { readonly layer: 'configuration' | 'proxy' | 'authorities' | 'tls' | 'http'; readonly error: HostError }
  | { readonly layer: 'answer'; readonly answer: V2Answer; readonly reply: HttpReply };

/** What was seen on the way, for the report's evidence; times in ms, of the layer that failed until it did. */
export interface Probe {
  readonly end: ProbeEnd;
  readonly addresses: readonly string[];
  /** The address that the later layers talked to; null behind a proxy. */
  readonly address: string | null;
  /** Addresses that took no connection although another did. */
  readonly failed: readonly Unreachable[];
  readonly scheme: 'https' | 'http';
  readonly dnsMs: number | null;
  readonly tcpMs: number | null;
}

/** What is read of the answer to `/v2/`: enough for an error document. */
const MOST_BODY = 4_096;

/** A route that was not begun. */
export function notBegun({ scheme }: Route, end: ProbeEnd): Probe {
  return { end, addresses: [], address: null, failed: [], scheme, dnsMs: null, tcpMs: null };
}

/**
 * Takes a route to a registry as the runtime does, in layers, and stops at the first that fails: DNS,
 * TCP (all addresses at once; one that answers is enough, the resolver's first wins), or instead of
 * these the route's proxy; TLS with the route's authorities, and `/v2/`. Where the route allows it,
 * what does not work over TLS is asked in plain HTTP. `until` (performance.now) is when all of it has
 * to be over.
 */
export async function probeRoute(host: Host, route: Route, until: number): Promise<Probe> {
  const name = nameOfRoute(route);
  const started = performance.now();
  const resolved = await within(until - started, addressesOfName(host, name));
  if (!resolved.ok) {
    const dnsMs = resolved.error.afterMs ?? performance.now() - started;
    return { ...notBegun(route, endOf(resolved.error, 'dns')), dnsMs };
  }
  const addresses = tried(resolved.value.addresses);
  const seen = {
    address: null,
    failed: [],
    scheme: route.scheme,
    tcpMs: null,
    addresses,
    dnsMs: name.literal ? null : resolved.value.ms,
  };

  const schemes = route.scheme === 'https' && route.plainAfterTls ? (['https', 'http'] as const) : [route.scheme];
  const [first, plain] = await untilOneAnswers(
    schemes,
    (scheme) => probeBy(host, route, scheme, seen, until),
    ({ end }) => !['proxy', 'tcp', 'tls', 'http'].includes(end.layer),
  );
  // Who does not speak TLS is judged by what it says without.
  const speaksPlain = first!.end.layer === 'tls' && notTls(first!.end.error);
  return plain && (speaksPlain || plain.end.layer === 'answer') ? plain : first!;
}

/** The layers after DNS, by one scheme. */
async function probeBy(
  host: Host,
  route: Route,
  scheme: Route['scheme'],
  seen: Omit<Probe, 'end'>,
  until: number,
): Promise<Probe> {
  const connection =
    route.proxy === null ? await connectTo(host, seen.addresses, portOfRoute(route, scheme), until) : null;
  if (connection && connection.address === null) {
    const tcpMs = Math.max(...connection.failed.map(({ ms }) => ms));
    return { ...seen, scheme, tcpMs, end: notConnected(connection.failed) };
  }
  const reached = { ...seen, ...connection, scheme };

  const path = pathOf(route);
  const request = { path, method: 'GET', headers: {}, maxBodyBytes: MOST_BODY, discardBody: false } as const;
  const answer = await within(
    until - performance.now(),
    askRoute(host, route, { scheme, address: reached.address }, request),
  );
  if (!answer.ok) return { ...reached, end: unlessNotShown(route, failureOf(reached.address, answer.error)) };
  return { ...reached, end: unlessNotShown(route, answerOf(route, scheme, answer.value)) };
}

function notConnected(failed: readonly Unreachable[]): ProbeEnd {
  const unasked = failed.find(({ error }) => layerOf(error) === 'not-asked');
  return unasked ? { layer: 'not-asked', error: unasked.error } : { layer: 'tcp', failed };
}

/**
 * Where the endpoint says that it is a registry: `/v2/`, also for a route that leads below it. An API
 * elsewhere (override_path) is asked where it is.
 */
function pathOf({ path }: Route): string {
  return path.startsWith('/v2/') ? '/v2/' : `${path}/`;
}

function answerOf(route: Route, scheme: Route['scheme'], reply: HttpReply): ProbeEnd {
  const { status } = reply;
  // A relayed request that fails is answered with the proxy's own page, which no registry has.
  if (route.proxy !== null && scheme === 'http' && status >= 400 && isHtml(reply)) {
    const code = status === 401 ? 'ERR_PROXY_AUTH' : 'ERR_PROXY_REFUSED';
    const detail = { step: 'proxy', status };
    return { layer: 'proxy', error: { code, message: `the proxy answers ${status}`, detail } };
  }
  const answer = pathOf(route).endsWith('/v2/') ? readV2(reply) : readRootElsewhere(reply);
  return { layer: 'answer', answer, reply };
}

function failureOf(address: string | null, error: HostError): ProbeEnd {
  return address !== null && layerOf(error) === 'tcp'
    ? { layer: 'tcp', failed: [{ address, error, ms: Number(error.detail?.['connectMs'] ?? 0) }] }
    : endOf(error, layerOf(error));
}

function endOf(error: HostError, layer: ReturnType<typeof layerOf>): ProbeEnd {
  const real = layerOf(error) === 'not-asked' ? 'not-asked' : layer;
  return real === 'tcp' ? { layer: 'http', error } : { layer: real, error };
}

/** A registry that refuses what the runtime would show it was not really looked at. */
function unlessNotShown(route: Route, end: ProbeEnd): ProbeEnd {
  const refuses =
    end.layer === 'answer' && end.answer.kind !== 'registry' && [400, 401, 403].includes(end.reply.status);
  // How TLS says that it wants a certificate.
  const alert =
    route.clientCertificates.length > 0 &&
    (end.layer === 'tls' || end.layer === 'http') &&
    /ALERT|ECONNRESET/.test(end.error.code);
  const error = refuses || alert ? notShown(route) : null;
  return error ? { layer: 'not-asked', error } : end;
}
