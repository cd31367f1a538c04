import type { ConfigEntry, ConfigNode, Span } from '../reading.ts';
import { newNode, spanOf, type GrowingNode } from './node.ts';
import type { Scanner } from './scanner.ts';
import { YamlSyntaxError } from './syntax-error.ts';
import type { Token, TokenType } from './token.ts';

/** yaml-cpp refuses a node this deep (singledocparser.cpp, DepthGuard<500>); the root is at 1. */
const MAX_DEPTH = 500;

/** What yaml-cpp takes for null where it stands unquoted and without a tag (null.cpp, IsNullString). */
const NULL_WORDS = new Set(['', '~', 'null', 'Null', 'NULL']);

interface Properties {
  readonly tagged: boolean;
  readonly anchor: string | null;
}

/**
 * The nodes of one document from its tokens, and the errors of yaml-cpp's grammar
 * (singledocparser.cpp). A value that is not written is null and has the mark of the next token.
 * Aliases are the anchored node itself, so that no file grows in memory, and a node can hold itself.
 */
export class Composer {
  private readonly scanner: Scanner;
  private readonly anchors = new Map<string, ConfigNode>();
  private readonly collections: ('flow-sequence' | 'other')[] = [];
  private depth = 0;

  constructor(scanner: Scanner) {
    this.scanner = scanner;
  }

  /** Reads one node. `missing` is where people should look if there is none. */
  node(missing: Span): ConfigNode {
    this.depth += 1;
    if (this.depth >= MAX_DEPTH) throw new YamlSyntaxError(this.scanner.mark(), 'bad file');
    const node = this.nodeAt(missing);
    this.depth -= 1;
    return node;
  }

  private nodeAt(missing: Span): ConfigNode {
    const first = this.scanner.peek();
    if (!first) return newNode('null', this.scanner.mark(), missing, 'null');
    if (first.type === 'value') {
      const map = newNode('map', first.mark, spanOf(first.mark, first.end));
      this.pair(map, first);
      return map;
    }
    if (first.type === 'alias') return this.aliased(first);

    const properties = this.properties();
    const token = this.scanner.peek();
    const written = token !== null && token !== first;
    const span = written ? spanOf(first.mark, first.end) : missing;
    const anchored = (node: GrowingNode): GrowingNode => {
      if (properties.anchor !== null) this.anchors.set(properties.anchor, node);
      return node;
    };
    const isNull = token?.type === 'plain' && !properties.tagged && NULL_WORDS.has(token.value);
    if (token && (token.type === 'plain' || token.type === 'quoted')) {
      this.scanner.take();
      const here = spanOf(first.mark, token.end);
      if (isNull) return anchored(newNode('null', first.mark, here, 'null'));
      return anchored(newNode('scalar', first.mark, here, token.value, token.type === 'quoted'));
    }
    switch (token?.type) {
      case 'sequence-start':
        return this.blockSequence(anchored(newNode('sequence', first.mark, spanOf(first.mark, first.end))));
      case 'flow-sequence-start':
        return this.flowSequence(anchored(newNode('sequence', first.mark, spanOf(first.mark, token.end))));
      case 'map-start':
        return this.blockMap(anchored(newNode('map', first.mark, spanOf(first.mark, first.end))));
      case 'flow-map-start':
        return this.flowMap(anchored(newNode('map', first.mark, spanOf(first.mark, token.end))));
      case 'key':
        if (this.collections.at(-1) === 'flow-sequence') {
          const map = anchored(newNode('map', first.mark, spanOf(first.mark, token.end)));
          this.pair(map, token);
          return map;
        }
    }
    if (properties.tagged && token) return anchored(newNode('scalar', first.mark, span));
    return anchored(newNode('null', first.mark, span, 'null'));
  }

  private aliased(token: Token): ConfigNode {
    const node = this.anchors.get(token.value);
    if (!node) throw new YamlSyntaxError(token.mark, `the referenced anchor is not defined: ${token.value}`);
    this.scanner.take();
    return node;
  }

  private properties(): Properties {
    let tag = '';
    let anchor: string | null = null;
    for (let token = this.scanner.peek(); token; token = this.scanner.peek()) {
      if (token.type === 'tag') {
        if (tag !== '') throw new YamlSyntaxError(token.mark, 'cannot assign multiple tags to the same node');
        tag = token.value;
      } else if (token.type === 'anchor') {
        if (anchor !== null) throw new YamlSyntaxError(token.mark, 'cannot assign multiple anchors to the same node');
        anchor = token.value;
      } else {
        break;
      }
      this.scanner.take();
    }
    return { tagged: tag !== '' && tag !== '?', anchor };
  }

  private blockSequence(node: GrowingNode): ConfigNode {
    this.open('other');
    for (;;) {
      const token = this.expect(['entry', 'sequence-end'], 'end of sequence not found');
      this.scanner.take();
      if (token.type === 'sequence-end') return this.close(node);
      const here = spanOf(token.mark, token.end);
      if (node.items.length === 0 && node.span.length === 0) node.span = here;
      const next = this.scanner.peek();
      if (next?.type === 'entry' || next?.type === 'sequence-end') {
        node.items.push(newNode('null', next.mark, here, 'null'));
      } else {
        node.items.push(this.node(here));
      }
    }
  }

  private flowSequence(node: GrowingNode): ConfigNode {
    const message = 'end of sequence flow not found';
    this.open('flow-sequence');
    for (;;) {
      const token = this.expect(null, message);
      if (token.type === 'flow-sequence-end') {
        this.scanner.take();
        return this.close(node);
      }
      node.items.push(this.node(spanOf(token.mark, token.mark)));
      if (this.expect(['flow-entry', 'flow-sequence-end'], message).type === 'flow-entry') this.scanner.take();
    }
  }

  private blockMap(node: GrowingNode): ConfigNode {
    this.open('other');
    for (;;) {
      const token = this.expect(['key', 'value', 'map-end'], 'end of map not found');
      if (token.type === 'map-end') {
        this.scanner.take();
        return this.close(node);
      }
      this.entry(node, token);
      if (node.span.length === 0) node.span = node.entries[0]!.keySpan;
    }
  }

  private flowMap(node: GrowingNode): ConfigNode {
    const message = 'end of map flow not found';
    this.open('other');
    for (;;) {
      const token = this.expect(null, message);
      if (token.type === 'flow-map-end') {
        this.scanner.take();
        return this.close(node);
      }
      this.entry(node, token);
      if (this.expect(['flow-entry', 'flow-map-end'], message).type === 'flow-entry') this.scanner.take();
    }
  }

  /** A pair alone in a flow sequence: `[a: 1]`, `[: 1]`. */
  private pair(node: GrowingNode, token: Token): void {
    this.collections.push('other');
    this.entry(node, token);
    this.collections.pop();
  }

  /** One entry of a map: a key, which can be null, and a value, which can be left out. */
  private entry(node: GrowingNode, token: Token): void {
    const here = spanOf(token.mark, token.mark);
    let key: ConfigNode = newNode('null', token.mark, here, 'null');
    if (token.type === 'key') {
      this.scanner.take();
      key = this.node(here);
    }
    let value: ConfigNode = newNode('null', token.mark, key.span, 'null');
    if (this.scanner.peek()?.type === 'value') {
      this.scanner.take();
      value = this.node(key.span);
    }
    node.entries.push(entryOf(key, value));
  }

  private open(kind: 'flow-sequence' | 'other'): void {
    this.scanner.take();
    this.collections.push(kind);
  }

  private close(node: GrowingNode): ConfigNode {
    this.collections.pop();
    return node;
  }

  /** The next token, which has to be of these types (null: of any). */
  private expect(types: readonly TokenType[] | null, message: string): Token {
    const token = this.scanner.peek();
    if (!token || (types && !types.includes(token.type))) {
      throw new YamlSyntaxError(token?.mark ?? this.scanner.mark(), message);
    }
    return token;
  }
}

/** Only a scalar can be asked for by name (yaml-cpp's node equals); every other key has no name here. */
function entryOf(key: ConfigNode, value: ConfigNode): ConfigEntry {
  return { key: key.kind === 'scalar' ? key.text : '', keySpan: key.span, value };
}
