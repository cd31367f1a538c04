import { INFORMED } from '../messages/informed.ts';

/** What a scan gives: the bytes of a record that may matter, its further lines included, as far as they are kept. */
export type OnRecord = (bytes: Buffer) => void;

/** The heads of records that are worth a look: warnings, errors, critical ones. All else is skipped unseen. */
const ESCAPE_HEAD = '\n[\u001b';
const HEADS = ['\n[W ', '\n[E ', '\n[C ', ESCAPE_HEAD] as const;
/** As `journalctl` prints them, behind the time, the host and `craned[123]`. */
const JOURNAL_HEADS = [']: [W ', ']: [E ', ']: [C '] as const;
/** What is looked for: heads, and in what is only information the texts of known messages. */
const NEEDLES = [...HEADS, ...JOURNAL_HEADS, ...INFORMED];
/** What every log in craned's format has, whatever its level. */
const ANY_HEAD = /(?:^|\n|\]: )\[(?:\u001b\[[\d;]*m)?[TDIWEC](?:\u001b\[[\d;]*m)? \d\d-\d\d-\d\d \d\d:/;
/** A message's further lines are kept up to this; what is longer is no message. */
const RECORD_BYTES = 16_384;
/** So far behind a line's begin a text stands at most. */
const LINE_BYTES = 1024;
const NEWLINE = 0x0a;
const BRACKET = 0x5b;
const ESCAPE = 0x1b;

/**
 * Goes through a log piece by piece, with bounded memory whatever is in it (lines of 10 MB, no line ends at
 * all): only the records that may matter are given out. It looks for their heads in the bytes, which is a
 * search of memory, and decodes nothing else.
 */
export class Scan {
  readonly #onRecord: OnRecord;
  /** What of the last piece is not decided yet: the record that it ends in, or the beginning of a head. */
  #rest: Buffer = Buffer.from('\n');
  /** Lines that were passed, for who wants to know how much was read. */
  bytes = 0;
  /** Whether anything in it begins as a record of craned does. */
  isLog = false;

  constructor(onRecord: OnRecord) {
    this.#onRecord = onRecord;
  }

  add(piece: Buffer): void {
    this.bytes += piece.length;
    const data = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    this.isLog ||= ANY_HEAD.test(data.toString('latin1'));
    this.#rest = this.#look(data, false);
  }

  end(): void {
    this.#look(this.#rest, true);
    this.#rest = Buffer.alloc(0);
  }

  /** Gives out what is whole, and gives back what has to wait for more. */
  #look(data: Buffer, last: boolean): Buffer {
    const next = nextHead(data);
    let at = next(0);
    while (at !== -1) {
      // A line of the journal is a record by itself; its head begins behind `]: `.
      const inLine = data[at] !== NEWLINE;
      const begin = inLine ? headBefore(data, at) : at + 1;
      const end = inLine ? data.indexOf(NEWLINE, at) : endOfRecord(data, at + 1);
      if (end === -1 && !last && data.length - at <= RECORD_BYTES) return Buffer.from(data.subarray(begin - 1));
      const to = end === -1 ? data.length : end;
      this.#onRecord(data.subarray(begin, Math.min(to, begin + RECORD_BYTES)));
      at = next(to);
    }
    // A head, or a line with a text that is looked for, may be cut in two by the end of the piece.
    const line = data.lastIndexOf(NEWLINE);
    return Buffer.from(data.subarray(Math.max(line, data.length - LINE_BYTES, 0)));
  }
}

/** Finds the next of the heads from a place on; each kind is looked for once only. */
function nextHead(data: Buffer): (from: number) => number {
  const found = NEEDLES.map(() => -2);
  return (from) => {
    let first = -1;
    for (const [index, head] of NEEDLES.entries()) {
      if (found[index] === -1) continue;
      if (found[index]! < from) found[index] = data.indexOf(head, from, 'latin1');
      if (found[index] !== -1 && (first === -1 || found[index]! < first)) first = found[index]!;
    }
    return first;
  };
}

/** Where the head stands in whose line a place is: the line's begin, or behind the journal's `craned[123]: `. */
function headBefore(data: Buffer, at: number): number {
  const line = data.subarray(Math.max(0, at - LINE_BYTES), at + 4).toString('latin1');
  const [own, journal] = [line.lastIndexOf('\n['), line.lastIndexOf(']: [')];
  const begin = Math.max(own + 1, journal === -1 ? 0 : journal + 3);
  return begin === 0 ? at : at + 4 - line.length + begin;
}

/** Where the next record begins (at its line end), as any of its lines that begins with `[` and a level; -1 where that is not in the data. */
function endOfRecord(data: Buffer, from: number): number {
  let at = data.indexOf(NEWLINE, from);
  while (at !== -1 && at + 3 < data.length) {
    if (data[at + 1] === BRACKET && (data[at + 3] === 0x20 || data[at + 2] === ESCAPE)) return at;
    at = data.indexOf(NEWLINE, at + 1);
  }
  return -1;
}
