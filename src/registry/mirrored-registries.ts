import type { Host } from '../host/host.ts';
import { tableAt } from '../runtime/toml.ts';
import { containerdRegistry } from './containerd-registry.ts';
import { readDockerDaemon } from './docker-daemon.ts';
import { readRegistriesConfFiles } from './registries-conf-files.ts';
import { parseRegistryHost, type RegistryHost } from './registry-host.ts';
import { routesOf, type PullingRuntime } from './routes-of.ts';

/** More registries than anybody has mirrors for. */
const MOST = 50;

/** The registries that a runtime has mirrors for, each once: somebody means their images to be pulled here. */
export async function mirroredRegistries(host: Host, runtime: PullingRuntime): Promise<readonly RegistryHost[]> {
  const named = new Map<string, RegistryHost>();
  for (const name of (await configuredNames(host, runtime)).slice(0, MOST)) {
    const read = parseRegistryHost(name);
    if (read.ok) named.set(read.value.name, read.value);
  }
  const each = await Promise.all(
    [...named.values()].map(async (registry) => ({ registry, ...(await routesOf(host, runtime, registry)) })),
  );
  return each.filter(({ routes }) => routes.some(({ mirror }) => mirror)).map(({ registry }) => registry);
}

/** The registries that a runtime's configuration names; what stands for all of them (`_default`, `*`) names none. */
async function configuredNames(host: Host, { socket, name, version }: PullingRuntime): Promise<readonly string[]> {
  if (name === 'docker') return (await readDockerDaemon(host)).mirrors.length > 0 ? ['docker.io'] : [];
  if (name === 'cri-o') {
    const { registries } = await readRegistriesConfFiles(host);
    return registries.map(({ prefix }) => prefix.replace(/\/.*$/, ''));
  }
  if (name !== 'containerd' || socket === null) return [];
  const { registry, roots, legacy } = await containerdRegistry(host, socket, version);
  if (legacy) return Object.keys(tableAt(registry, 'mirrors'));
  const listed = await Promise.all(roots.map((path) => host.ask('readDirectory', { path, max: 1_000 })));
  const directories = listed.flatMap((answer) => (answer.ok ? answer.value : []));
  return directories.map(({ name }) => name.replace(/_(\d+)_$/, ':$1'));
}
