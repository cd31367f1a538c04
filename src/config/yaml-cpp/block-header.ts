import { isBreak, type ByteReader } from './byte-reader.ts';
import type { ScalarRules } from './scalar.ts';
import { YamlSyntaxError } from './syntax-error.ts';

/** What a block scalar says of itself behind `|` or `>`. `digit` is its indentation, null where it is found out. */
export interface BlockHeader {
  readonly chomp: ScalarRules['chomp'];
  readonly digit: number | null;
}

/** Reads at most one of `+` and `-`, at most one digit, and a comment (scantoken.cpp, ScanBlockScalar). */
export function readBlockHeader(reader: ByteReader): BlockHeader {
  const next = String.fromCharCode(reader.peek(), reader.peek(1));
  const header = /^(?:[+-][0-9]?|[0-9][+-]?)/.exec(next)?.[0] ?? '';
  let digit: number | null = null;
  for (const sign of header) {
    reader.take();
    if (sign === '0') throw new YamlSyntaxError(reader.mark(), 'cannot set zero indentation for a block scalar');
    if (sign > '0') digit = Number(sign);
  }
  reader.skipBlanks();
  reader.skipComment();
  if (!reader.atEnd && !isBreak(reader.peek())) {
    throw new YamlSyntaxError(reader.mark(), 'unexpected character in block scalar');
  }
  return { chomp: header.includes('+') ? 'keep' : header.includes('-') ? 'strip' : 'clip', digit };
}
