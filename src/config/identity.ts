import { createHash } from 'node:crypto';
import type { ConfigNode, ConfigReading } from './reading.ts';

const MAX_VALUES = 300;
const MAX_VALUE_LENGTH = 200;
/** Aliases of aliases are many places of few nodes. */
const MAX_VISITS = 5_000;
const SECRET = /password|passwd|token|secret|credential/i;
const URL_PASSWORD = /(:\/\/[^\s/@:]*):[^\s/@]*@/g;

/**
 * What two nodes compare their files by: a hash over the parsed document, which comments, blank lines
 * and quotes do not change but order does, as in craned's own CRC (CalcConfigCRC32, String.cpp), and
 * its values by dotted path. Secrets are left out of the values, and only a few hundred are told.
 */
export function identityOf(root: ConfigNode): NonNullable<ConfigReading['identity']> {
  return { hash: hashOf(root, new Map()), values: Object.fromEntries(valuesOf(root)) };
}

/** Each node is hashed once, so that aliases of aliases cost nothing; a node that holds itself is cut. */
function hashOf(node: ConfigNode, known: Map<ConfigNode, string>): string {
  const before = known.get(node);
  if (before !== undefined) return before;
  known.set(node, 'itself');
  const hash = createHash('sha256').update(`${node.kind}\0${node.items.length}\0${node.entries.length}\0`);
  if (node.kind === 'scalar') hash.update(node.text);
  for (const item of node.items) hash.update(hashOf(item, known));
  for (const { key, value } of node.entries) hash.update(`${JSON.stringify(key)}${hashOf(value, known)}`);
  const digest = hash.digest('hex');
  known.set(node, digest);
  return digest;
}

function withoutPassword(text: string): string {
  return text.slice(0, 10 * MAX_VALUE_LENGTH).replace(URL_PASSWORD, '$1:(redacted)@');
}

function valuesOf(root: ConfigNode): Map<string, string> {
  const values = new Map<string, string>();
  let visits = 0;
  const visit = (node: ConfigNode, path: string, secret: boolean, depth: number): void => {
    visits += 1;
    if (values.size >= MAX_VALUES || visits > MAX_VISITS || depth > 20) return;
    if (node.kind === 'scalar' || node.kind === 'null') {
      // The first entry of a name is the one that craned reads.
      if (path !== '' && !values.has(path))
        values.set(path, secret ? '(redacted)' : withoutPassword(node.text).slice(0, MAX_VALUE_LENGTH));
    }
    for (const [index, item] of node.items.slice(0, MAX_VISITS).entries()) {
      visit(item, `${path}[${index}]`, secret, depth + 1);
    }
    const seen = new Set<string>();
    for (const { key, value } of node.entries.slice(0, MAX_VISITS)) {
      if (key === '' || seen.has(key)) continue;
      seen.add(key);
      const name = key.slice(0, MAX_VALUE_LENGTH);
      visit(value, path === '' ? name : `${path}.${name}`, secret || SECRET.test(key), depth + 1);
    }
  };
  visit(root, '', false, 0);
  return values;
}
