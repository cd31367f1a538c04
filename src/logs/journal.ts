import type { HostError } from '../host/answer.ts';
import type { Host } from '../host/host.ts';
import { ENTRY_FIELDS, journalRecord, matters, type JournalRecord } from './journal-entry.ts';
import { journalSaid } from './journal-words.ts';

export interface JournalRead {
  /** Those that can be of a fault, in the order of time. */
  readonly records: readonly JournalRecord[];
  /** How many entries were read. */
  readonly entries: number;
  /** Why not all was read, or nothing: an errno, journalctl's own words, or one of report/triage/source-errors.ts. */
  readonly error?: string;
  /** Nothing older than this was read (Unix time, ms), where not all was. */
  readonly from?: number;
}

const UNITS = ['craned', 'containerd', 'crio', 'cri-docker', 'docker'];

/** The newest first, so that it is the oldest that is missing where not all is read. -a: JSON has `null` for what is over 4096 bytes. */
const COMMAND = [
  ...['--no-pager', '-a', '-r', '-o', 'json', `--output-fields=${ENTRY_FIELDS.join(',')}`],
  ...UNITS.flatMap((unit) => ['-u', unit]),
];

/** A glance is the same question whenever it is asked, so that a bundle's answer is found again. */
const GLANCE = { file: 'journalctl', args: [...COMMAND, '-n', '2000', '--since=-24h'] };
const GLANCE_ENTRIES = 2000;
const GLANCE_MS = 86_400_000;

/** Whether a command is that glance. */
export function isGlance({ file, args }: { readonly file: string; readonly args: readonly string[] }): boolean {
  return file === GLANCE.file && args.join(' ') === GLANCE.args.join(' ');
}

/** As much text of records as is kept in memory. */
const KEPT_BYTES = 32 << 20;

/** Takes the lines of a journal from the newest to the oldest. */
class NewestFirst {
  readonly #records: JournalRecord[] = [];
  readonly #shiftMs: number;
  #bytes = 0;
  #oldest = Infinity;
  entries = 0;

  constructor(shiftMs: number) {
    this.#shiftMs = shiftMs;
  }

  /** False where no more can be kept. */
  take(line: string): boolean {
    const record = journalRecord(line, this.#shiftMs);
    if (!record) return true;
    this.entries += 1;
    this.#oldest = record.at;
    if (!matters(record)) return true;
    this.#records.push(record);
    this.#bytes += record.text.length;
    return this.#bytes < KEPT_BYTES;
  }

  /** All, or why not. */
  read(stderr: string, failed: boolean, cut: string | null, since: number): JournalRead | null {
    const { none, hidden, damaged, other } = journalSaid(stderr);
    if (none && this.entries === 0) return null;
    const records = this.#records.toReversed().filter(({ at }) => at >= since);
    const read = { records, entries: this.entries };
    if (hidden) return { ...read, error: 'journal-hidden' };
    if (cut !== null) return { ...read, error: cut, ...(Number.isFinite(this.#oldest) ? { from: this.#oldest } : {}) };
    if (failed) return { ...read, error: other === '' ? 'journal-failed' : `journalctl: ${other}` };
    return damaged ? { ...read, error: 'journal-damaged' } : read;
  }
}

/** Null where there is no journal at all. */
function notRead({ code }: HostError): JournalRead | null {
  return code === 'ENOENT' || code === 'NO_MACHINE' ? null : { records: [], entries: 0, error: code };
}

/**
 * The journal of craned and of the runtimes since a time (Unix, ms), where there is one, as far as the memory and the
 * time for it reach. Of a machine that is not this one there is no more than the glance that was taken of it.
 */
export async function readJournal(
  host: Host,
  since: number,
  signal: AbortSignal,
  glanced: { readonly now: number; readonly shiftMs: number },
): Promise<JournalRead | null> {
  if (!host.lines) {
    const glance = await glanceAtJournal(host, since, glanced.shiftMs);
    const begin = glanced.now - GLANCE_MS;
    return glance === null || glance.error !== undefined || since >= begin
      ? glance
      : { ...glance, error: 'only-a-part', from: begin };
  }
  const kept = new NewestFirst(0);
  const args = [...COMMAND, `--since=@${Math.floor(since / 1000)}`];
  const read = await host.lines({ file: 'journalctl', args }, (line) => kept.take(line), signal);
  if (!read.ok) return notRead(read.error);
  const { end, exitCode, stderr, longLines } = read.value;
  const cut = end === 'enough' ? 'only-a-part' : end === 'late' ? 'TIMEOUT' : null;
  const all = kept.read(stderr, end === 'exited' && exitCode !== 0, cut, since);
  return all && all.error === undefined && longLines > 0 ? { ...all, error: 'long-lines' } : all;
}

/** What can be asked for once, and found again in a bundle: the newest entries of a day, as an answer of the host. */
export async function glanceAtJournal(host: Host, since: number, shiftMs: number): Promise<JournalRead | null> {
  const asked = await host.ask('command', GLANCE);
  if (!asked.ok) return notRead(asked.error);
  const { exitCode, stdout, stderr, truncated } = asked.value;
  const kept = new NewestFirst(shiftMs);
  for (const line of stdout.split('\n')) kept.take(line);
  const isPart = truncated || kept.entries >= GLANCE_ENTRIES;
  const read = kept.read(stderr, exitCode !== 0, isPart ? 'only-a-part' : null, since);
  // What is missing is older than what was asked for.
  return read?.from !== undefined && read.from < since ? { records: read.records, entries: read.entries } : read;
}
