import { INFORMED } from '../messages/informed.ts';
import { recordIn, type LogRecord } from './record.ts';

/** A record of the journal, and what wrote it (`craned`, `systemd`). */
export interface JournalRecord extends LogRecord {
  readonly by: string;
}

/** What is longer is no message. */
const TEXT_LENGTH = 16_384;

/** Fields that an entry is made of, for `--output-fields`. */
export const ENTRY_FIELDS = ['MESSAGE', 'PRIORITY', 'SYSLOG_IDENTIFIER'] as const;

type Entry = { readonly [field in (typeof ENTRY_FIELDS)[number] | '__REALTIME_TIMESTAMP']?: unknown };

/**
 * systemd's priorities: 3 is err, 4 warning. What a service prints has none of its own: craned's lines say it
 * themselves, the runtimes' have `level=` (logrus), and Go's panic stands by itself.
 */
function levelOf(priority: unknown, text: string): LogRecord['level'] {
  if (/^(?:terminate called|\s*what\(\):|panic: |fatal error: )|\blevel=(?:error|fatal|panic)\b/.test(text)) return 'E';
  if (Number(priority) <= 3) return 'E';
  return Number(priority) === 4 || /\blevel=warning\b/.test(text) ? 'W' : 'I';
}

/** The text of a field; journald gives bytes that are no UTF-8 as a list of numbers. */
function textOf(field: unknown): string | null {
  if (typeof field === 'string') return field.slice(0, TEXT_LENGTH);
  return Array.isArray(field) ? Buffer.from((field as number[]).slice(0, TEXT_LENGTH)).toString('utf8') : null;
}

/** The record of a line of `journalctl -o json`; null for what is none. `shiftMs` moves craned's local times to this machine's. */
export function journalRecord(line: string, shiftMs = 0): JournalRecord | null {
  let entry: Entry | null;
  try {
    entry = JSON.parse(line) as Entry | null;
  } catch {
    return null;
  }
  const text = textOf(entry?.MESSAGE);
  if (entry === null || text === null) return null;
  const by = textOf(entry.SYSLOG_IDENTIFIER) ?? '';
  const own = recordIn(text);
  if (own) return { ...own, at: own.at + shiftMs, by };
  const at = Number(entry.__REALTIME_TIMESTAMP) / 1000;
  return { at, level: levelOf(entry.PRIORITY, text), source: 'journal', text, by };
}

/** Whether a record can be one of a fault: all else of a journal is not kept. */
export function matters({ level, text }: LogRecord): boolean {
  return level === 'W' || level === 'E' || level === 'C' || INFORMED.some((one) => text.includes(one));
}
