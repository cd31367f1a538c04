import { meantKey } from '../config/known-keys.ts';
import type { ConfigNode } from '../config/reading.ts';
import { malformed, type Parsed } from '../registry/parsed.ts';
import type { Mistake } from './settings.ts';

/** Takes a mistake; reading goes on. */
export type Tell = (mistake: Mistake) => void;

/**
 * Reads one node of the file, whose dotted path is `key`. What is wrong is told, and counts as not
 * written: the rest of the file stands.
 */
export type Read<T> = (node: ConfigNode, key: string, tell: Tell) => T | undefined;

const NO_VALUE = malformed('no value is written', '没有值').reason;
const NO_TEXT = malformed('one value belongs here, no list and no keys', '此处应为单个值，而不是列表或键值').reason;
const NO_LIST = malformed('a list belongs here', '此处应为列表').reason;
const NO_KEYS = malformed('keys with values belong here', '此处应为键值').reason;
const MISSING = malformed('is missing', '缺少此项').reason;
const TWICE = malformed('is there twice; the first counts', '重复；以第一个为准').reason;

/** The dotted path of something below another. */
function below(key: string, name: string): string {
  return key === '' ? name : `${key}.${name}`;
}

function invalid(
  node: Pick<ConfigNode, 'span'>,
  key: string,
  reason: Extract<Mistake, { kind: 'invalid' }>['reason'],
): Mistake {
  return { kind: 'invalid', key, span: node.span, reason };
}

/** A single value, by what parses its text. */
export function value<T>(parse: (text: string) => Parsed<T>): Read<T> {
  return (node, key, tell) => {
    const read = node.kind === 'scalar' ? parse(node.text) : null;
    if (read?.ok) return read.value;
    tell(invalid(node, key, read?.reason ?? (node.kind === 'null' ? NO_VALUE : NO_TEXT)));
    return undefined;
  };
}

/** A list; an item that is wrong is left out. */
export function list<T>(item: Read<T>): Read<readonly T[]> {
  return (node, key, tell) => {
    if (node.kind !== 'sequence') {
      tell(invalid(node, key, node.kind === 'null' ? NO_VALUE : NO_LIST));
      return undefined;
    }
    return node.items.flatMap((each, index) => item(each, `${key}[${index}]`, tell) ?? []);
  };
}

/** One key of the file that may be there, with its value. */
interface Entry<N extends string> {
  readonly name: N;
  readonly node: ConfigNode;
  readonly path: string;
}

/** The keys of a node that are among `names`, each once; all others are mistakes. Null where there are no keys. */
function entriesOf<N extends string>(
  node: ConfigNode,
  key: string,
  names: readonly N[],
  tell: Tell,
): Entry<N>[] | null {
  if (node.kind !== 'map') {
    tell(invalid(node, key, node.kind === 'null' ? NO_VALUE : NO_KEYS));
    return null;
  }
  const found: Entry<N>[] = [];
  for (const { key: written, keySpan, value: each } of node.entries) {
    const path = below(key, written);
    const name = names.find((known) => known === written);
    if (name === undefined) tell({ kind: 'unknown-key', key: path, span: keySpan, meant: meantKey(written, names) });
    else if (found.some((other) => other.name === name)) tell(invalid({ span: keySpan }, path, TWICE));
    else found.push({ name, node: each, path });
  }
  return found;
}

/** Keys of which any of `names` may be there, all with the same kind of value. */
export function table<T>(names: readonly string[], read: Read<T>): Read<ReadonlyMap<string, T>> {
  return (node, key, tell) => {
    const values = new Map<string, T>();
    for (const { name, node: each, path } of entriesOf(node, key, names, tell) ?? []) {
      const one = read(each, path, tell);
      if (one !== undefined) values.set(name, one);
    }
    return values;
  };
}

type Keys = { readonly [name: string]: Read<unknown> };

/** What keys are read as; any of them may be missing. */
type Section<K extends Keys> = { readonly [N in keyof K]?: Exclude<ReturnType<K[N]>, undefined> };

/** Keys that each have a kind of value of their own. */
export function section<K extends Keys>(keys: K): Read<Section<K>> {
  return (node, key, tell) => {
    const values: { [name: string]: unknown } = {};
    for (const { name, node: each, path } of entriesOf(node, key, Object.keys(keys), tell) ?? []) {
      const one = keys[name]!(each, path, tell);
      if (one !== undefined) values[name] = one;
    }
    return values as Section<K>;
  };
}

/** A section that counts for nothing where one of some keys is missing or wrong. */
export function sectionWith<K extends Keys, N extends keyof K & string>(
  keys: K,
  needed: readonly N[],
): Read<Section<K> & Required<Pick<Section<K>, N>>> {
  const read = section(keys);
  return (node, key, tell) => {
    const values = read(node, key, tell);
    const lacking = needed.filter((name) => values?.[name] === undefined);
    if (lacking.length === 0) return values as Section<K> & Required<Pick<Section<K>, N>>;
    // What is written and wrong has been told already.
    const unwritten = lacking.filter((name) => !node.entries.some((entry) => entry.key === name));
    if (node.kind === 'map') for (const name of unwritten) tell(invalid(node, below(key, name), MISSING));
    return undefined;
  };
}
