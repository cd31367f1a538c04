import { isBlank, isBreak, isSeparator, type ByteReader } from './byte-reader.ts';
import { YamlSyntaxError } from './syntax-error.ts';

const BANG = 0x21;

/** Reads an anchor or alias behind its sign and gives its name (scantoken.cpp, ScanAnchorOrAlias). */
export function readAnchorName(reader: ByteReader, kind: 'anchor' | 'alias'): string {
  const start = reader.offset;
  while (!reader.atEnd && !isBlank(reader.peek()) && !isBreak(reader.peek()) && !'[]{},'.includes(ascii(reader))) {
    reader.take();
  }
  if (reader.offset === start) {
    throw new YamlSyntaxError(reader.mark(), `${kind} not found after ${kind === 'alias' ? '*' : '&'}`);
  }
  if (!reader.atEnd && !isSeparator(reader.peek()) && !'?:,]}%@`'.includes(ascii(reader))) {
    throw new YamlSyntaxError(reader.mark(), `illegal character found while scanning ${kind}`);
  }
  return reader.text(start, reader.offset);
}

/**
 * Reads a tag from its `!` on and gives what it stands for, as far as that matters: whether there is
 * one (scantag.cpp, tag.cpp). An empty text or `?` is no tag.
 */
export function readTag(reader: ByteReader): string {
  const start = reader.offset;
  reader.take();
  if (reader.peek() === 0x3c) return readVerbatimTag(reader);
  const isHandle = readTagHandle(reader);
  if (isHandle && reader.peek() === BANG) {
    reader.take();
    const suffix = reader.offset;
    while (tagCharacters(reader, false) > 0) reader.skip(tagCharacters(reader, false));
    if (reader.offset === suffix) throw new YamlSyntaxError(reader.mark(), 'tag handle with no suffix');
  }
  return reader.text(start, reader.offset);
}

function readVerbatimTag(reader: ByteReader): string {
  reader.take();
  const start = reader.offset;
  while (!reader.atEnd) {
    if (reader.peek() === 0x3e) {
      const tag = reader.text(start, reader.offset);
      reader.take();
      return tag;
    }
    const count = tagCharacters(reader, true);
    if (count === 0) break;
    reader.skip(count);
  }
  throw new YamlSyntaxError(reader.mark(), 'end of verbatim tag not found');
}

/** True while what was read can be a handle (`!name!`), which holds letters, digits and `-` only. */
function readTagHandle(reader: ByteReader): boolean {
  let firstOther = null;
  while (!reader.atEnd) {
    if (reader.peek() === BANG) {
      if (firstOther) throw new YamlSyntaxError(firstOther, 'illegal character found while scanning tag handle');
      break;
    }
    if (!firstOther && !/[a-zA-Z0-9-]/.test(ascii(reader))) firstOther = reader.mark();
    const count = firstOther ? tagCharacters(reader, false) : 1;
    if (count === 0) break;
    reader.skip(count);
  }
  return firstOther === null;
}

/** The length of the next character of a tag (1, or 3 for `%41`), 0 where none stands here. */
function tagCharacters(reader: ByteReader, verbatim: boolean): number {
  const character = ascii(reader);
  if (/[a-zA-Z0-9#;/?:@&=+$_.~*'()-]/.test(character)) return 1;
  if (verbatim && ',![]'.includes(character)) return 1;
  const percent = String.fromCharCode(reader.peek(), reader.peek(1), reader.peek(2));
  return /^%[0-9a-fA-F]{2}$/.test(percent) ? 3 : 0;
}

/** Reads a directive from its `%` on: its name and arguments (scantoken.cpp, ScanDirective). */
export function readDirective(reader: ByteReader): { name: string; params: string[] } {
  reader.take();
  const name = readWord(reader);
  const params: string[] = [];
  for (;;) {
    reader.skipBlanks();
    if (reader.atEnd || isBreak(reader.peek()) || reader.peek() === 0x23) return { name, params };
    params.push(readWord(reader));
  }
}

function readWord(reader: ByteReader): string {
  const start = reader.offset;
  while (!reader.atEnd && !isBlank(reader.peek()) && !isBreak(reader.peek())) reader.take();
  return reader.text(start, reader.offset);
}

function ascii(reader: ByteReader): string {
  return String.fromCharCode(reader.peek());
}
