import type { Host } from '../host/host.ts';
import type { Files, Setup } from './containerd-files.ts';
import { driverOf } from './from-status.ts';
import type { SettingsFile, Values } from './runtime-settings.ts';
import { flagOf, listOf, merged, readToml, tableAt, textOf, valueAt, type Table } from './toml.ts';
import { optionOf, unitArguments } from './unit-arguments.ts';

export const CRIO_CONFIG = '/etc/crio/crio.conf';
export const CRIO_DROP_INS = '/etc/crio/crio.conf.d';
const DEFAULT_SOCKET = '/var/run/crio/crio.sock';

/**
 * Reads CRI-O's configuration: the file, then every file of the drop-in directory by name, whatever its
 * name ends with, a later one over an earlier (UpdateFromPath, pkg/config/config.go).
 */
export async function readCrioFiles(host: Host, path: string, dropIns: string): Promise<Files> {
  const listed = await host.ask('readDirectory', { path: dropIns, max: 1_000 });
  const names = listed.ok ? listed.value.filter(({ type }) => type !== 'directory').map(({ name }) => name) : [];
  const files: SettingsFile[] = [];
  let table: Table = {};
  for (const next of [path, ...names.map((name) => `${dropIns}/${name}`)]) {
    const read = await readToml(host, next);
    files.push(read.file);
    if (read.table) table = merged(table, read.table);
  }
  if (!listed.ok && listed.error.code !== 'ENOENT')
    files.push({ path: dropIns, state: 'error', error: listed.error.code });
  const crio = tableAt(table, 'crio');
  return { values: valuesOf(crio), files, socket: textOf(valueAt(crio, 'api', 'listen')) || DEFAULT_SOCKET };
}

/** The command line of CRI-O's unit, and the files that it reads by it. */
export async function crioSetup(host: Host): Promise<Setup> {
  const args = await unitArguments(host, 'crio.service');
  const path = optionOf(args, '--config', '-c') ?? CRIO_CONFIG;
  const files = await readCrioFiles(host, path, optionOf(args, '--config-dir', '-d') ?? CRIO_DROP_INS);
  return { ...files, socket: optionOf(args, '--listen') ?? files.socket, args };
}

function valuesOf(crio: Table): Values {
  const dirs = listOf(valueAt(crio, 'runtime', 'cdi_spec_dirs'));
  return {
    cgroupDriver: driverOf(valueAt(crio, 'runtime', 'cgroup_manager')),
    streamAddress: textOf(valueAt(crio, 'api', 'stream_address')),
    sandboxImage: textOf(valueAt(crio, 'image', 'pause_image')),
    podEvents: flagOf(valueAt(crio, 'runtime', 'enable_pod_events')),
    cniConfDir: textOf(valueAt(crio, 'network', 'network_dir')) || undefined,
    cniBinDirs: listOf(valueAt(crio, 'network', 'plugin_dirs')),
    cdi: dirs ? { enabled: true, dirs } : undefined,
  };
}
