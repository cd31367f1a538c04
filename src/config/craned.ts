import { readCluster, readHooks } from './cluster-settings.ts';
import { readContainer, type ContainerSettings } from './container-settings.ts';
import { readDaemons, type SupervisorExists } from './daemon-settings.ts';
import { checkListening } from './listen-settings.ts';
import { readNodes, readPartitions } from './node-lists.ts';
import type { ConfigNode, ConfigReading, Stop } from './reading.ts';
import { Section } from './section.ts';
import { Stops } from './stops.ts';

/** What craned holds once it has read a document, and all that it would stop at on the way. */
export interface CranedSettings {
  readonly stops: readonly Stop[];
  readonly containerEnabled: boolean | null;
  readonly container: ContainerSettings['container'];
  readonly paths: ConfigReading['paths'];
  readonly cluster: ConfigReading['cluster'];
  readonly foreground: boolean;
  readonly gres: ConfigReading['gres'];
}

/**
 * Reads the document in craned's order (ParseConfig, Craned.cpp), on behind everything that it would
 * stop at. The Container section is looked at only where there is a `Partitions`.
 */
export function readSettings(root: ConfigNode, exists: SupervisorExists, asIfEnabled: boolean): CranedSettings {
  const stops = new Stops();
  const file = new Section(root, '', stops);
  const paths = readDaemons(file, stops, exists);
  const names = readCluster(file, stops);
  const { nodes, gres } = readNodes(file, stops);
  const partitions = readPartitions(file, nodes, stops);
  const hasPartitions = file.has('Partitions');
  const foreground = hasPartitions && file.bool('CranedForeground', false);
  const { enabled, container }: ContainerSettings =
    hasPartitions || asIfEnabled
      ? readContainer(file, paths.baseDir, stops, asIfEnabled)
      : { enabled: false, container: null };
  readHooks(file, stops);
  checkListening(file, stops);
  const containerEnabled = hasPartitions ? enabled : false;
  return {
    stops: stops.list,
    containerEnabled,
    container,
    paths,
    cluster: { ...names, nodes, partitions },
    foreground,
    gres,
  };
}
