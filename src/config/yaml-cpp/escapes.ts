import type { ByteReader } from './byte-reader.ts';
import { YamlSyntaxError } from './syntax-error.ts';

const QUOTE = 0x27;

/**
 * What follows the backslash of a double-quoted scalar, and its bytes (yaml-cpp's exp.cpp, Escape).
 * `\_` and `\N` give one byte each there, which is not UTF-8.
 */
const SIMPLE: ReadonlyMap<string, readonly number[]> = new Map([
  ['0', [0]],
  ['a', [7]],
  ['b', [8]],
  ['t', [9]],
  ['\t', [9]],
  ['n', [10]],
  ['v', [11]],
  ['f', [12]],
  ['r', [13]],
  ['e', [27]],
  [' ', [32]],
  ['"', [34]],
  ["'", [QUOTE]],
  ['\\', [92]],
  ['/', [47]],
  ['N', [0x85]],
  ['_', [0xa0]],
  ['L', [0xe2, 0x80, 0xa8]],
  ['P', [0xe2, 0x80, 0xa9]],
]);

const HEX_DIGITS: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

/** Reads one escape (`\n`, `''`, `\u9e64`) and gives its bytes; errors stand after what was read. */
export function readEscape(reader: ByteReader): readonly number[] {
  const escape = reader.take();
  const byte = reader.take();
  if (escape === QUOTE && byte === QUOTE) return [QUOTE];
  const letter = byte < 0x80 ? String.fromCharCode(byte) : '\uFFFD';
  const simple = SIMPLE.get(letter);
  if (simple) return simple;
  const digits = HEX_DIGITS.get(letter);
  if (digits === undefined) throw new YamlSyntaxError(reader.mark(), `unknown escape character: ${letter}`);
  return readCodePoint(reader, digits);
}

function readCodePoint(reader: ByteReader, digits: number): readonly number[] {
  let hex = '';
  for (let i = 0; i < digits; i += 1) hex += String.fromCharCode(reader.take());
  if (!/^[0-9a-fA-F]+$/.test(hex)) {
    throw new YamlSyntaxError(reader.mark(), 'bad character found while scanning hex number');
  }
  const value = Number.parseInt(hex, 16);
  if ((value >= 0xd800 && value <= 0xdfff) || value > 0x10ffff) {
    throw new YamlSyntaxError(reader.mark(), `invalid unicode: ${value}`);
  }
  return [...new TextEncoder().encode(String.fromCodePoint(value))];
}
