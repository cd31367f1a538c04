import { couldNotLook, type HostError } from '../../host/answer.ts';
import type { Host } from '../../host/host.ts';
import { fault, parseCdiSpec, type SpecFault } from './cdi-spec.ts';

/** What the spec directories of a node hold. */
export interface CdiRegistry {
  /** The file that each device comes from, by its full name (`vendor/class=device`). */
  readonly devices: ReadonlyMap<string, string>;
  /** Devices that two files of one directory have, which is as good as none. */
  readonly conflicts: ReadonlyMap<string, readonly string[]>;
  /** The good files, by their kinds. */
  readonly kinds: ReadonlyMap<string, readonly string[]>;
  readonly invalid: readonly { readonly path: string; readonly fault: SpecFault }[];
  /** What could not be looked at. */
  readonly unseen: readonly { readonly path: string; readonly error: HostError }[];
}

const MAX_ENTRIES = 1_000;
const MAX_FILES = 200;
const MAX_BYTES = 1024 * 1024;
/** Of all files together: reading them is work. */
const MAX_TOTAL = 2 * 1024 * 1024;

/**
 * Reads the spec files of the directories as the CDI library does (pkg/cdi, cache.go and spec-dirs.go): `.json`
 * and `.yaml`, in the order of their names, no subdirectories; a device of a later directory takes the
 * place of an earlier one's, and two of one directory cancel each other out. A bad file is passed over.
 */
export async function readCdiRegistry(host: Host, directories: readonly string[]): Promise<CdiRegistry> {
  const devices = new Map<string, { path: string; priority: number }>();
  const conflicts = new Map<string, readonly string[]>();
  const kinds = new Map<string, readonly string[]>();
  const invalid: { path: string; fault: SpecFault }[] = [];
  const unseen: { path: string; error: HostError }[] = [];
  let [files, total] = [0, 0];

  for (const [priority, directory] of directories.entries()) {
    const entries = await host.ask('readDirectory', { path: directory, max: MAX_ENTRIES });
    if (!entries.ok) {
      // A directory that is not there holds no specs; that is usual for one of the two.
      if (couldNotLook(entries.error)) unseen.push({ path: directory, error: entries.error });
      continue;
    }
    for (const { name, type } of entries.value) {
      if (type === 'directory' || !/\.(?:json|yaml)$/.test(name)) continue;
      const path = `${directory.replace(/\/+$/, '')}/${name}`;
      files += 1;
      if (files > MAX_FILES || total > MAX_TOTAL) {
        const message = files > MAX_FILES ? `more than ${MAX_FILES} files` : `more than ${MAX_TOTAL} bytes`;
        unseen.push({ path, error: { code: 'TOO_LARGE', message } });
        continue;
      }
      const file = await host.ask('readFile', { path, maxBytes: MAX_BYTES });
      if (!file.ok) {
        const { error } = file;
        if (couldNotLook(error) || error.code === 'TOO_LARGE') unseen.push({ path, error });
        else invalid.push({ path, fault: fault('not-a-file', error.code) });
        continue;
      }
      total += file.value.size;
      const spec = await parseCdiSpec(Buffer.from(file.value.bytes).toString());
      if (spec === 'too-large') {
        unseen.push({ path, error: { code: 'TOO_LARGE', message: 'too much YAML' } });
        continue;
      }
      if ('rule' in spec) {
        invalid.push({ path, fault: spec });
        continue;
      }
      kinds.set(spec.kind, [...(kinds.get(spec.kind) ?? []), path]);
      for (const device of spec.devices) {
        const full = `${spec.kind}=${device}`;
        const before = devices.get(full);
        if (before?.priority === priority) conflicts.set(full, [before.path, path]);
        else devices.set(full, { path, priority });
      }
    }
  }
  // The library forgets a name with a conflict, even where a later directory has it once.
  for (const name of conflicts.keys()) devices.delete(name);
  return { devices: new Map([...devices].map(([name, { path }]) => [name, path])), conflicts, kinds, invalid, unseen };
}
