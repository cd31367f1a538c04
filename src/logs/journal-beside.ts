import type { LogRecord } from './record.ts';

/** A message's further lines are records of their own in the journal; what is longer than this differs before its end. */
const COMPARED = 500;

function keyOf({ at, source, text }: LogRecord): string {
  return `${at} ${source} ${text.split('\n', 1)[0]!.slice(0, COMPARED).trimEnd()}`;
}

/**
 * The journal beside the logs: craned writes every record to its log and, in the same
 * pattern, to stderr (PublicHeader.h:59). What a log has is not to be counted again.
 */
export class JournalBeside {
  readonly #keys: ReadonlySet<string>;
  readonly #inLogs = new Set<string>();

  constructor(records: readonly LogRecord[]) {
    this.#keys = new Set(records.map(keyOf));
  }

  /** A record of a log; only what the journal has too is kept in mind. */
  met(record: LogRecord): void {
    if (this.#keys.size === 0) return;
    const key = keyOf(record);
    if (this.#keys.has(key)) this.#inLogs.add(key);
  }

  /** Whether a record of the journal was met in a log. */
  isInLogs(record: LogRecord): boolean {
    return this.#inLogs.has(keyOf(record));
  }
}
