import type { Span } from './reading.ts';

/** The file's text as yaml-cpp and as people see it. */
export interface SourceText {
  /** What yaml-cpp scans: UTF-8 without a byte order mark. */
  readonly utf8: Uint8Array;
  /** Each line that yaml-cpp counts is one line here, ended by LF; a line break that it does not count is a space. */
  readonly text: string;
  /** The first bytes that are not UTF-8; null where all of it is. */
  readonly notUtf8: Span | null;
}

/**
 * Decodes the file. A UTF-16 file is told by its byte order mark, or by a NUL beside its first
 * character (stream.cpp, the constructor); everything else is read as UTF-8.
 */
export function sourceText(bytes: Uint8Array): SourceText {
  const utf16 = utf16Of(bytes);
  if (utf16) {
    const text = new TextDecoder(utf16).decode(bytes);
    return { utf8: new TextEncoder().encode(text), text: withLines(text), notUtf8: null };
  }
  const utf8 = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
  const decoded = new TextDecoder('utf-8', { ignoreBOM: true }).decode(utf8);
  const text = withLines(decoded);
  const bad = firstReplaced(decoded, utf8);
  return { utf8, text, notUtf8: bad === null ? null : spanAt(text, withLines(decoded.slice(0, bad)).length) };
}

function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const [first = 1, second = 1, third = 0] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0 && second > 0 && second < 0x80) return 'utf-16be';
  if (first > 0 && first < 0x80 && second === 0 && third !== 0) return 'utf-16le';
  return null;
}

/** The first line ending decides (stream.cpp, Stream::get): LF for LF and CRLF, CR for a lone CR. */
function withLines(decoded: string): string {
  const first = /\r\n|\n|\r/.exec(decoded)?.[0];
  if (first === '\r') return decoded.replaceAll('\n', ' ').replaceAll('\r', '\n');
  return decoded.replaceAll('\r\n', '\n').replaceAll('\r', ' ');
}

/** Where the decoder put U+FFFD for bytes that are not UTF-8: an index into `decoded`, or null. */
function firstReplaced(decoded: string, utf8: Uint8Array): number | null {
  const encoder = new TextEncoder();
  let offset = 0;
  let from = 0;
  for (;;) {
    const index = decoded.indexOf('\uFFFD', from);
    if (index === -1) return null;
    offset += encoder.encode(decoded.slice(from, index)).length;
    if (utf8[offset] !== 0xef || utf8[offset + 1] !== 0xbf || utf8[offset + 2] !== 0xbd) return index;
    offset += 3;
    from = index + 1;
  }
}

function spanAt(text: string, index: number): Span {
  const before = text.slice(0, index).split('\n');
  return { line: before.length, column: Array.from(before.at(-1)!).length + 1, length: 1 };
}
