import { askCri, infoValue } from '../cri/ask-cri.ts';
import { isBefore } from '../cri/version.ts';
import type { Host } from '../host/host.ts';
import { CONTAINERD_CONFIG, readContainerdTables } from '../runtime/containerd-files.ts';
import { sameSocket } from '../runtime/same-socket.ts';
import { tableAt, textOf, valueAt, type Table } from '../runtime/toml.ts';
import { optionOf, unitArguments } from '../runtime/unit-arguments.ts';
import type { RouteNote } from './route.ts';

/** containerd's settings about registries: the `registry` table, and the directories that it looks in for hosts. */
export interface ContainerdRegistry {
  readonly registry: Table;
  /** Who told it: `Status`, the path of a file, or `default`. */
  readonly from: string;
  readonly roots: readonly string[];
  /** Directories that are configured and that this containerd does not look in. */
  readonly lostRoots: readonly string[];
  /** True where `registry.mirrors` and `registry.configs` count, set or not, as there is no root. */
  readonly legacy: boolean;
  readonly notes: readonly RouteNote[];
}

/** Where containerd 2.2 and later look without being told (`containerd config default`; issue 12808 of containerd). */
const DEFAULT_ROOTS = '/etc/containerd/certs.d:/etc/docker/certs.d';

/** What a source tells of it: `Status` or files, or `default` where none says anything. */
interface Source {
  readonly registry: Table;
  readonly from: string;
  /** `registry.config_path`: directories with `:` between them. */
  readonly configPath: string;
  readonly byTransfer: boolean;
}

/**
 * What containerd is set to about registries. 1.x tells it in its Status, which is of the process that
 * runs; 2.x does not, and its configuration files are read where they are for this socket.
 */
export async function containerdRegistry(host: Host, socket: string, version: string): Promise<ContainerdRegistry> {
  const status = await askCri(host, socket, 'RuntimeService', 'Status', { verbose: true });
  const told = status.ok ? valueAt(infoValue(status.value.info, 'config'), 'registry') : undefined;
  if (typeof told === 'object' && told !== null) {
    const registry = tableAt({ told }, 'told');
    return settingsOf({
      registry,
      from: 'Status',
      configPath: textOf(registry['configPath']) ?? '',
      byTransfer: false,
    });
  }
  const args = await unitArguments(host, 'containerd.service');
  const path = optionOf(args, '--config', '-c') ?? CONTAINERD_CONFIG;
  const { cri, files, socket: configured } = await readContainerdTables(host, path);
  const notes: RouteNote[] = files
    .filter(({ state }) => state === 'error')
    .map(({ path, error = '' }) => ({ kind: error === 'invalid' ? 'invalid' : 'unreadable', path, detail: error }));
  const listens = optionOf(args, '--address', '-a') ?? configured;
  const other = !sameSocket(listens, socket);
  if (other) notes.push({ kind: 'ignored', path, detail: `it is for ${listens}` });
  // Then only containerd itself could tell what it is set to.
  if (other && !status.ok) notes.push({ kind: 'unreadable', path: socket, detail: status.error.code });
  const images = other ? {} : tableAt(cri, 'images');
  const registry = tableAt(images, 'registry');
  const byTransfer = pullsByTransfer(images, version);
  const configPath = textOf(registry['config_path']) ?? '';
  const read = files.filter(({ state }) => state === 'read').map((file) => file.path);
  if (configPath !== '' || hasMirrors(registry))
    return { ...settingsOf({ registry, from: read.join(', '), configPath, byTransfer }), notes };
  const byDefault = isBefore(version, '2.2.0-beta.0') ? '' : DEFAULT_ROOTS;
  return { ...settingsOf({ registry, from: 'default', configPath: byDefault, byTransfer }), notes };
}

/**
 * Pulls through the transfer service take a config_path of several directories for the name of one
 * (issue 12808 of containerd, open in 2.4; 12415 and 12636 before it): no host directory is found.
 */
function settingsOf({ registry, from, configPath, byTransfer }: Source): ContainerdRegistry {
  const roots = configPath.split(':').filter(Boolean);
  const lost = byTransfer && roots.length > 1;
  return {
    registry,
    from,
    roots: lost ? [] : roots,
    lostRoots: lost ? roots : [],
    legacy: roots.length === 0 && !byTransfer,
    notes: [],
  };
}

function hasMirrors(registry: Table): boolean {
  return ['mirrors', 'configs', 'auths'].some((name) => Object.keys(tableAt(registry, name)).length > 0);
}

/** With any of these set otherwise containerd pulls by itself (CheckLocalImagePullConfigs, internal/cri/config). */
const TRANSFER_DEFAULTS: { readonly [name: string]: unknown } = {
  use_local_image_pull: false,
  discard_unpacked_layers: false,
  disable_snapshot_annotations: true,
  image_pull_with_sync_fs: false,
  max_concurrent_downloads: 3,
  snapshotter: 'overlayfs',
};

/** Since 2.1 containerd pulls through its transfer service, unless a setting is for its own way only. */
function pullsByTransfer(images: Table, version: string): boolean {
  if (isBefore(version, '2.1.0-beta.0')) return false;
  const asByDefault = Object.entries(TRANSFER_DEFAULTS).every(
    ([name, value]) => !Object.hasOwn(images, name) || images[name] === value,
  );
  return asByDefault && !hasMirrors(tableAt(images, 'registry'));
}
