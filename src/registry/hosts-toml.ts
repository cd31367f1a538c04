import { withoutPassword } from '../host/processes/environment.ts';
import { posix } from 'node:path';
import { flagOf, tableAt, textOf, type Table } from '../runtime/toml.ts';
import { parseEndpointUrl, type EndpointUrl } from './endpoint-url.ts';

/** One endpoint of a host directory: a `[host."…"]` table, or the file itself for its `server`. */
export interface HostEntry {
  /** Null where the file names no server: the registry itself is meant. */
  readonly url: EndpointUrl | null;
  /** False where it is not for pulling (only `push`, only `resolve`). */
  readonly pull: boolean;
  /** False where it is asked only for references with a digest. */
  readonly resolve: boolean;
  /** undefined where the file does not say. */
  readonly skipVerify: boolean | undefined;
  readonly authorities: readonly string[];
  readonly clientCertificates: readonly string[];
  readonly headers: readonly string[];
}

/** The endpoints of a hosts.toml, the server last, or what containerd cannot take. */
export type HostsFile =
  { readonly ok: true; readonly entries: readonly HostEntry[] } | { readonly ok: false; readonly reason: string };

/** What containerd would not take: it then reads the directory as if hosts.toml were not there. */
class Unusable extends Error {}

const CAPABILITIES = new Set(['pull', 'resolve', 'push']);
/** More endpoints than anybody has for one registry. */
const MOST = 50;

/**
 * Reads a hosts.toml of `directory` as containerd does (parseHostsFile, remotes/docker/config/hosts.go):
 * the `[host]` tables in the order of the file, then the server. One value of a wrong type makes all of
 * it unusable. containerd 1.x demands a `[host]` table: `needsHosts`.
 */
export function readHostsToml(table: Table, directory: string, needsHosts: boolean): HostsFile {
  const hosts = table['host'];
  if (needsHosts && Object.keys(tableAt(table, 'host')).length === 0)
    return { ok: false, reason: 'containerd 1.x takes no hosts.toml without a [host] table' };
  try {
    if (hosts !== undefined && (typeof hosts !== 'object' || Array.isArray(hosts)))
      throw new Unusable('host is no table');
    const mirrors = Object.keys(tableAt(table, 'host'))
      .slice(0, MOST)
      .map((url) => entryOf(url, tableAt(table, 'host', url), directory));
    const server = table['server'] ?? '';
    if (typeof server !== 'string') throw new Unusable('server is no text');
    return { ok: true, entries: [...mirrors, entryOf(server, table, directory)] };
  } catch (cause) {
    if (cause instanceof Unusable) return { ok: false, reason: cause.message };
    throw cause;
  }
}

function entryOf(server: string, table: Table, directory: string): HostEntry {
  const capabilities = listOfTexts(table['capabilities'] ?? [], 'capabilities').map((one) => one.toLowerCase());
  const unknown = capabilities.find((one) => !CAPABILITIES.has(one));
  if (unknown !== undefined) throw new Unusable(`unknown capability ${unknown.slice(0, 50)}`);
  const may = (capability: string): boolean => capabilities.length === 0 || capabilities.includes(capability);
  const absolute = (path: string): string => posix.resolve(directory, path);
  return {
    url: server === '' ? null : urlOf(server, table['override_path'] === true),
    pull: may('pull'),
    resolve: may('resolve'),
    skipVerify: flagOf(table['skip_verify']),
    authorities: textOrTexts(table['ca'], 'ca').map(absolute),
    clientCertificates: clients(table['client']).map(absolute),
    headers: Object.keys(tableAt(table, 'header')),
  };
}

/** The API is below `/v2` of the URL's path, unless the path is said to be the API's own. */
function urlOf(server: string, overridePath: boolean): EndpointUrl {
  const url = parseEndpointUrl(server.startsWith('http') ? server : `https://${server}`);
  if (!url.ok) throw new Unusable(`${withoutPassword(server).slice(0, 200)}: ${url.reason.en}`);
  const { path } = url.value;
  return { ...url.value, path: overridePath || path.endsWith('/v2') ? path : `${path}/v2` };
}

function listOfTexts(value: unknown, name: string): readonly string[] {
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  throw new Unusable(`${name} is no list of texts`);
}

function textOrTexts(value: unknown, name: string): readonly string[] {
  if (value === undefined) return [];
  const text = textOf(value);
  return text === undefined ? listOfTexts(value, name) : [text];
}

/** The certificates among client's files: a text, texts, or pairs of certificate and key. */
function clients(value: unknown): readonly string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return textOrTexts(value, 'client');
  return value.map((item: unknown) => {
    const pair = Array.isArray(item) ? listOfTexts(item, 'client') : null;
    if (pair && pair.length !== 2) throw new Unusable('client has a pair of not two files');
    return pair ? pair[0]! : textOrTexts(item, 'client')[0]!;
  });
}
