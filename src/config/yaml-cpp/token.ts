import type { Mark } from './byte-reader.ts';

export type TokenType =
  | 'directive'
  | 'document-start'
  | 'document-end'
  | 'sequence-start'
  | 'sequence-end'
  | 'map-start'
  | 'map-end'
  | 'flow-sequence-start'
  | 'flow-sequence-end'
  | 'flow-map-start'
  | 'flow-map-end'
  | 'entry'
  | 'flow-entry'
  | 'key'
  | 'value'
  | 'anchor'
  | 'alias'
  | 'tag'
  | 'plain'
  | 'quoted';

/**
 * A token of the file. A key (and the map that it opens) is `pending` from where it could begin until
 * a colon confirms it; what is not confirmed is dropped.
 */
export interface Token {
  readonly type: TokenType;
  readonly mark: Mark;
  /** Where its text ends on its first line. */
  readonly end: Mark;
  /** The text of a scalar, the name of an anchor, alias or directive, the tag. */
  readonly value: string;
  /** A directive's arguments. */
  readonly params: readonly string[];
  status: 'valid' | 'pending' | 'dropped';
}
