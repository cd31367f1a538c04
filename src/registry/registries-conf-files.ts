import type { Host } from '../host/host.ts';
import { readToml } from '../runtime/toml.ts';
import { readRegistriesConf, type RegistryTable } from './registries-conf.ts';
import type { RouteNote } from './route.ts';

const MAIN = '/etc/containers/registries.conf';
const DROP_INS = '/etc/containers/registries.conf.d';
/** More drop-ins than anybody has. */
const MOST = 200;

/** What all files say together. */
export interface RegistriesConfFiles {
  readonly registries: readonly RegistryTable[];
  readonly notes: readonly RouteNote[];
}

/**
 * Reads registries.conf and the `*.conf` of its drop-in directory by name. A later file's table takes
 * the place of an earlier one of the same prefix, whole (addOrReplace, pkg/sysregistriesv2). Of a file
 * that cannot be read or used there is a note: CRI-O pulls nothing with an `unusable` one, whichever it is
 * (tryUpdatingCache, pkg/sysregistriesv2).
 */
export async function readRegistriesConfFiles(host: Host): Promise<RegistriesConfFiles> {
  const listed = await host.ask('readDirectory', { path: DROP_INS, max: MOST });
  const notes: RouteNote[] = [];
  if (!listed.ok && listed.error.code !== 'ENOENT')
    notes.push({ kind: 'unreadable', path: DROP_INS, detail: listed.error.code });
  const dropIns = listed.ok
    ? listed.value.filter(({ name, type }) => type !== 'directory' && name.endsWith('.conf'))
    : [];
  const registries = new Map<string, RegistryTable>();
  for (const path of [MAIN, ...dropIns.map(({ name }) => `${DROP_INS}/${name}`)]) {
    const { file, table, trouble } = await readToml(host, path);
    if (file.state === 'error')
      notes.push({ kind: trouble === null ? 'unreadable' : 'unusable', path, detail: trouble ?? file.error ?? '' });
    if (!table) continue;
    const read = readRegistriesConf(table, path);
    if (!read.ok) {
      notes.push({ kind: 'unusable', path, detail: read.reason });
      continue;
    }
    if (read.v1) notes.push({ kind: 'v1', path, detail: '' });
    for (const registry of read.registries) registries.set(registry.prefix, registry);
  }
  return { registries: [...registries.values()], notes };
}
