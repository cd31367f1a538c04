import type { Answer } from '../host/answer.ts';
import type { CommandResult, Questions } from '../host/questions.ts';
import { journalRecord } from './journal-entry.ts';
import { isGlance } from './journal.ts';

/** A question to the host with its answer, as a bundle keeps them. */
interface Asked {
  readonly method: string;
  readonly args: object;
  readonly answer: Answer<unknown>;
}

/** Continued lines of a message stand below its first one, so that each line with a time is an entry. */
const below = (text: string): string => text.trimEnd().replace(/\r?\n/g, '\n    ');

/**
 * The glance at the journal among what was asked, as a person reads it: an entry a line, the oldest first, with its time
 * (UTC) and who wrote it. Null where there was none, or nothing in it.
 */
export function journalText(asked: readonly Asked[]): string | null {
  const glance = asked.find(
    ({ method, args }) => method === 'command' && isGlance(args as Questions['command']['args']),
  );
  if (!glance?.answer.ok) return null;
  const lines = (glance.answer.value as CommandResult).stdout.split('\n');
  const entries = lines.flatMap((line) => {
    const record = journalRecord(line);
    if (!record) return [];
    const at = Number.isFinite(record.at) ? new Date(record.at).toISOString() : '-';
    return [`${at} ${record.by || '-'}: ${below(record.text)}\n`];
  });
  return entries.length === 0 ? null : entries.toReversed().join('');
}
