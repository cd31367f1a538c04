import { readBlockHeader } from './block-header.ts';
import { ByteReader, isBlank, isBreak, isSeparator, type Mark } from './byte-reader.ts';
import { readAnchorName, readDirective, readTag } from './properties.ts';
import { scanScalar, type ScalarRules } from './scalar.ts';
import { Structure } from './structure.ts';
import { YamlSyntaxError } from './syntax-error.ts';
import type { Token, TokenType } from './token.ts';

/**
 * yaml-cpp's tokens of a file (scanner.cpp, scantoken.cpp), one at a time and no earlier than they are
 * asked for: which of two errors comes first depends on it.
 */
export class Scanner {
  private readonly reader: ByteReader;
  private readonly structure: Structure;
  private ended = false;
  private scalarAllowed = true;
  /** Behind a quoted scalar or a flow collection a colon needs no blank: `{"a":1}`. */
  private afterJson = false;

  constructor(bytes: Uint8Array) {
    this.reader = new ByteReader(bytes);
    this.structure = new Structure(this.reader);
  }

  /** Where the scanner stands, which can be well past the next token. */
  mark(): Mark {
    return this.reader.mark();
  }

  /** The next token without taking it; null at the end. */
  peek(): Token | null {
    for (;;) {
      const token = this.structure.front();
      if (token?.status === 'valid' || this.ended) return token;
      this.scanNext();
    }
  }

  /** Takes the next token. */
  take(): void {
    if (this.peek()) this.structure.take();
  }

  private get inFlow(): boolean {
    return this.structure.inFlow;
  }

  private scanNext(): void {
    this.skipToToken();
    this.structure.closeBlocks();
    const { reader } = this;
    if (reader.atEnd) return this.end();
    const byte = reader.peek();
    if (reader.column === 0 && byte === 0x25) return this.scanDirective();
    if (reader.atDocumentMarker(0x2d)) return this.scanDocumentMarker('document-start');
    if (reader.atDocumentMarker(0x2e)) return this.scanDocumentMarker('document-end');
    const sign = String.fromCharCode(byte);
    if (sign === '[' || sign === '{') return this.scanFlowStart(sign);
    if (sign === ']' || sign === '}') return this.scanFlowEnd(sign);
    if (sign === ',') return this.scanFlowEntry();
    const next = reader.peek(1);
    if (sign === '-' && isSeparator(next)) return this.scanBlockEntry();
    if (sign === '?' && (isBlank(next) || isBreak(next))) return this.scanKey();
    if (sign === ':' && this.isValueSign(next)) return this.scanValue();
    if (sign === '*' || sign === '&') return this.scanAnchorOrAlias(sign === '*' ? 'alias' : 'anchor');
    if (sign === '!') return this.scanTag();
    if (!this.inFlow && (sign === '|' || sign === '>')) return this.scanBlockScalar();
    if (sign === "'" || sign === '"') return this.scanQuoted(sign === '"' ? 'double' : 'single');
    if (this.isPlainStart(sign, next)) return this.scanPlain();
    throw new YamlSyntaxError(reader.mark(), 'unknown token');
  }

  /** Blanks, comments (also right behind a token) and line breaks. A tab bars keys from its line. */
  private skipToToken(): void {
    const { reader } = this;
    do {
      while (!reader.atEnd && isBlank(reader.peek())) {
        if (!this.inFlow && reader.peek() === 0x09) this.structure.keyAllowed = false;
        reader.take();
      }
      reader.skipComment();
    } while (reader.skipBreak() && this.startLine());
  }

  private startLine(): true {
    this.structure.dropKey();
    this.scalarAllowed = true;
    if (!this.inFlow) this.structure.keyAllowed = true;
    return true;
  }

  private isValueSign(next: number): boolean {
    if (!this.inFlow) return isSeparator(next);
    return this.afterJson || isBlank(next) || isBreak(next) || next === 0x2c || next === 0x5d || next === 0x7d;
  }

  private isPlainStart(sign: string, next: number): boolean {
    if (',[]{}#&*!|>\'"%@`'.includes(sign) || (this.inFlow && sign === '?')) return false;
    if (sign !== '-' && sign !== ':' && sign !== '?') return true;
    return !isSeparator(next) || (this.inFlow && isBreak(next));
  }

  /** Pushes the token of an indicator of `length` bytes, and reads it. */
  private sign(type: TokenType, length: number): void {
    const mark = this.reader.mark();
    this.reader.skip(length);
    this.structure.push(type, mark);
  }

  private end(): void {
    if (this.reader.column > 0) this.reader.returnToMargin();
    this.closeAll();
    this.ended = true;
  }

  private closeAll(): void {
    this.structure.closeAll();
    this.afterJson = false;
  }

  private scanDirective(): void {
    this.closeAll();
    const mark = this.reader.mark();
    const { name, params } = readDirective(this.reader);
    this.structure.push('directive', mark, name, this.reader.mark(), params);
  }

  private scanDocumentMarker(type: 'document-start' | 'document-end'): void {
    this.closeAll();
    this.sign(type, 3);
  }

  private scanFlowStart(sign: '[' | '{'): void {
    this.structure.expectKey();
    this.structure.keyAllowed = true;
    this.afterJson = false;
    this.structure.openFlow(sign);
    this.sign(sign === '[' ? 'flow-sequence-start' : 'flow-map-start', 1);
  }

  private scanFlowEnd(sign: ']' | '}'): void {
    const mark = this.reader.mark();
    if (!this.inFlow) throw new YamlSyntaxError(mark, 'illegal flow end');
    this.structure.endFlowItem();
    this.structure.keyAllowed = false;
    this.afterJson = true;
    if (this.structure.closeFlow() !== (sign === ']' ? '[' : '{')) throw new YamlSyntaxError(mark, 'illegal flow end');
    this.sign(sign === ']' ? 'flow-sequence-end' : 'flow-map-end', 1);
  }

  private scanFlowEntry(): void {
    if (this.inFlow) this.structure.endFlowItem();
    this.structure.keyAllowed = true;
    this.afterJson = false;
    this.sign('flow-entry', 1);
  }

  private scanBlockEntry(): void {
    if (this.inFlow || !this.structure.keyAllowed) throw new YamlSyntaxError(this.reader.mark(), 'illegal block entry');
    this.structure.openBlock('sequence');
    this.structure.keyAllowed = true;
    this.afterJson = false;
    this.sign('entry', 1);
  }

  private scanKey(): void {
    if (!this.inFlow) {
      if (!this.structure.keyAllowed) throw new YamlSyntaxError(this.reader.mark(), 'illegal map key');
      this.structure.openBlock('map');
    }
    this.structure.keyAllowed = !this.inFlow;
    this.sign('key', 1);
  }

  private scanValue(): void {
    const isKey = this.structure.confirmKey();
    this.afterJson = false;
    if (!isKey && !this.inFlow) {
      if (!this.structure.keyAllowed) throw new YamlSyntaxError(this.reader.mark(), 'illegal map value');
      this.structure.openBlock('map');
    }
    this.structure.keyAllowed = !isKey && !this.inFlow;
    this.scalarAllowed = true;
    this.sign('value', 1);
  }

  private scanAnchorOrAlias(kind: 'anchor' | 'alias'): void {
    this.startProperty();
    const mark = this.reader.mark();
    this.reader.take();
    const name = readAnchorName(this.reader, kind);
    this.structure.push(kind, mark, name);
  }

  private scanTag(): void {
    this.startProperty();
    const mark = this.reader.mark();
    const tag = readTag(this.reader);
    this.structure.push('tag', mark, tag);
  }

  private startProperty(): void {
    this.structure.expectKey();
    this.structure.keyAllowed = false;
    this.afterJson = false;
  }

  private scanPlain(): void {
    this.checkScalar();
    // The map that this key may open does not count yet: its first key can go on in the next line.
    const indent = this.inFlow ? 0 : this.structure.blockColumn + 1;
    this.structure.expectKey();
    const style = this.inFlow ? 'plain-in-flow' : 'plain';
    const { endedByIndent } = this.scanText('plain', { style, indent, chomp: 'strip' });
    this.structure.keyAllowed = endedByIndent;
    this.afterJson = false;
  }

  private scanQuoted(style: 'single' | 'double'): void {
    this.checkScalar();
    this.structure.expectKey();
    const mark = this.reader.mark();
    this.reader.take();
    this.scanText('quoted', { style, indent: 0, chomp: 'clip' }, mark);
    this.structure.keyAllowed = false;
    this.scalarAllowed = this.inFlow;
    this.afterJson = true;
  }

  private scanBlockScalar(): void {
    this.checkScalar();
    const { reader } = this;
    const mark = reader.mark();
    const style = reader.take() === 0x3e ? 'folded' : 'literal';
    const { chomp, digit } = readBlockHeader(this.reader);
    const indent = (digit ?? 1) + Math.max(0, this.structure.blockColumn);
    this.scanText('quoted', { style, indent, detectIndent: digit === null, chomp }, mark);
    this.structure.keyAllowed = true;
    this.afterJson = false;
  }

  private scanText(
    type: 'plain' | 'quoted',
    rules: ScalarRules,
    mark = this.reader.mark(),
  ): { endedByIndent: boolean } {
    const { value, firstLineEnd, endedByIndent } = scanScalar(this.reader, rules);
    this.structure.push(type, mark, value, firstLineEnd);
    return { endedByIndent };
  }

  /** Behind a quoted scalar no other may follow on its line (outside a flow collection). */
  private checkScalar(): void {
    if (!this.scalarAllowed) throw new YamlSyntaxError(this.reader.mark(), 'unexpected scalar');
  }
}
