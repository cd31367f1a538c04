import type { Host } from '../host/host.ts';
import { listOf, tableAt, textOf } from '../runtime/toml.ts';
import type { RouteNote } from './route.ts';

/** What dockerd's configuration says about registries and proxies. */
export interface DockerDaemon {
  readonly path: string;
  /** Mirrors of docker.io: dockerd has them for no other registry. */
  readonly mirrors: readonly string[];
  /** Hosts with or without a port, and networks. */
  readonly insecure: readonly string[];
  /** `proxies` of daemon.json, which takes the place of the environment's variables; empty where not set. */
  readonly proxies: { readonly http: string; readonly https: string; readonly no: string };
  readonly notes: readonly RouteNote[];
}

const PATH = '/etc/docker/daemon.json';
const MAX_BYTES = 1024 * 1024;

/** Reads dockerd's daemon.json (its documentation, "Daemon configuration file"). Absent is all defaults. */
export async function readDockerDaemon(host: Host): Promise<DockerDaemon> {
  const file = await host.ask('readFile', { path: PATH, maxBytes: MAX_BYTES });
  if (!file.ok) {
    const { code } = file.error;
    return daemonOf({}, code === 'ENOENT' ? [] : [{ kind: 'unreadable', path: PATH, detail: code }]);
  }
  try {
    return daemonOf(JSON.parse(new TextDecoder().decode(file.value.bytes)), []);
  } catch {
    return daemonOf({}, [{ kind: 'invalid', path: PATH, detail: 'it is no JSON' }]);
  }
}

function daemonOf(read: unknown, notes: readonly RouteNote[]): DockerDaemon {
  const daemon = tableAt({ read }, 'read');
  const proxies = tableAt(daemon, 'proxies');
  return {
    path: PATH,
    mirrors: listOf(daemon['registry-mirrors']) ?? [],
    insecure: listOf(daemon['insecure-registries']) ?? [],
    proxies: {
      http: textOf(proxies['http-proxy']) ?? '',
      https: textOf(proxies['https-proxy']) ?? '',
      no: textOf(proxies['no-proxy']) ?? '',
    },
    notes,
  };
}
