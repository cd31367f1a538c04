import type { Host } from '../host/host.ts';
import { isBefore } from '../cri/version.ts';
import { readToml } from '../runtime/toml.ts';
import { readCertificateDirectory } from './certificate-directory.ts';
import { findHostDirectory } from './host-directory.ts';
import { readHostsToml, type HostEntry } from './hosts-toml.ts';
import type { RegistryHost } from './registry-host.ts';
import { isMirror, routeTo, type Route, type RouteNote, type Routes } from './route.ts';

/** What a host directory holds, and the file or directory that says so. */
interface Directory {
  readonly from: string;
  readonly entries: readonly HostEntry[];
  readonly notes: readonly RouteNote[];
}

/** The registry itself, as containerd comes to it where no file says otherwise. */
const ITSELF: HostEntry = {
  url: null,
  pull: true,
  resolve: true,
  skipVerify: undefined,
  authorities: [],
  clientCertificates: [],
  headers: [],
};

/**
 * The routes of a containerd of this version that looks for host directories in `roots` (registry.config_path;
 * none where it is empty), as ConfigureHosts makes them (remotes/docker/config/hosts.go).
 */
export async function containerdRoutes(
  host: Host,
  registry: RegistryHost,
  { version, roots }: { readonly version: string; readonly roots: readonly string[] },
): Promise<Routes> {
  const found = await findHostDirectory(host, roots, registry.name);
  if (!found.ok) {
    const path = String(found.error.detail?.['path'] ?? roots.join(':'));
    const notes: readonly RouteNote[] = [{ kind: 'unreadable', path, detail: found.error.code }];
    return { routes: [routeOf(registry, ITSELF, 'default', version)], notes };
  }
  const { from, entries, notes } =
    found.value === null
      ? { from: 'default', entries: [ITSELF], notes: [] }
      : await readHostDirectory(host, found.value, version);
  const routes = entries.filter(({ pull }) => pull).map((entry) => routeOf(registry, entry, from, version));
  return { routes, notes };
}

/** hosts.toml where it is there and means something, else the directory's certificates (loadHostDir). */
async function readHostDirectory(host: Host, directory: string, version: string): Promise<Directory> {
  const path = `${directory}/hosts.toml`;
  const { file, table, trouble } = await readToml(host, path);
  const notes: RouteNote[] = [];
  if (file.state === 'error') {
    notes.push({ kind: trouble === null ? 'unreadable' : 'invalid', path, detail: trouble ?? file.error ?? '' });
  } else if (table) {
    const read = readHostsToml(table, directory, isBefore(version, '2.0.0-alpha'));
    if (read.ok) return { from: path, entries: read.entries, notes };
    notes.push({ kind: 'ignored', path, detail: read.reason });
  }
  const certificates = await readCertificateDirectory(host, directory);
  const { authorities, clientCertificates } = certificates;
  const told = authorities.length + clientCertificates.length > 0;
  const entries = [{ ...ITSELF, authorities, clientCertificates }];
  return { from: told ? directory : 'default', entries, notes: [...notes, ...certificates.notes] };
}

/** A route as an entry has it. What the entry leaves out depends on whether the registry is this very machine. */
function routeOf(registry: RegistryHost, entry: HostEntry, from: string, version: string): Route {
  const common = {
    authorities: entry.authorities,
    clientCertificates: entry.clientCertificates,
    headers: entry.headers,
  };
  if (!entry.url) return routeTo(registry, registry, from, { ...common, ...schemeOfItself(registry, entry, version) });
  const { scheme, host, path } = entry.url;
  const explicitTls = entry.skipVerify !== undefined || entry.authorities.length + entry.clientCertificates.length > 0;
  return routeTo(registry, host, from, {
    ...common,
    ...(scheme === 'http' ? plainScheme(host.port, explicitTls, version) : {}),
    path,
    mirror: isMirror(host, registry),
    pulls: entry.resolve ? 'all' : 'digests',
    verify: entry.skipVerify !== true,
  });
}

type Scheme = Pick<Route, 'scheme' | 'plainAfterTls' | 'verify'>;

/**
 * How the registry itself is asked: over TLS. On this very machine (docker.IsLocalhost) no certificate
 * is verified, and with a port other than 443 plain HTTP will do.
 */
function schemeOfItself({ loopback, port }: RegistryHost, { skipVerify }: HostEntry, version: string): Scheme {
  if (!loopback) return { scheme: 'https', plainAfterTls: false, verify: skipVerify !== true };
  if (port === 443) return { scheme: 'https', plainAfterTls: false, verify: false };
  return { ...plainScheme(port, true, version), verify: false };
}

/**
 * A URL that says http, with settings of TLS beside it: containerd 1.7 and later try TLS first, unless
 * it is port 80 (docker.NewHTTPFallback).
 */
function plainScheme(port: number, explicitTls: boolean, version: string): Pick<Route, 'scheme' | 'plainAfterTls'> {
  return explicitTls && port !== 80 && !isBefore(version, '1.7.0-beta.0')
    ? { scheme: 'https', plainAfterTls: true }
    : { scheme: 'http', plainAfterTls: false };
}
