import type { Host } from '../host/host.ts';
import type { SettingsFile, Values } from './runtime-settings.ts';
import { flagOf, listOf, merged, readToml, tableAt, textOf, valueAt, type Table } from './toml.ts';
import { optionOf, unitArguments } from './unit-arguments.ts';

/** What a runtime's files tell, which files those are, and the socket that they configure. */
export interface Files {
  readonly values: Values;
  readonly files: readonly SettingsFile[];
  /** The socket that the runtime listens on by these files, its default included. */
  readonly socket: string;
}

/** containerd's configuration about CRI: tables `runtime`, `images` and `stream`, whatever their version calls them. */
export interface Tables extends Omit<Files, 'values'> {
  readonly cri: Table;
}

export const CONTAINERD_CONFIG = '/etc/containerd/config.toml';
const DEFAULT_SOCKET = '/run/containerd/containerd.sock';

/** More imports than anybody has; it bounds a configuration whose imports import ever more. */
const MAX_FILES = 50;

/** The id of the CRI plugin's parts by the version of a file; one without a version is of version 1. */
function criPlugins(version: unknown): { runtime: string; images: string; stream: string } {
  if (version === undefined || version === 0 || version === 1) return { runtime: 'cri', images: 'cri', stream: 'cri' };
  const one = 'io.containerd.grpc.v1.cri';
  if (version === 2) return { runtime: one, images: one, stream: one };
  return { runtime: 'io.containerd.cri.v1.runtime', images: 'io.containerd.cri.v1.images', stream: one };
}

/**
 * Reads containerd's configuration as LoadConfig does (cmd/containerd/server/config/config.go): the file,
 * then its imports in order, a later one over an earlier. A file of an older version than another is read
 * on its own terms.
 */
export async function readContainerdTables(host: Host, path: string): Promise<Tables> {
  const files: SettingsFile[] = [];
  let cri: Table = {};
  const pending = [path];
  while (pending.length > 0 && files.length < MAX_FILES) {
    const next = pending.shift()!;
    if (files.some((file) => file.path === next)) continue;
    const { file, table } = await readToml(host, next);
    files.push(file);
    if (!table) continue;
    cri = merged(cri, partsOf(table));
    for (const pattern of listOf(table['imports']) ?? []) pending.push(...(await imported(host, next, pattern)));
  }
  return { cri, files, socket: textOf(cri['socket']) || DEFAULT_SOCKET };
}

/** Files, and the command line of the unit that names them; null where there is no systemd, no such unit, or nobody to ask. */
export interface Setup extends Files {
  readonly args: readonly string[] | null;
}

/** The command line of containerd's unit, and the files that it reads by it. */
export async function containerdSetup(host: Host): Promise<Setup> {
  const args = await unitArguments(host, 'containerd.service');
  const files = await readContainerdFiles(host, optionOf(args, '--config', '-c') ?? CONTAINERD_CONFIG);
  return { ...files, socket: optionOf(args, '--address', '-a') ?? files.socket, args };
}

/** What containerd's configuration tells of its settings. */
export async function readContainerdFiles(host: Host, path: string): Promise<Files> {
  const { cri, files, socket } = await readContainerdTables(host, path);
  return { values: valuesOf(cri), files, socket };
}

/** The parts of a file that are about CRI, whatever its version calls them. */
function partsOf(table: Table): Table {
  const ids = criPlugins(table['version']);
  const plugin = (id: string): Table => tableAt(table, 'plugins', id);
  const socket =
    textOf(valueAt(table, 'plugins', 'io.containerd.server.v1.grpc', 'address')) ||
    textOf(valueAt(table, 'grpc', 'address'));
  return {
    runtime: plugin(ids.runtime),
    images: plugin(ids.images),
    stream: plugin(ids.stream),
    ...(socket ? { socket } : {}),
  };
}

function valuesOf(cri: Table): Values {
  const { runtime, images, stream } = cri;
  const name = textOf(valueAt(runtime, 'containerd', 'default_runtime_name')) || 'runc';
  const option = flagOf(valueAt(runtime, 'containerd', 'runtimes', name, 'options', 'SystemdCgroup'));
  const legacy = valueAt(runtime, 'systemd_cgroup') === true;
  const binDir = textOf(valueAt(runtime, 'cni', 'bin_dir'));
  const enableCdi = flagOf(valueAt(runtime, 'enable_cdi'));
  return {
    cgroupDriver: legacy || option === true ? 'systemd' : option === false ? 'cgroupfs' : undefined,
    streamAddress: textOf(valueAt(stream, 'stream_server_address')),
    sandboxImage: textOf(valueAt(images, 'pinned_images', 'sandbox')) ?? textOf(valueAt(images, 'sandbox_image')),
    cniConfDir: textOf(valueAt(runtime, 'cni', 'conf_dir')) || undefined,
    cniBinDirs: listOf(valueAt(runtime, 'cni', 'bin_dirs')) ?? (binDir ? [binDir] : undefined),
    cdi:
      enableCdi === undefined
        ? undefined
        : { enabled: enableCdi, dirs: listOf(valueAt(runtime, 'cdi_spec_dirs')) ?? ['/etc/cdi', '/var/run/cdi'] },
  };
}

/** The files of an import: relative to the file that has it, and with `*` in its last part those that match, by name. */
async function imported(host: Host, from: string, pattern: string): Promise<readonly string[]> {
  const path = pattern.startsWith('/') ? pattern : `${directoryOf(from)}/${pattern}`;
  const last = path.slice(path.lastIndexOf('/') + 1);
  if (!last.includes('*')) return [path];
  const listed = await host.ask('readDirectory', { path: directoryOf(path), max: 1_000 });
  if (!listed.ok) return [];
  const parts = last.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const matches = new RegExp(`^${parts.join('[^/]*')}$`);
  return listed.value.filter(({ name }) => matches.test(name)).map(({ name }) => `${directoryOf(path)}/${name}`);
}

function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}
