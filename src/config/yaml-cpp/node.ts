import type { ConfigEntry, ConfigNode, Span } from '../reading.ts';
import type { Mark } from './byte-reader.ts';

/** A node while its children are still being read. */
export interface GrowingNode extends ConfigNode {
  readonly items: ConfigNode[];
  readonly entries: ConfigEntry[];
  span: Span;
}

const NO_ITEMS: ConfigNode[] = [];
const NO_ENTRIES: ConfigEntry[] = [];

/** The text from one mark to another on the same line, else just the first place. */
export function spanOf(from: Mark, to: Mark): Span {
  const length = from.line === to.line ? Math.max(0, to.character - from.character) : 0;
  return { line: from.line + 1, column: from.character + 1, length };
}

/** A node of a kind at yaml-cpp's mark; `span` is where people should look. */
export function newNode(kind: ConfigNode['kind'], at: Mark, span: Span, text = '', quoted = false): GrowingNode {
  return {
    kind,
    text,
    quoted,
    span,
    mark: { line: at.line + 1, column: at.column + 1 },
    items: kind === 'sequence' ? [] : NO_ITEMS,
    entries: kind === 'map' ? [] : NO_ENTRIES,
  };
}
