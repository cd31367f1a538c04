import { refused, type Answer, type HostError } from '../../host/answer.ts';
import type { Host } from '../../host/host.ts';
import type { CommandResult } from '../../host/questions.ts';
import { journalSaid } from '../../logs/journal-words.ts';

/** auditd's log: where auditd runs, the kernel's denials are there and nowhere else. */
export const AUDIT_LOG = '/var/log/audit/audit.log';
const TAIL_BYTES = 1024 * 1024;
const DAY_MS = 86_400_000;

/** The lines of a log, and where they are from; that there is none; or why it could not be read. */
export type DenialLog =
  | { readonly kind: 'lines'; readonly source: string; readonly lines: readonly string[] }
  | { readonly kind: 'none' }
  | { readonly kind: 'error'; readonly source: string; readonly error: HostError };

/** The newest lines first, as the output of a command is cut at its end. One day is looked at in any case. */
const JOURNAL = ['-k', '--no-pager', '-o', 'short-unix', '-r', '-n', '5000', '--since=-24h'];

/**
 * The log that has the kernel's denials: the end of auditd's, else the journal of the kernel, else the
 * kernel's own buffer. An audit log that nobody wrote to for a day is one of an auditd that is gone.
 */
export async function denialLog(host: Host, now: number): Promise<DenialLog> {
  const audit = await host.ask('readTail', { path: AUDIT_LOG, maxBytes: TAIL_BYTES });
  if (!audit.ok && audit.error.code !== 'ENOENT' && audit.error.code !== 'ENOTDIR') {
    return { kind: 'error', source: AUDIT_LOG, error: audit.error };
  }
  if (!audit.ok) return kernelLog(host);
  const text = Buffer.from(audit.value.bytes).toString('utf8');
  const written: DenialLog = { kind: 'lines', source: AUDIT_LOG, lines: text.split('\n') };
  if (audit.value.mtimeMs > now - DAY_MS) return written;
  const kernel = await kernelLog(host);
  return kernel.kind === 'none' ? written : kernel;
}

async function kernelLog(host: Host): Promise<DenialLog> {
  const journal = readable(await host.ask('command', { file: 'journalctl', args: JOURNAL }));
  if (journal.ok) return { kind: 'lines', source: 'journalctl -k', lines: journal.value };
  if (journal.error.code === 'EACCES') return { kind: 'error', source: 'journalctl -k', error: journal.error };
  const buffer = readable(await host.ask('command', { file: 'dmesg', args: [] }));
  if (buffer.ok) return { kind: 'lines', source: 'dmesg', lines: buffer.value };
  if (buffer.error.code !== 'ENOENT') return { kind: 'error', source: 'dmesg', error: buffer.error };
  return journal.error.code === 'ENOENT'
    ? { kind: 'none' }
    : { kind: 'error', source: 'journalctl -k', error: journal.error };
}

/** What dmesg fails with: the errno's words. */
const NOT_PERMITTED = /not permitted|permission denied/i;

/** What a program printed, line by line; ENOENT also where it says that there is no log. */
function readable(answer: Answer<CommandResult>): Answer<readonly string[]> {
  if (!answer.ok) return answer;
  const { exitCode, signal, stdout, stderr } = answer.value;
  const said = journalSaid(stderr);
  if (said.none) return refused({ code: 'ENOENT', message: 'there is no journal' });
  // journalctl hints at what it does not show to this user, and succeeds.
  if (said.hidden || NOT_PERMITTED.test(stderr))
    return refused({ code: 'EACCES', message: 'this user may not see messages of the kernel' });
  if (exitCode === 0) return { ok: true, value: stdout.split('\n') };
  return refused({ code: 'EIO', message: `it ended with ${exitCode ?? signal}: ${stderr.trim().slice(0, 300)}` });
}
