import { isSeparator, type ByteReader, type Mark } from './byte-reader.ts';
import { TooManyTokensError } from './syntax-error.ts';
import type { Token, TokenType } from './token.ts';

const MAX_TOKENS = 1_000_000;
/** yaml-cpp: a key on one line, its colon within this many bytes of where it begins. */
const MAX_KEY_BYTES = 1024;

interface Indent {
  readonly column: number;
  readonly kind: 'none' | 'sequence' | 'map';
  status: Token['status'];
  readonly opener: Token | null;
}

/** A key that could begin at `mark`: what has to be confirmed or dropped once that is known. */
interface PossibleKey {
  readonly mark: Mark;
  readonly flowLevel: number;
  readonly pending: { status: Token['status'] }[];
}

/**
 * The tokens that wait to be taken, the open blocks and flow collections, and the keys that may yet
 * prove to be none (yaml-cpp's scanner.cpp and simplekey.cpp). A key is known as one only at its
 * colon, so tokens wait until the key in front of them is confirmed or dropped.
 */
export class Structure {
  /** Where a key may begin. */
  keyAllowed = true;
  private readonly reader: ByteReader;
  private queue: Token[] = [];
  private head = 0;
  private pushed = 0;
  private keys: PossibleKey[] = [];
  private readonly flows: ('[' | '{')[] = [];
  private readonly indents: Indent[] = [{ column: -1, kind: 'none', status: 'valid', opener: null }];

  constructor(reader: ByteReader) {
    this.reader = reader;
  }

  get inFlow(): boolean {
    return this.flows.length > 0;
  }

  /** The column of the innermost block, -1 outside all. */
  get blockColumn(): number {
    return this.indents.at(-1)!.column;
  }

  /** The first token that is not dropped, which may still be pending. */
  front(): Token | null {
    while (this.queue[this.head]?.status === 'dropped') this.head += 1;
    return this.queue[this.head] ?? null;
  }

  /** Takes the first token. */
  take(): void {
    this.head += 1;
    if (this.head < 4096) return;
    this.queue = this.queue.slice(this.head);
    this.head = 0;
  }

  /** Adds a token that ends here, or at `end`. */
  push(type: TokenType, mark: Mark, value = '', end = this.reader.mark(), params: readonly string[] = []): Token {
    this.pushed += 1;
    if (this.pushed > MAX_TOKENS) throw new TooManyTokensError();
    const token: Token = { type, mark, end, value, params, status: 'valid' };
    this.queue.push(token);
    return token;
  }

  openFlow(sign: '[' | '{'): void {
    this.flows.push(sign);
  }

  /** Closes the innermost flow collection and tells what opened it. */
  closeFlow(): '[' | '{' | undefined {
    return this.flows.pop();
  }

  /** Opens a block where this column begins a new one (PushIndentTo). */
  openBlock(kind: 'sequence' | 'map'): Indent | null {
    const { column } = this.reader;
    const top = this.indents.at(-1)!;
    const deeper = column > top.column || (column === top.column && kind === 'sequence' && top.kind === 'map');
    if (this.inFlow || !deeper) return null;
    const opener = this.push(kind === 'map' ? 'map-start' : 'sequence-start', this.reader.mark());
    const indent: Indent = { column, kind, status: 'valid', opener };
    this.indents.push(indent);
    return indent;
  }

  /** Ends the blocks that are further right than where we stand (PopIndentToHere). */
  closeBlocks(): void {
    if (this.inFlow) return;
    const { column } = this.reader;
    const atEntry = this.reader.peek() === 0x2d && isSeparator(this.reader.peek(1));
    for (let top = this.indents.at(-1)!; top.column >= column; top = this.indents.at(-1)!) {
      if (top.column === column && !(top.kind === 'sequence' && !atEntry)) break;
      this.popIndent();
    }
    while (this.indents.at(-1)?.status === 'dropped') this.popIndent();
  }

  /** Ends everything, at a document marker or at the end of the file. */
  closeAll(): void {
    if (!this.inFlow) while (this.indents.length > 1) this.popIndent();
    // Neither confirmed nor dropped: at the end they pass for keys (a file cut in the middle of one).
    this.keys = [];
    this.keyAllowed = false;
  }

  private popIndent(): void {
    const indent = this.indents.pop()!;
    if (indent.status !== 'valid') return this.dropKey();
    if (indent.kind !== 'none') this.push(indent.kind === 'map' ? 'map-end' : 'sequence-end', this.reader.mark());
  }

  /** A key could begin here, one for each flow level at a time. */
  expectKey(): void {
    if (!this.keyAllowed || this.keys.at(-1)?.flowLevel === this.flows.length) return;
    const mark = this.reader.mark();
    const pending: PossibleKey['pending'] = [];
    const indent = this.openBlock('map');
    if (indent) pending.push(indent, indent.opener!);
    pending.push(this.push('key', mark));
    for (const part of pending) part.status = 'pending';
    this.keys.push({ mark, flowLevel: this.flows.length, pending });
  }

  dropKey(): void {
    if (this.keys.at(-1)?.flowLevel === this.flows.length) settle(this.keys.pop()!, 'dropped');
  }

  /** At a colon: whether a key stands in front of it. */
  confirmKey(): boolean {
    if (this.keys.at(-1)?.flowLevel !== this.flows.length) return false;
    const key = this.keys.pop()!;
    const { line, offset } = this.reader;
    const isKey = line === key.mark.line && offset - key.mark.offset <= MAX_KEY_BYTES;
    settle(key, isKey ? 'valid' : 'dropped');
    return isKey;
  }

  /** An item of a flow map can be a key alone: `{ Enabled }`. */
  endFlowItem(): void {
    if (this.flows.at(-1) === '{' && this.confirmKey()) this.push('value', this.reader.mark());
    else if (this.flows.at(-1) === '[') this.dropKey();
  }
}

function settle(key: PossibleKey, status: 'valid' | 'dropped'): void {
  for (const part of key.pending) part.status = status;
}
