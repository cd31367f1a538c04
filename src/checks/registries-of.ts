import { registriesAsked, type AskedRegistry } from '../registry/registries-asked.ts';
import type { CheckContext } from './check.ts';

/** The path of a Unix endpoint as craned built it, or null where gRPC could not connect to it. */
function socketPath(endpoint: string | undefined): string | null {
  const path = endpoint?.replace(/^unix:\/\//, '') ?? '';
  return path.startsWith('/') ? path : null;
}

/** The registries that this node's containers come from, for the checks of the network. */
export function registriesOf({ host, config, options }: CheckContext): Promise<readonly AskedRegistry[]> {
  return registriesAsked(host, {
    registries: options.registries,
    images: options.images,
    runtimeSocket: socketPath(config.container?.runtimeEndpoint),
    imageSocket: socketPath(config.container?.imageEndpoint),
  });
}
