import type { ConfigReading } from '../../config/reading.ts';
import { listText, settingOf, writtenOf, type Setting } from './setting.ts';

/** How many names of a list are spelled out. */
const NAMED = 4;

/** The keys outside the Container section that containers depend on: where things are, and who belongs to the cluster. */
export function clusterSettings(config: ConfigReading): Setting[] {
  const { paths, cluster, foreground } = config;
  const unread = { en: 'read only where there is a Partitions', zh: '有 Partitions 时才会读取' };
  const hasPartitions = config.entry('Partitions') !== null;
  return [
    settingOf(config, 'CraneBaseDir', paths.baseDir),
    joined(config, 'CranedLogFile', paths.cranedLog),
    settingOf(config, 'Supervisor.Path', paths.supervisor),
    joined(config, 'Supervisor.LogDir', paths.supervisorLogDir),
    settingOf(config, 'ControlMachine', cluster.controlMachine),
    settingOf(config, 'ClusterName', cluster.name),
    settingOf(config, 'Nodes', cluster.nodes && namesText(cluster.nodes)),
    settingOf(config, 'Partitions', cluster.partitions && namesText(cluster.partitions.map(({ name }) => name))),
    settingOf(
      config,
      'CranedForeground',
      hasPartitions ? String(foreground ?? false) : null,
      ...(hasPartitions ? [] : [unread]),
    ),
  ];
}

/** A path that craned joins to CraneBaseDir where it is relative. */
export function joined(config: ConfigReading, key: string, path: string): Setting {
  const written = writtenOf(config, key);
  if (written === null || written === path) return settingOf(config, key, path);
  return settingOf(config, key, path, {
    en: `written ${written}, below CraneBaseDir`,
    zh: `写为 ${written}，位于 CraneBaseDir 之下`,
  });
}

function namesText(names: readonly string[]): string {
  if (names.length <= NAMED) return listText(names);
  return `[${names.slice(0, NAMED).join(', ')}, …] (${names.length})`;
}
