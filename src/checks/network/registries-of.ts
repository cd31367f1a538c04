import { registryWays, type Ways } from '../../registry/registry-ways.ts';
import type { CheckContext } from '../check.ts';

/** The path of a Unix endpoint as craned built it, or null where gRPC could not connect to it. */
function socketPath(endpoint: string | undefined): string | null {
  const path = endpoint?.replace(/^unix:\/\//, '') ?? '';
  return path.startsWith('/') ? path : null;
}

/** The registries that this node's containers come from and the ways to them, for the checks of the network. */
export function waysOf({ host, config, options }: CheckContext): Promise<Ways> {
  return registryWays(host, {
    registries: options.registries,
    images: options.images,
    fromSettings: options.fromSettings ?? [],
    runtimeSocket: socketPath(config.container?.runtimeEndpoint),
    imageSocket: socketPath(config.container?.imageEndpoint),
  });
}
