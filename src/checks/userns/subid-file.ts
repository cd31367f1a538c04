import { isAccountName } from '../../config/accounts.ts';
import { asUnsigned } from '../../config/conversions.ts';

/** One valid line of /etc/subuid or /etc/subgid (subuid(5)): `alice:100000:65536`. */
export interface SubidLine {
  /** A name or, as a decimal text, an id. */
  readonly owner: string;
  readonly range: SubidRange;
}

/** `count` subordinate ids from `start` on. */
export interface SubidRange {
  readonly start: bigint;
  readonly count: bigint;
}

/** What a file of subordinate ids holds. */
export interface SubidFile {
  readonly lines: readonly SubidLine[];
  /** The numbers (1-based) of the lines that libsubid passes over, comments and empty lines left out. */
  readonly malformed: readonly number[];
  /** False where the last line has no newline: what is appended then becomes part of it. */
  readonly closed: boolean;
}

/** libsubid reads a line into 1024 bytes, and passes over one that does not fit (subordinate_parse of shadow). */
const MAX_LINE_BYTES = 1_023;

/**
 * A file of subordinate ids as libsubid reads it: three fields, none of them empty, and numbers as strtoul
 * takes them with base 0 (`0x10` is 16, `010` is 8). Names with control characters are no names.
 */
export function subidFileOf(bytes: Uint8Array): SubidFile {
  const text = Buffer.from(bytes).toString('utf8');
  const lines: SubidLine[] = [];
  const malformed: number[] = [];
  const closed = text === '' || text.endsWith('\n');
  const rows = text.split('\n');
  for (const [index, row] of (closed ? rows.slice(0, -1) : rows).entries()) {
    if (/^\s*(#|$)/.test(row)) continue;
    const line = lineOf(row);
    if (line) lines.push(line);
    else malformed.push(index + 1);
  }
  return { lines, malformed, closed };
}

function lineOf(row: string): SubidLine | null {
  const [owner = '', start = '', count = '', more] = row.split(':', 4);
  if (more !== undefined || !isAccountName(owner) || Buffer.byteLength(row) > MAX_LINE_BYTES) return null;
  const range = rangeOf(start, count);
  return range && { owner, range };
}

/** A range from its two numbers, or null where one is none. */
export function rangeOf(start: string, count: string): SubidRange | null {
  const [first, size] = [start, count].map((text) => (/[\s+]/.test(text) ? undefined : asUnsigned(text, 64)));
  return first === undefined || size === undefined ? null : { start: first, count: size };
}
