import { askCri } from '../cri/ask-cri.ts';
import type { HostError } from '../host/answer.ts';
import type { Host } from '../host/host.ts';
import { askRuntimeSettings } from '../runtime/ask-runtime-settings.ts';
import { containerdMirrors } from './containerd-mirrors.ts';
import { containerdRegistry } from './containerd-registry.ts';
import { containerdRoutes } from './containerd-routes.ts';
import { crioRoutes } from './crio-routes.ts';
import { readDockerDaemon } from './docker-daemon.ts';
import { dockerRoutes } from './docker-routes.ts';
import { tableAt, type Table } from '../runtime/toml.ts';
import { findHostDirectory } from './host-directory.ts';
import type { RegistryHost } from './registry-host.ts';
import { routeTo, type Route, type Routes } from './route.ts';
import { routeProxy, runtimeProxy, type RuntimeProxy } from './runtime-proxy.ts';
import { within } from './within.ts';

/** The runtime that pulls for this node: the one behind the image endpoint. */
export interface PullingRuntime {
  /** A path; null where there is none to ask or it is silent. */
  readonly socket: string | null;
  /** RuntimeName and RuntimeVersion. */
  readonly name: string | null;
  readonly version: string;
  /** Why this user may not ask it, or null. */
  readonly refused: HostError | null;
  readonly proxy: RuntimeProxy;
}

/**
 * How long the runtime may take to say who it is, ms. A silent one is another check's finding; its
 * routes are then those of no configuration.
 */
const PATIENCE_MS = 1_000;

function nameOf(socket: string): string {
  return socket.slice(socket.lastIndexOf('/') + 1);
}

/** Whose socket is called so, where it does not say it itself: it is down, or not for this user. */
const NAMES: { readonly [basename: string]: string } = {
  'containerd.sock': 'containerd',
  'crio.sock': 'cri-o',
  'cri-dockerd.sock': 'docker',
};

/**
 * Who pulls at a socket, and through which proxies. To be asked once for all registries. Of a runtime
 * that may not be asked, the files are read all the same.
 */
export async function pullingRuntime(host: Host, socket: string | null): Promise<PullingRuntime> {
  const version =
    socket === null ? null : await within(PATIENCE_MS, askCri(host, socket, 'RuntimeService', 'Version', {}));
  if (socket === null) return { socket, name: null, version: '', refused: null, proxy: await runtimeProxy(host, null) };
  if (!version?.ok) {
    const name = Object.hasOwn(NAMES, nameOf(socket)) ? NAMES[nameOf(socket)]! : null;
    const docker = name === 'docker' ? await readDockerDaemon(host) : undefined;
    const silent = version?.error.code === 'TIMEOUT';
    return {
      socket: silent ? null : socket,
      name: silent ? null : name,
      version: '',
      refused: version && ['EACCES', 'EPERM'].includes(version.error.code) ? version.error : null,
      proxy: await runtimeProxy(host, name, docker),
    };
  }
  const { runtime_name: name, runtime_version: number } = version.value;
  // The unit of this name may belong to another instance, which listens elsewhere.
  const { files } = await askRuntimeSettings(host, socket);
  const others = files.some(({ state }) => state === 'other');
  const docker = name === 'docker' ? await readDockerDaemon(host) : undefined;
  return {
    socket,
    name,
    version: number,
    refused: null,
    proxy: await runtimeProxy(host, others ? null : name, docker),
  };
}

/**
 * The ways by which a runtime comes to the images of a registry, in the order in which it tries them:
 * mirrors, then the registry itself unless the configuration replaces it. `repository` is the image's
 * (`library/alpine`), or empty for the registry as such.
 */
export async function routesOf(
  host: Host,
  runtime: PullingRuntime,
  registry: RegistryHost,
  repository = '',
): Promise<Routes> {
  const { routes, notes } = await configuredRoutes(host, runtime, registry, repository);
  return {
    routes: routes.map((route) => ({ ...route, proxy: routeProxy(runtime.proxy, route.endpoint, route.scheme) })),
    notes,
  };
}

async function configuredRoutes(
  host: Host,
  { socket, name, version }: PullingRuntime,
  registry: RegistryHost,
  repository: string,
): Promise<Routes> {
  if (name === 'cri-o') return await crioRoutes(host, registry, repository);
  const routes = await routesByHost(host, { socket, name, version }, registry);
  return { ...routes, routes: routes.routes.map((route) => ({ ...route, repository })) };
}

/** The routes of the runtimes that configure whole registries, not namespaces of them. */
async function routesByHost(
  host: Host,
  { socket, name, version }: Pick<PullingRuntime, 'socket' | 'name' | 'version'>,
  registry: RegistryHost,
): Promise<Routes> {
  if (name === 'docker') return await dockerRoutes(host, registry);
  if (name !== 'containerd' || socket === null) {
    // Nobody tells: TLS, and on this very machine plain HTTP where there is no TLS.
    return { routes: [routeTo(registry, registry, 'default', { plainAfterTls: registry.loopback })], notes: [] };
  }
  const settings = await containerdRegistry(host, socket, version);
  const tls = settings.from === 'Status';
  const { routes, notes } = settings.legacy
    ? containerdMirrors(registry, settings.registry, { from: settings.from, tls })
    : await containerdRoutes(host, registry, { version, roots: settings.roots });
  const lost = await findHostDirectory(host, settings.lostRoots, registry.name);
  const why =
    'config_path names several directories, which containerd takes for one when it pulls by its transfer service';
  return {
    routes: routes.map((route) => withLogin(route, settings.registry)),
    notes: [
      ...settings.notes,
      ...notes,
      ...(lost.ok && lost.value !== null ? [{ kind: 'ignored' as const, path: lost.value, detail: why }] : []),
    ],
  };
}

/**
 * A route with the login that `registry.configs."host:port".auth` has for its endpoint. containerd takes it,
 * config_path or not, where craned sends none (hostOptions.Credentials, pkg/cri/sbserver/image_pull.go).
 */
function withLogin(route: Route, registry: Table): Route {
  const { authority } = route.endpoint;
  const login = Object.keys(tableAt(registry, 'configs', authority, 'auth')).length > 0;
  return login ? { ...route, headers: [...route.headers, 'authorization'] } : route;
}
