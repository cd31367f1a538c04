import type { RegistryHost } from './registry-host.ts';

/** The forward proxy of a route. `url` may have credentials and is for asking only; `shown` has none. */
export interface RouteProxy {
  readonly url: string;
  readonly shown: string;
  /** Who told it: the path of a file, or a unit's name. */
  readonly from: string;
}

/** One way by which the runtime comes to the images of a registry. */
export interface Route {
  /** The registry that the image names. */
  readonly registry: RegistryHost;
  /** Where the runtime asks for it. */
  readonly endpoint: RegistryHost;
  readonly scheme: 'https' | 'http';
  /** Where the endpoint does not speak TLS, the same is asked in plain HTTP. */
  readonly plainAfterTls: boolean;
  /** What stands before a repository's name in a URL: `/v2`, `/v2/proxy`. */
  readonly path: string;
  /** The repository as the endpoint knows it; a namespace, or empty, where none was asked for. */
  readonly repository: string;
  /** Another place than the registry itself. */
  readonly mirror: boolean;
  /** Which references it is asked for: mirrors may be only for those with a digest, or with a tag. */
  readonly pulls: 'all' | 'digests' | 'tags';
  /** The configuration forbids this registry: the runtime refuses to pull. */
  readonly blocked: boolean;
  readonly verify: boolean;
  /** Absolute paths of PEM files that are trusted besides the system's store. */
  readonly authorities: readonly string[];
  /** Absolute paths of client certificates, which the runtime shows and a look at the registry does not. */
  readonly clientCertificates: readonly string[];
  /** Names of headers that the runtime sends besides; a login of its configuration is `authorization`. */
  readonly headers: readonly string[];
  readonly proxy: RouteProxy | null;
  /** The file that says so, or `default`. */
  readonly from: string;
}

/**
 * What a configuration says that is no route:
 * - `unreadable`, `invalid`: a file that could not be read or means nothing; `detail` is the error or the place;
 * - `unusable`: the runtime pulls nothing at all because of it, and `detail` says why;
 * - `ignored`: the runtime passes over it, and `detail` says why;
 * - `v1`: registries.conf of the old format, which is only recognised.
 */
export interface RouteNote {
  readonly kind: 'unreadable' | 'invalid' | 'unusable' | 'ignored' | 'v1';
  readonly path: string;
  readonly detail: string;
}

/** The routes to a registry in the order in which the runtime tries them, and what else was noticed. */
export interface Routes {
  readonly routes: readonly Route[];
  readonly notes: readonly RouteNote[];
}

/** A route with the usual values in what is left out. */
export function routeTo(
  registry: RegistryHost,
  endpoint: RegistryHost,
  from: string,
  otherwise: Partial<Route> = {},
): Route {
  return {
    registry,
    endpoint,
    scheme: 'https',
    plainAfterTls: false,
    path: '/v2',
    repository: '',
    mirror: false,
    pulls: 'all',
    blocked: false,
    verify: true,
    authorities: [],
    clientCertificates: [],
    headers: [],
    proxy: null,
    from,
    ...otherwise,
  };
}

/** True where an endpoint is another place than the registry: neither its name nor its address. */
export function isMirror(endpoint: RegistryHost, registry: RegistryHost): boolean {
  const same = endpoint.apiHost === registry.apiHost && endpoint.port === registry.port;
  return endpoint.name !== registry.name && !same;
}
