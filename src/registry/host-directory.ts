import type { Answer } from '../host/answer.ts';
import { answered, refused } from '../host/answer.ts';
import type { Host } from '../host/host.ts';

/** `registry.example.com:5000` as `registry.example.com_5000_` (hostDirectory, remotes/docker/config/hosts.go). */
function directoryName(registry: string): string {
  const colon = registry.lastIndexOf(':');
  return colon > 0 ? `${registry.slice(0, colon)}_${registry.slice(colon + 1)}_` : registry;
}

/**
 * The directory that containerd takes for a registry: in each root in turn `host_port_`, `host:port`,
 * then `_default`, so that the `_default` of one root comes before the registry's own of the next. Null
 * where there is none; an error where a path cannot be looked at: containerd then refuses to pull.
 */
export async function findHostDirectory(
  host: Host,
  roots: readonly string[],
  registry: string,
): Promise<Answer<string | null>> {
  for (const root of roots) {
    for (const name of new Set([directoryName(registry), registry, '_default'])) {
      const path = `${root.replace(/\/+$/, '')}/${name}`;
      const there = await host.ask('stat', { path, follow: true });
      if (there.ok) return answered(path);
      if (there.error.code !== 'ENOENT') return refused({ ...there.error, detail: { path } });
    }
  }
  return answered(null);
}
