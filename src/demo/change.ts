import { HEALTHY_CONFIG } from './healthy-config.ts';
import type { NodeSpec, TreeEntry } from './node-spec.ts';

/** What a fault does to a node. */
export type Change = (node: NodeSpec) => NodeSpec;

/** One change after the other. */
export function all(...changes: readonly Change[]): Change {
  return (node) => changes.reduce((changed, change) => change(changed), node);
}

/** Puts an entry in the place of what is at a path. */
export function put(path: string, entry: TreeEntry): Change {
  return (node) => ({ ...node, files: new Map([...node.files, [path, entry]]) });
}

/** Takes away what is at these paths: files or devices. */
export function take(...paths: readonly string[]): Change {
  const without = <T>(map: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
    new Map([...map].filter(([path]) => !paths.includes(path)));
  return (node) => ({ ...node, files: without(node.files), devices: without(node.devices) });
}

/** Changes the text of a file. `from` has to be in it: a fault that changes nothing is none. */
export function edit(path: string, from: string, to: string): Change {
  return (node) => {
    const entry = node.files.get(path);
    if (entry?.type !== 'file' || !entry.text.includes(from)) throw new Error(`${path} has no ${JSON.stringify(from)}`);
    return put(path, { ...entry, text: entry.text.replace(from, to) })(node);
  };
}

const CONFIG = '/etc/crane/config.yaml';

/** Changes a line of config.yaml, which is named by its beginning; without `to` the line goes. */
export function editConfig(line: string, to?: string): Change {
  const whole = HEALTHY_CONFIG.split('\n').find((candidate) => candidate.startsWith(line)) ?? line;
  return edit(CONFIG, `${whole}\n`, to === undefined ? '' : `${to}\n`);
}

/** Changes the runtime and what is at its socket. */
export function runtime(changed: Partial<NodeSpec['runtime']>): Change {
  return (node) => ({ ...node, runtime: { ...node.runtime, ...changed } });
}

/** Changes craned's service and its process. */
export function craned(changed: Partial<NodeSpec['craned']>): Change {
  return (node) => ({ ...node, craned: { ...node.craned, ...changed } });
}

/** Names a registry to look at, and changes the one server that all registries of the node are. */
export function named(registry: string, changed: Partial<NodeSpec['registry']> = {}): Change {
  return (node) => ({ ...node, registries: [registry], registry: { ...node.registry, ...changed } });
}
