import { END, isBlank, isBreak, isSeparator, type ByteReader, type Mark } from './byte-reader.ts';
import { readEscape } from './escapes.ts';
import { YamlSyntaxError } from './syntax-error.ts';

/** How a scalar is written: what ends it, how its lines are folded, what its indentation may hold. */
export type ScalarStyle = 'plain' | 'plain-in-flow' | 'single' | 'double' | 'literal' | 'folded';

export interface ScalarRules {
  readonly style: ScalarStyle;
  /** Lines that begin left of this column end the scalar. */
  readonly indent: number;
  /** The indentation is that of the first line with text (block scalars without a digit). */
  readonly detectIndent?: boolean;
  /** Line breaks at the end: all but one cut, all cut, all kept. */
  readonly chomp: 'clip' | 'strip' | 'keep';
}

export interface ScannedScalar {
  readonly value: string;
  /** Just after its last character that is no blank, on its first line. */
  readonly firstLineEnd: Mark;
  /** It ended because the next line begins further left. */
  readonly endedByIndent: boolean;
}

const NONE = -1;

function endsHere(reader: ByteReader, style: ScalarStyle): boolean {
  const byte = reader.peek();
  const next = reader.peek(1);
  switch (style) {
    case 'single':
      return byte === 0x27 && next !== 0x27;
    case 'double':
      return byte === 0x22;
    case 'literal':
    case 'folded':
      return byte === END;
    case 'plain':
      return (byte === 0x3a && isSeparator(next)) || commentFollows(reader);
    case 'plain-in-flow':
      if (byte === 0x3a) return isSeparator(next) || next === 0x2c || next === 0x5d || next === 0x7d;
      if (commentFollows(reader)) return true;
      return byte === 0x2c || byte === 0x3f || byte === 0x5b || byte === 0x5d || byte === 0x7b || byte === 0x7d;
  }
}

/** A blank or a line break with a `#` right behind it: a comment at the margin ends a plain scalar too. */
function commentFollows(reader: ByteReader): boolean {
  const byte = reader.peek();
  if (!isBlank(byte) && !isBreak(byte)) return false;
  return reader.peek(byte === 0x0d && reader.peek(1) === 0x0a ? 2 : 1) === 0x23;
}

/**
 * Reads a scalar line by line, from just behind its opening quote or block header (yaml-cpp's
 * scanscalar.cpp). A raw NUL in a plain or block scalar is taken for an escape character there.
 * An open quote is forgiven where nothing but blanks follows the file's last line break.
 */
export function scanScalar(reader: ByteReader, rules: ScalarRules): ScannedScalar {
  const { style } = rules;
  const quoted = style === 'single' || style === 'double';
  const plain = style === 'plain' || style === 'plain-in-flow';
  const flowFold = quoted || plain;
  const escape = style === 'double' ? 0x5c : style === 'single' ? 0x27 : 0;
  const out: number[] = [];
  let indent = rules.indent;
  let sawText = false;
  let pastOpening = flowFold;
  let emptyLine = false;
  let moreIndented = false;
  let foldedBreaks = 0;
  let foldStartedMoreIndented = false;
  let lastEscaped = NONE;
  let firstLineEnd = reader.mark();
  let onFirstLine = true;
  let endedByIndent = false;

  while (!reader.atEnd) {
    let textEnd = out.length;
    let escapedBreak = false;
    let stop = false;
    while (!endsHere(reader, style) && !isBreak(reader.peek())) {
      if (reader.atEnd) break;
      if (flowFold && (reader.atDocumentMarker(0x2d) || reader.atDocumentMarker(0x2e))) {
        if (quoted) throw new YamlSyntaxError(reader.mark(), 'illegal document indicator in scalar');
        stop = true;
        break;
      }
      sawText = true;
      pastOpening = true;
      const byte = reader.peek();
      if (style === 'double' && byte === escape && isBreak(reader.peek(1))) {
        reader.take();
        textEnd = out.length;
        lastEscaped = out.length;
        escapedBreak = true;
        break;
      }
      if (byte === escape) {
        out.push(...readEscape(reader));
        textEnd = out.length;
        lastEscaped = out.length;
      } else {
        out.push(reader.take());
        if (isBlank(byte)) continue;
        textEnd = out.length;
      }
      if (onFirstLine) firstLineEnd = reader.mark();
    }
    if (reader.atEnd) {
      if (quoted) throw new YamlSyntaxError(reader.mark(), 'illegal EOF in scalar');
      break;
    }
    if (stop) break;
    if (endsHere(reader, style)) {
      if (quoted) {
        reader.take();
        if (onFirstLine) firstLineEnd = reader.mark();
      }
      break;
    }
    if (flowFold) out.length = textEnd;
    reader.skipBreak();
    onFirstLine = false;

    const detecting = rules.detectIndent === true && !sawText;
    while (reader.peek() === 0x20 && (reader.column < indent || detecting) && !endsHere(reader, style)) reader.take();
    if (detecting) indent = Math.max(indent, reader.column);
    while (isBlank(reader.peek())) {
      if (reader.peek() === 0x09 && reader.column < indent && !quoted) {
        throw new YamlSyntaxError(reader.mark(), 'illegal tab when looking for indentation');
      }
      if (!flowFold || endsHere(reader, style)) break;
      reader.take();
    }

    const nextEmpty = isBreak(reader.peek());
    const nextMoreIndented = isBlank(reader.peek());
    if (style === 'folded' && foldedBreaks === 0 && nextEmpty) foldStartedMoreIndented = moreIndented;
    if (pastOpening) {
      if (style === 'literal') {
        out.push(0x0a);
      } else if (style === 'folded') {
        if (!emptyLine && !nextEmpty && !moreIndented && !nextMoreIndented && reader.column >= indent) out.push(0x20);
        else if (nextEmpty) foldedBreaks += 1;
        else out.push(0x0a);
        if (!nextEmpty && foldedBreaks > 0) {
          for (let i = 1; i < foldedBreaks; i += 1) out.push(0x0a);
          if (foldStartedMoreIndented || nextMoreIndented || !sawText) out.push(0x0a);
          foldedBreaks = 0;
        }
      } else if (nextEmpty) {
        out.push(0x0a);
      } else if (!emptyLine && !escapedBreak) {
        out.push(0x20);
      }
    }
    emptyLine = nextEmpty;
    moreIndented = nextMoreIndented;
    pastOpening = true;
    if (!emptyLine && reader.column < indent) {
      endedByIndent = true;
      break;
    }
  }

  if (plain) trimBlanks(out, lastEscaped);
  chompBreaks(out, rules.chomp, lastEscaped);
  return { value: decode(out), firstLineEnd, endedByIndent };
}

function lastThatIsNot(out: readonly number[], ...bytes: number[]): number {
  return out.findLastIndex((byte) => !bytes.includes(byte));
}

function trimBlanks(out: number[], lastEscaped: number): void {
  const last = Math.max(lastThatIsNot(out, 0x20, 0x09), lastEscaped);
  if (last !== NONE && last < out.length) out.length = last + 1;
}

/** `lastEscaped` is one past an escape, so that an escaped break (and one more) is never cut. */
function chompBreaks(out: number[], chomp: ScalarRules['chomp'], lastEscaped: number): void {
  if (chomp === 'keep') return;
  const last = Math.max(lastThatIsNot(out, 0x0a), lastEscaped);
  const keep = last === NONE ? 0 : last + (chomp === 'clip' ? 2 : 1);
  if (keep < out.length) out.length = keep;
}

function decode(out: readonly number[]): string {
  let ascii = true;
  for (const byte of out) if (byte > 0x7f) ascii = false;
  if (ascii && out.length < 1_000) return String.fromCharCode(...out);
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(out));
}
