import type { ConfigReading, GresGroup } from '../../config/reading.ts';
import type { Host } from '../../host/host.ts';

/** The items of `gres` that this machine has by the configuration; craned compares gethostname() verbatim. */
export async function gresOfNode(host: Host, config: ConfigReading): Promise<readonly GresGroup[]> {
  const identity = await host.ask('identity', {});
  if (!identity.ok) return [];
  const { hostname } = identity.value;
  // The items of one entry of Nodes share their list of hosts, which may be long.
  const mine = new Set(
    [...new Set(config.gres.map(({ hosts }) => hosts))].filter((hosts) => hosts?.includes(hostname)),
  );
  return config.gres.filter(({ hosts }) => mine.has(hosts));
}
