import { asBool, asUnsigned, parseMemory } from './conversions.ts';
import type { ConfigEntry, ConfigNode, Span } from './reading.ts';
import type { Stops } from './stops.ts';

/**
 * A section as craned reads it through yaml-cpp: a key that is not there has its default, a key
 * without a value does not. What cannot be converted is a stop, and then has its default too.
 */
export class Section {
  readonly path: string;
  readonly span: Span | null;
  private readonly stops: Stops;
  private node: ConfigNode | undefined;

  /** `span` is where to look for what is missing in it: its key, or the item itself. */
  constructor(node: ConfigNode | undefined, path: string, stops: Stops, span: Span | null = node?.span ?? null) {
    this.node = node;
    this.path = path;
    this.span = span;
    this.stops = stops;
  }

  /** The dotted path of a key in this section. */
  pathOf(key: string): string {
    return this.path === '' ? key : `${this.path}.${key}`;
  }

  /** The first entry of that name; a section that is a scalar stops craned at the first key asked for. */
  get(key: string): ConfigNode | undefined {
    if (this.node?.kind === 'scalar') {
      this.stops.abortsAt(this.node, 'not-a-map', this.path, `operator[] call on a scalar (key: "${key}")`);
      this.node = undefined;
    }
    return this.entryOf(key)?.value;
  }

  /** A section in this one; its keys are all absent where it is. */
  section(key: string): Section {
    return new Section(this.get(key), this.pathOf(key), this.stops, this.entryOf(key)?.keySpan ?? null);
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  /** as<std::string>: null is the text `null`. */
  text(key: string, fallback: string): string {
    const node = this.get(key);
    return node ? (asText(node, this.pathOf(key), this.stops) ?? fallback) : fallback;
  }

  bool(key: string, fallback: boolean): boolean {
    return this.converted(key, asBool) ?? fallback;
  }

  unsigned(key: string, bits: 32 | 64, fallback: bigint): bigint {
    return this.converted(key, (text) => asUnsigned(text, bits)) ?? fallback;
  }

  /** A size in bytes (`50M`). */
  memory(key: string, fallback: bigint): bigint {
    const node = this.get(key);
    const text = node && asText(node, this.pathOf(key), this.stops);
    if (!node || text === undefined) return fallback;
    const bytes = parseMemory(text);
    if (typeof bytes === 'bigint') return bytes;
    if (bytes === 'illegal') this.stops.exits('value', this.pathOf(key), 'Illegal memory format.', node.span);
    else this.stops.aborts('value', this.pathOf(key), 'stoul', node.span);
    return fallback;
  }

  /** The items of a list. A scalar or null has none; over a map with entries yaml-cpp throws. */
  items(key: string): readonly ConfigNode[] {
    const node = this.get(key);
    if (node?.kind === 'map' && node.entries.length > 0) {
      const words = 'invalid node; this may result from using a map iterator as a sequence iterator, or vice-versa';
      this.stops.aborts('not-a-list', this.pathOf(key), words, node.span);
    }
    return node?.items ?? [];
  }

  /** A section from one item of a list. */
  item(key: string, index: number, node: ConfigNode): Section {
    return new Section(node, `${this.pathOf(key)}[${index}]`, this.stops);
  }

  /** The texts of a list. */
  texts(key: string): { readonly text: string; readonly node: ConfigNode; readonly path: string }[] {
    return this.items(key).flatMap((node, index) => {
      const path = `${this.pathOf(key)}[${index}]`;
      const text = asText(node, path, this.stops);
      return text === undefined ? [] : [{ text, node, path }];
    });
  }

  private entryOf(key: string): ConfigEntry | undefined {
    return this.node?.entries.find((entry) => entry.key === key);
  }

  private converted<T>(key: string, convert: (text: string) => T | undefined): T | undefined {
    const node = this.get(key);
    if (!node) return undefined;
    const value = node.kind === 'scalar' ? convert(node.text) : undefined;
    if (value === undefined) badConversion(node, this.pathOf(key), this.stops);
    return value;
  }
}

function asText(node: ConfigNode, path: string, stops: Stops): string | undefined {
  if (node.kind === 'scalar' || node.kind === 'null') return node.text;
  badConversion(node, path, stops);
  return undefined;
}

function badConversion(node: ConfigNode, path: string, stops: Stops): void {
  stops.abortsAt(node, node.kind === 'null' ? 'null-value' : 'bad-conversion', path, 'bad conversion');
}
