import { couldNotLook, type HostError } from '../../host/answer.ts';
import type { Host } from '../../host/host.ts';
import type { Json } from '../../json.ts';
import { field, misfits, objectOf, text, type GoObject, type Kind } from './go-json.ts';
import { jsonFault } from './json-fault.ts';

/** go-cni's own limit (MaxFileSize, opts.go). */
const MAX_BYTES = 2 * 1024 * 1024;

/** One plugin of a network; `at` is where it stands in the file (`plugins[0]`), empty for a file with one plugin. */
export interface Plugin {
  readonly type: string;
  readonly conf: GoObject;
  readonly at: string;
}

/** A network as a file of the configuration directory describes it. */
export interface Network {
  readonly path: string;
  readonly name: string;
  readonly plugins: readonly Plugin[];
}

/** What is wrong with a file as libcni reads it; `detail` is a key, a name or an error's code. */
export interface Problem {
  readonly kind:
    'json' | 'not-a-file' | 'not-an-object' | 'no-name' | 'bad-name' | 'no-plugins' | 'no-type' | 'wrong-type';
  readonly detail: string;
  readonly line: number;
  readonly column: number;
}

/** A file of the directory: a network, no network, or not seen. */
export type Conf =
  | { readonly state: 'network'; readonly path: string; readonly network: Network }
  | { readonly state: 'invalid'; readonly path: string; readonly problem: Problem }
  | { readonly state: 'unseen'; readonly path: string; readonly error: HostError };

/** What libcni decodes of every plugin (types.PluginConf); ipam.type besides. */
const PLUGIN_FIELDS: { readonly [name: string]: Kind } = {
  cniVersion: 'string',
  name: 'string',
  type: 'string',
  capabilities: 'bools',
  ipam: 'object',
};

/** Names that CNI takes for a network (ValidateNetworkName, libcni). */
const NETWORK_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;

/** Reads a file of the configuration directory as libcni does: `.conflist` is a list of plugins, all else is one. */
export async function readConf(host: Host, path: string): Promise<Conf> {
  const file = await host.ask('readFile', { path, maxBytes: MAX_BYTES });
  if (!file.ok) {
    const { error } = file;
    if (couldNotLook(error) || error.code === 'TOO_LARGE') return { state: 'unseen', path, error };
    return { state: 'invalid', path, problem: problem('not-a-file', error.code) };
  }
  return parseConf(path, Buffer.from(file.value.bytes).toString());
}

/** The same from a file's text. A byte order mark is no JSON, for Go as for JavaScript. */
export function parseConf(path: string, source: string): Conf {
  const invalid = (problem: Problem): Conf => ({ state: 'invalid', path, problem });
  let value: Json;
  try {
    value = JSON.parse(source) as Json;
  } catch {
    const fault = jsonFault(source);
    return invalid({ kind: 'json', detail: fault?.found ?? '', line: fault?.line ?? 1, column: fault?.column ?? 1 });
  }
  const root = objectOf(value);
  if (!root) return invalid(problem('not-an-object'));
  const isList = path.endsWith('.conflist');
  const written = isList ? root['plugins'] : [root];
  if (written === undefined) return invalid(problem('no-plugins'));
  if (!Array.isArray(written)) return invalid(problem('wrong-type', 'plugins'));
  if (written.length === 0) return invalid(problem('no-plugins'));

  const plugins: Plugin[] = [];
  for (const [index, entry] of (written as readonly Json[]).entries()) {
    const at = isList ? `plugins[${index}]` : '';
    const read = readPlugin(entry, at);
    if ('kind' in read) return invalid(read);
    plugins.push(read);
  }
  // The name of a list is a key of a Go map, that of a single plugin a field of a struct.
  const name = isList ? root['name'] : field(root, 'name');
  if (name === undefined || name === '') return invalid(problem('no-name'));
  if (typeof name !== 'string') return invalid(problem('wrong-type', 'name'));
  if (!NETWORK_NAME.test(name)) return invalid(problem('bad-name', name));
  return { state: 'network', path, network: { path, name, plugins } };
}

function readPlugin(entry: Json, at: string): Plugin | Problem {
  const key = (name: string): string => (at === '' ? name : `${at}.${name}`);
  const conf = objectOf(entry);
  if (!conf) return problem('wrong-type', at);
  const [misfit] = misfits(conf, PLUGIN_FIELDS);
  if (misfit !== undefined) return problem('wrong-type', key(misfit));
  const ipam = objectOf(field(conf, 'ipam'));
  if (ipam && misfits(ipam, { type: 'string' }).length > 0) return problem('wrong-type', key('ipam.type'));
  const type = text(conf, 'type');
  return type === '' ? problem('no-type', key('type')) : { type, conf, at };
}

function problem(kind: Problem['kind'], detail = ''): Problem {
  return { kind, detail, line: 0, column: 0 };
}
