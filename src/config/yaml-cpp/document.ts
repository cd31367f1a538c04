import type { ConfigNode } from '../reading.ts';
import { Composer } from './composer.ts';
import { Directives } from './directives.ts';
import { newNode } from './node.ts';
import { Scanner } from './scanner.ts';
import { TooManyTokensError, YamlSyntaxError } from './syntax-error.ts';

/** Where something stands, 1-based: `column` in bytes as yaml-cpp counts, `character` as people do. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly character: number;
}

/** What yaml-cpp makes of a file (YAML::LoadFile): its first document, or its first syntax error. */
export type LoadedDocument =
  | { readonly kind: 'document'; readonly root: ConfigNode; readonly next: Place | null }
  | { readonly kind: 'syntax-error'; readonly words: string; readonly place: Place }
  | { readonly kind: 'too-many-tokens' };

/**
 * Reads the first document of a file in UTF-8, without a byte order mark. `next` is where something
 * follows it, which yaml-cpp never looks at. Never throws; time and memory grow with the file only.
 */
export function loadDocument(bytes: Uint8Array): LoadedDocument {
  const scanner = new Scanner(bytes);
  try {
    const root = firstDocument(scanner);
    return { kind: 'document', root, next: placeOf(scanner.peek()?.mark) };
  } catch (error) {
    if (error instanceof TooManyTokensError) return { kind: 'too-many-tokens' };
    if (error instanceof YamlSyntaxError) {
      return { kind: 'syntax-error', words: error.message, place: placeOf(error.mark)! };
    }
    throw error;
  }
}

function firstDocument(scanner: Scanner): ConfigNode {
  const directives = new Directives();
  for (let token = scanner.peek(); token?.type === 'directive'; token = scanner.peek()) {
    directives.handle(token);
    scanner.take();
  }
  const nowhere = { line: 1, column: 1, length: 0 };
  if (!scanner.peek()) return newNode('null', scanner.mark(), nowhere, 'null');
  if (scanner.peek()?.type === 'document-start') scanner.take();
  const root = new Composer(scanner).node(nowhere);
  while (scanner.peek()?.type === 'document-end') scanner.take();
  return root;
}

function placeOf(mark: { line: number; column: number; character: number } | undefined): Place | null {
  return mark ? { line: mark.line + 1, column: mark.column + 1, character: mark.character + 1 } : null;
}
