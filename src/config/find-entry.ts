import type { ConfigEntry, ConfigNode } from './reading.ts';

/**
 * The first entry of a dotted path, as craned finds it (`Container.BindFs.Enabled`, `Nodes[0].name`).
 * An item of a list is an entry whose key is the path's last step. Null where there is none.
 */
export function findEntry(root: ConfigNode | null, path: string): ConfigEntry | null {
  let node: ConfigNode | undefined = root ?? undefined;
  let found: ConfigEntry | null = null;
  for (const step of path.split('.')) {
    const [, key = '', indexes = ''] = /^([^[]*)((?:\[\d+\])*)$/.exec(step) ?? [];
    if (key === '') return null;
    found = node?.entries.find((entry) => entry.key === key) ?? null;
    for (const [, index] of indexes.matchAll(/\[(\d+)\]/g)) {
      const item: ConfigNode | undefined = found?.value.items[Number(index)];
      found = item ? { key: step, keySpan: item.span, value: item } : null;
    }
    node = found?.value;
    if (!found) return null;
  }
  return found;
}
