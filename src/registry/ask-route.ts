import type { Answer } from '../host/answer.ts';
import type { Host } from '../host/host.ts';
import type { HttpReply, Resolution } from '../host/questions.ts';
import { ipFamily } from './ip-address.ts';
import type { RegistryHost } from './registry-host.ts';
import type { Route } from './route.ts';

/** What is asked of an endpoint. `path` begins with a slash and may have a query. */
export interface RouteRequest {
  readonly path: string;
  readonly method: 'GET' | 'HEAD';
  readonly headers: { readonly [name: string]: string };
  readonly maxBodyBytes: number;
  readonly discardBody: boolean;
}

/** Whose name has to be known on this node for a route: the endpoint's, or that of the proxy before it. */
export interface RouteName {
  readonly name: string;
  /** An address, which nobody has to resolve. */
  readonly literal: boolean;
}

/** The name that a route needs here. Behind a proxy the registry's name is the proxy's affair. */
export function nameOfRoute({ endpoint, proxy }: Route): RouteName {
  if (proxy === null) return { name: endpoint.apiHost, literal: endpoint.literal };
  const name = URL.canParse(proxy.url) ? new URL(proxy.url).hostname.replace(/^\[|\]$/g, '') : '';
  return { name, literal: ipFamily(name) !== 0 };
}

/** The addresses of a registry: of a literal itself, else the resolver's memoised answer. */
export function addressesOf(host: Host, { apiHost, literal }: RegistryHost): Promise<Answer<Resolution>> {
  return addressesOfName(host, { name: apiHost, literal });
}

/** The same of the name that a route needs. */
export async function addressesOfName(host: Host, { name, literal }: RouteName): Promise<Answer<Resolution>> {
  if (!literal) return await host.ask('resolve', { name });
  const addresses = [{ address: name, family: name.includes(':') ? (6 as const) : (4 as const) }];
  return { ok: true, value: { addresses, names: [], servers: [], ms: 0 } };
}

/** The port of an endpoint by a scheme: a name without a port is at the scheme's own. */
export function portOfRoute({ endpoint, scheme }: Route, by: Route['scheme'] = scheme): number {
  const told = /:\d+$/.test(endpoint.name) || scheme === by;
  return told ? endpoint.port : by === 'https' ? 443 : 80;
}

/**
 * Asks an endpoint as the runtime would: with the route's proxy, certificate authorities and
 * verification. `address` is where the endpoint is, and counts for nothing behind a proxy. What the
 * runtime sends besides (client certificates, headers of the configuration) is not sent.
 */
export function askRoute(
  host: Host,
  route: Route,
  at: { readonly scheme: Route['scheme']; readonly address: string | null },
  { path, ...request }: RouteRequest,
): Promise<Answer<HttpReply>> {
  return host.ask('http', {
    url: `${at.scheme}://${route.endpoint.authority}${path}`,
    address: route.proxy === null ? at.address : null,
    proxy: route.proxy?.url ?? null,
    authorities: route.authorities,
    verify: route.verify,
    ...request,
  });
}
