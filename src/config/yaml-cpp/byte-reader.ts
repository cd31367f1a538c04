/**
 * A place in the file, counted from 0. `column` counts bytes, as yaml-cpp does; `character` counts
 * characters (code points), as people do. The byte order mark is in neither.
 */
export interface Mark {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  readonly character: number;
}

/** What yaml-cpp reads past the end (Stream::eof). */
export const END = 0x04;
const LF = 0x0a;
const CR = 0x0d;

export function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09;
}

export function isBreak(byte: number): boolean {
  return byte === LF || byte === CR;
}

/** Blank, line break or the end of the file: what ends an indicator such as `-` or `:`. */
export function isSeparator(byte: number): boolean {
  return isBlank(byte) || isBreak(byte) || byte === END;
}

/**
 * The bytes of the file, read forward one at a time, with yaml-cpp's rule for lines (stream.cpp
 * Stream::get): the first line ending of the file says what ends a line, LF for LF and CRLF, CR for
 * a lone CR. The other one still ends a scalar's line, but does not count.
 */
export class ByteReader {
  offset = 0;
  line = 0;
  column = 0;
  character = 0;
  private lineEnd: number | null = null;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get atEnd(): boolean {
    return this.offset >= this.bytes.length;
  }

  /** The byte `ahead` of the next one, without reading it. */
  peek(ahead = 0): number {
    return this.bytes[this.offset + ahead] ?? END;
  }

  /** Reads one byte. Past the end the column still moves, as in yaml-cpp. */
  take(): number {
    const byte = this.peek();
    this.column += 1;
    if (this.atEnd) return byte;
    this.offset += 1;
    if ((byte & 0xc0) !== 0x80) this.character += 1;
    if (this.lineEnd === null && isBreak(byte)) this.lineEnd = byte === CR && this.peek() !== LF ? CR : LF;
    if (byte === this.lineEnd) {
      this.line += 1;
      this.returnToMargin();
    }
    return byte;
  }

  skip(count: number): void {
    for (let i = 0; i < count; i += 1) this.take();
  }

  skipBlanks(): void {
    while (isBlank(this.peek())) this.take();
  }

  /** Reads a comment up to its line break, where one stands here. */
  skipComment(): void {
    if (this.peek() !== 0x23) return;
    while (!this.atEnd && !isBreak(this.peek())) this.take();
  }

  /** Reads one line break, where one stands here; CRLF is one. */
  skipBreak(): boolean {
    if (!isBreak(this.peek())) return false;
    this.skip(this.peek() === CR && this.peek(1) === LF ? 2 : 1);
    return true;
  }

  /** The column is 0 without a new line: yaml-cpp does so at the end of a file (Scanner::EndStream). */
  returnToMargin(): void {
    this.column = 0;
    this.character = 0;
  }

  /** True where `---` or `...` stands alone at the margin. */
  atDocumentMarker(sign: number): boolean {
    return (
      this.column === 0 &&
      this.peek() === sign &&
      this.peek(1) === sign &&
      this.peek(2) === sign &&
      isSeparator(this.peek(3))
    );
  }

  mark(): Mark {
    return { offset: this.offset, line: this.line, column: this.column, character: this.character };
  }

  /** The text between two offsets; what is not UTF-8 becomes U+FFFD. */
  text(from: number, to: number): string {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(this.bytes.subarray(from, to));
  }
}
