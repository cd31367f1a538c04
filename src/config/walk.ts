import type { ConfigEntry, ConfigNode } from './reading.ts';

const MAX_ENTRIES = 200_000;

/** An entry somewhere in the file. `first` is the entry of the same name in front of it, which craned reads instead. */
export interface WalkedEntry {
  readonly path: string;
  readonly entry: ConfigEntry;
  readonly first: ConfigEntry | null;
}

/**
 * Every entry of the file with its dotted path, in the order of the file. Each node is visited once,
 * however many aliases lead to it; entries without a name (a key that is no scalar) are left out.
 */
export function* entriesOf(root: ConfigNode): Generator<WalkedEntry> {
  const visited = new Set<ConfigNode>();
  const waiting: { node: ConfigNode; path: string }[] = [{ node: root, path: '' }];
  let count = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, path } = next;
    if (visited.has(node)) continue;
    visited.add(node);
    const children: typeof waiting = node.items.map((item, index) => ({ node: item, path: `${path}[${index}]` }));
    const names = new Map<string, ConfigEntry>();
    for (const entry of node.entries) {
      if (entry.key === '') continue;
      count += 1;
      if (count > MAX_ENTRIES) return;
      const entryPath = path === '' ? entry.key : `${path}.${entry.key}`;
      yield { path: entryPath, entry, first: names.get(entry.key) ?? null };
      if (!names.has(entry.key)) names.set(entry.key, entry);
      children.push({ node: entry.value, path: entryPath });
    }
    waiting.push(...children.slice(0, MAX_ENTRIES).reverse());
  }
}
