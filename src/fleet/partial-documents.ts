import { MOST_LINE_BYTES } from './line-reader.ts';

/** What a line of a node's is. */
export type Piece =
  | { readonly kind: 'document'; readonly document: unknown }
  /** Part of a document that has more lines. */
  | { readonly kind: 'open' }
  | { readonly kind: 'words'; readonly text: string }
  /** A document that is not whole, or more than a document ever is. */
  | { readonly kind: 'truncated' | 'too-large' };

/** Of a longer line pdsh has only the last 131,072 bytes, without a word (pdsh 2.34, a ring buffer): no words are as long. */
const CUT_LENGTH = 130_000;

/** What all documents that are not whole yet may have together, characters. */
const MOST_TOGETHER = 128 * 1024 * 1024;

interface Open {
  readonly lines: string[];
  length: number;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * Reports among the lines of each node: one on a line (`--compact`), or over many lines as `--json` prints it, from a
 * `{` alone to a `}` alone. Everything else is words: a banner, an error.
 */
export function partialDocuments(): { add(name: string, text: string, cut: boolean): Piece } {
  const open = new Map<string, Open>();
  let together = 0;
  const close = (name: string): void => {
    together -= open.get(name)?.length ?? 0;
    open.delete(name);
  };
  return {
    add(name, text, cut) {
      if (cut) {
        close(name);
        return text.startsWith('{') ? { kind: 'too-large' } : { kind: 'words', text };
      }
      if (text === '{') {
        close(name);
        open.set(name, { lines: [text], length: 1 });
        together += 1;
        return { kind: 'truncated' };
      }
      if (text.startsWith('{')) {
        close(name);
        const document = parse(text);
        return document === undefined ? { kind: 'truncated' } : { kind: 'document', document };
      }
      const before = open.get(name);
      if (!before) return text.length > CUT_LENGTH ? { kind: 'truncated' } : { kind: 'words', text };
      before.lines.push(text);
      before.length += text.length + 1;
      together += text.length + 1;
      if (before.length > MOST_LINE_BYTES || together > MOST_TOGETHER) {
        close(name);
        return { kind: 'too-large' };
      }
      if (text !== '}') return { kind: 'open' };
      close(name);
      const document = parse(before.lines.join('\n'));
      return document === undefined ? { kind: 'truncated' } : { kind: 'document', document };
    },
  };
}
