import { basename, dirname } from 'node:path';
import { isSea } from 'node:sea';
import { shellQuote } from '../guide/shell-quote.ts';
import type { CommandLine } from '../options/parse.ts';
import type { Session } from './session.ts';

/** Where sudo looks for programs with the secure_path of Debian and RHEL (sudoers(5)). */
const SECURE_PATH = new Set(['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin']);

/** By which paths this program was started: itself as an executable of its own, or Node and the file. */
function startedBy(): readonly string[] {
  return isSea() ? [process.execPath] : [process.execPath, process.argv[1] ?? ''];
}

/**
 * The line that makes this very run as root: `sudo crane-doctor …` where sudo finds it and the Node
 * that it needs, else by the paths. Null where a word of it cannot be pasted safely.
 */
export function asRootLine(words: readonly string[], paths = startedBy()): string | null {
  const named = basename(paths.at(-1)!) === 'crane-doctor';
  const installed = named && paths.every((path) => SECURE_PATH.has(dirname(path)));
  const program = installed ? ['crane-doctor'] : paths;
  const line = quoted([...program, ...words]);
  return line === null ? null : `sudo ${line}`;
}

/** The line that sees more as root; of another machine (`--from`) root here sees no more than anybody. */
export function asRootOf(line: CommandLine, { argv }: Pick<Session, 'argv'>): string | null {
  return line.value('from') === undefined ? asRootLine(argv) : null;
}

/** The line that gives the whole report of this very run as JSON, for a ticket. Null where it cannot be pasted safely. */
export function reportLine(words: readonly string[]): string | null {
  return quoted(['crane-doctor', ...words.filter((word) => word !== '--tui'), '--json']);
}

function quoted(words: readonly string[]): string | null {
  // An option begins with a dash, which shellQuote takes for a value that could be mistaken for one.
  const all = words.map((word) => {
    const dashes = /^-*/.exec(word)![0];
    const rest = word.slice(dashes.length);
    if (rest === '') return dashes;
    const value = shellQuote(rest);
    return value === null ? null : dashes + value;
  });
  return all.includes(null) ? null : all.join(' ');
}
