import type { Host } from '../host/host.ts';
import { withoutPassword } from '../host/processes/environment.ts';
import { readCertificateDirectory, type CertificateDirectory } from './certificate-directory.ts';
import { parseRegistryHost, type RegistryHost } from './registry-host.ts';
import { registryFor, rewritten, type Location, type RegistryTable } from './registries-conf.ts';
import { readRegistriesConfFiles } from './registries-conf-files.ts';
import { unusableFile } from './unseen-file.ts';
import { isMirror, routeTo, type Route, type RouteNote, type Routes } from './route.ts';

/** Where containers/image looks for a registry's certificates; the first directory that is there counts. */
const CERTIFICATES = ['/etc/containers/certs.d', '/etc/docker/certs.d'];

/**
 * The routes of CRI-O to an image's registry: the mirrors of its `[[registry]]` table, then its location
 * (PullSourcesFromReference, pkg/sysregistriesv2). `insecure` is TLS without verification, else plain
 * HTTP (detectProperties, docker/docker_client.go). `repository` may be empty: then tables for a
 * namespace do not apply. With an unusable file there is only the registry itself, and CRI-O takes no route at all.
 */
export async function crioRoutes(host: Host, registry: RegistryHost, repository: string): Promise<Routes> {
  const { registries, notes } = await readRegistriesConfFiles(host);
  const image = repository === '' ? registry.name : `${registry.name}/${repository}`;
  const unusable = unusableFile(notes) !== null;
  const table = unusable ? null : registryFor(registries, image);
  const places = table ? [...table.mirrors, { ...table, pulls: 'all' as const }] : [];
  const routes: Route[] = [];
  const found: RouteNote[] = [...notes];
  for (const place of places) {
    const route = await routeAt(host, registry, image, table!, place);
    if ('kind' in route) found.push(route);
    else routes.push(...route.routes);
    if (!('kind' in route)) found.push(...route.notes);
  }
  if (table) return { routes, notes: found };
  const certificates = await certificatesOf(host, registry);
  const from = certificates.authorities.length > 0 ? directoryOf(certificates.authorities[0]!) : 'default';
  return { routes: [routeTo(registry, registry, from, { repository, ...files(certificates) })], notes: found };
}

/** The route to one place, or a note where its name is none that can be asked. */
async function routeAt(
  host: Host,
  registry: RegistryHost,
  image: string,
  table: RegistryTable,
  place: Location & { readonly pulls: Route['pulls'] },
): Promise<Routes | RouteNote> {
  const text = rewritten(image, table.prefix, place.location);
  const slash = text.indexOf('/');
  const name = slash < 0 ? text : text.slice(0, slash);
  const endpoint = parseRegistryHost(name);
  if (!endpoint.ok)
    return {
      kind: 'invalid',
      path: table.from,
      detail: `${withoutPassword(name).slice(0, 200)}: ${endpoint.reason.en}`,
    };
  const certificates = await certificatesOf(host, endpoint.value);
  const route = routeTo(registry, endpoint.value, table.from, {
    ...files(certificates),
    repository: slash < 0 ? '' : text.slice(slash + 1),
    mirror: isMirror(endpoint.value, registry),
    pulls: place.pulls,
    blocked: table.blocked,
    verify: !place.insecure,
    plainAfterTls: place.insecure,
  });
  return { routes: [route], notes: certificates.notes };
}

/** containers/image asks for docker.io's certificates by that name, not by the name of its API. */
async function certificatesOf(host: Host, endpoint: RegistryHost): Promise<CertificateDirectory> {
  for (const root of CERTIFICATES) {
    const path = `${root}/${endpoint.name}`;
    const there = await host.ask('stat', { path, follow: true });
    if (there.ok) return readCertificateDirectory(host, path);
  }
  return { authorities: [], clientCertificates: [], notes: [] };
}

function files({ authorities, clientCertificates }: CertificateDirectory): Partial<Route> {
  return { authorities, clientCertificates };
}

function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
