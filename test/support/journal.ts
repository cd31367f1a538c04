import { execFileSync } from 'node:child_process';
import type { Cleanup } from './cleanup.ts';
import { startDaemon, untilReady } from './daemon.ts';
import { makeNamespaces, type Namespaces } from './namespaces.ts';

/** One entry: whose it is, what it says, and how bad systemd takes it (6, as of all that a service prints). */
export interface JournalEntry {
  readonly unit: string;
  readonly message: string;
  readonly priority?: number;
}

/** A machine of its own whose journal is written by systemd's own journald. */
export interface Journal extends Namespaces {
  /** Writes entries, and returns when they can be read. */
  readonly write: (entries: readonly JournalEntry[]) => void;
  /** A shell command inside; `$J` is the directory of the journal's files. */
  readonly sh: (script: string) => void;
}

/** Sends each line of stdin (NUL for a newline) as a datagram of journald's native protocol. */
const SEND = `use Socket; socket(S, AF_UNIX, SOCK_DGRAM, 0) or die; my $to = pack_sockaddr_un("/run/systemd/journal/socket");
  connect(S, $to) or die "$!"; while (<STDIN>) { chomp; tr/\\0/\\n/; send(S, $_, 0) or die "$!" }`;

/** A unit is known by its cgroup, or by root's word: `-u` matches that as well (journalctl(1), add_matches_for_unit in logs-show.c). */
const fieldsOf = ({ unit, message, priority = 6 }: JournalEntry): string =>
  [
    `MESSAGE=${message}`,
    `PRIORITY=${priority}`,
    `SYSLOG_IDENTIFIER=${unit}`,
    `OBJECT_SYSTEMD_UNIT=${unit}.service`,
    '',
  ].join('\0');

/** Starts journald with an empty journal in namespaces of its own. */
export async function startJournal(cleanup: Cleanup): Promise<Journal> {
  const settings = '[Journal]\nStorage=volatile\nReadKMsg=no\nAudit=\nRateLimitIntervalSec=0\n';
  const machine = await makeNamespaces(cleanup, {
    hostname: 'cn07',
    etc: { '/etc/systemd/journald.conf': settings, '/etc/machine-id': `${'7'.repeat(32)}\n` },
  });
  const [enter = '', ...into] = machine.enter;
  const sh = (script: string): void => {
    const shell = `J=/run/log/journal/${'7'.repeat(32)}; ${script}`;
    execFileSync(enter, [...into, 'bash', '-ec', shell], { stdio: ['ignore', 'ignore', 'inherit'] });
  };
  sh('mount -t tmpfs -o mode=755 tmpfs /run; mkdir -p /run/systemd/journal /run/log/journal');
  const daemon = startDaemon(cleanup, [...machine.enter, '/lib/systemd/systemd-journald']);
  const isThere = (): boolean => {
    sh('test -S /run/systemd/journal/socket -a -S /run/systemd/journal/io.systemd.journal');
    return true;
  };
  await untilReady(daemon, 'journald', isThere);
  return {
    ...machine,
    sh,
    write(entries) {
      const input = entries.map((entry) => `${fieldsOf(entry)}\n`).join('');
      execFileSync(enter, [...into, 'perl', '-e', SEND], { input });
      sh('journalctl --sync');
    },
  };
}
