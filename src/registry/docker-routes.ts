import { withoutPassword } from '../host/processes/environment.ts';
import type { Host } from '../host/host.ts';
import { readCertificateDirectory } from './certificate-directory.ts';
import { readDockerDaemon, type DockerDaemon } from './docker-daemon.ts';
import { parseEndpointUrl } from './endpoint-url.ts';
import { inNetwork, ipBits, ipNetwork, type IpBits } from './ip-network.ts';
import type { RegistryHost } from './registry-host.ts';
import { routeTo, type Route, type RouteNote, type Routes } from './route.ts';

const CERTIFICATES = '/etc/docker/certs.d';

/**
 * The routes of dockerd behind cri-dockerd: for docker.io its mirrors and then docker.io itself, which
 * is asked with the system's store only; for others themselves with their certificates
 * (lookupV2Endpoints, registry/service_v2.go).
 */
export async function dockerRoutes(host: Host, registry: RegistryHost): Promise<Routes> {
  const daemon = await readDockerDaemon(host);
  const notes: RouteNote[] = [...daemon.notes];
  if (registry.name !== 'docker.io') {
    const { route, notes: more } = await routeOf(host, registry, daemon, registry, 'https', '/v2');
    return { routes: [route], notes: [...notes, ...more] };
  }
  const routes: Route[] = [];
  for (const text of daemon.mirrors) {
    const url = text.includes('://') ? parseEndpointUrl(text) : null;
    if (!url?.ok) {
      const reason = url ? url.reason.en : 'it has no scheme';
      notes.push({ kind: 'invalid', path: daemon.path, detail: `${withoutPassword(text).slice(0, 200)}: ${reason}` });
      continue;
    }
    const { scheme, host: endpoint, path } = url.value;
    const read = await routeOf(host, registry, daemon, endpoint, scheme, `${path}/v2`);
    routes.push({ ...read.route, mirror: true, from: daemon.path });
    notes.push(...read.notes);
  }
  return { routes: [...routes, routeTo(registry, registry, 'default')], notes };
}

async function routeOf(
  host: Host,
  registry: RegistryHost,
  daemon: DockerDaemon,
  endpoint: RegistryHost,
  scheme: Route['scheme'],
  path: string,
): Promise<{ route: Route; notes: readonly RouteNote[] }> {
  const directory = `${CERTIFICATES}/${endpoint.authority}`;
  const { authorities, clientCertificates, notes } = await readCertificateDirectory(host, directory);
  const insecure = await insecureBy(host, endpoint, daemon.insecure);
  const from = insecure && !endpoint.loopback ? daemon.path : authorities.length > 0 ? directory : 'default';
  // An insecure registry is asked over TLS without verification, then in plain HTTP.
  const trust = { authorities, clientCertificates, verify: !insecure, plainAfterTls: insecure && scheme === 'https' };
  return { route: routeTo(registry, endpoint, from, { scheme, path, ...trust }), notes };
}

/**
 * True for what insecure-registries names and for loopback: by its name, or by an address that its name
 * has (isSecureIndex, registry/config.go). A name is resolved only where a network may hold it.
 */
async function insecureBy(host: Host, endpoint: RegistryHost, entries: readonly string[]): Promise<boolean> {
  if (endpoint.loopback || entries.includes(endpoint.authority)) return true;
  const networks = entries.map(ipNetwork).filter((network) => network !== null);
  if (networks.length === 0) return false;
  const addresses = await addressesOf(host, endpoint);
  return addresses.some((address) => networks.some((network) => inNetwork(address, network)));
}

async function addressesOf(host: Host, { apiHost, literal }: RegistryHost): Promise<readonly IpBits[]> {
  const resolved = literal ? null : await host.ask('resolve', { name: apiHost });
  const texts = resolved ? (resolved.ok ? resolved.value.addresses.map(({ address }) => address) : []) : [apiHost];
  return texts.map(ipBits).filter((address) => address !== null);
}
