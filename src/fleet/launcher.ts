/* How a launcher is called: pdsh 2.34 and clush of ClusterShell 1.9, as their manual pages have it. */

/** What carries commands to nodes. `exec` is a local program for each node, started by one of the two. */
export type Launcher = 'pdsh' | 'clush';

export interface LaunchPlan {
  readonly launcher: Launcher;
  /** Run the command here, once a node, with `%h` for its name. */
  readonly local: boolean;
  readonly fanout: number;
  readonly connectMs: number;
  readonly commandMs: number;
  /** The caller's own choice of how pdsh connects (PDSH_RCMD_TYPE), else ssh. */
  readonly rcmd: string | null;
}

/** A word of a command line holds 128 KiB (execve(2), MAX_ARG_STRLEN). */
const LIST_BYTES = 100_000;

/** A list in pieces that fit into a word each, cut between its names. */
export function listPieces(list: string, most = LIST_BYTES): string[] {
  const pieces: string[] = [];
  let piece = '';
  let depth = 0;
  for (const item of list.split(',')) {
    // Within brackets a comma separates numbers, not names.
    piece = piece === '' ? item : `${piece},${item}`;
    depth += (item.match(/\[/g) ?? []).length - (item.match(/\]/g) ?? []).length;
    if (depth === 0 && piece.length > most) {
      pieces.push(piece);
      piece = '';
    }
  }
  return piece === '' ? pieces : [...pieces, piece];
}

const seconds = (ms: number): string => String(Math.max(1, Math.ceil(ms / 1000)));

/** Both replace `%h` and the like in what they run locally; a percent sign of one's own is written twice. */
export function literal(text: string): string {
  return text.replaceAll('%', '%%');
}

function common(plan: LaunchPlan, list: string): string[] {
  const nodes = listPieces(list).flatMap((piece) => ['-w', piece]);
  return ['-f', String(plan.fanout), '-t', seconds(plan.connectMs), '-u', seconds(plan.commandMs), ...nodes];
}

/** The command line that runs a shell command for each node of a list. */
export function runArgs(plan: LaunchPlan, list: string, command: string): string[] {
  if (plan.launcher === 'clush')
    return ['-n', '--color=never', ...(plan.local ? ['--worker=exec'] : []), ...common(plan, list), command];
  // -b: one signal ends it. Debian's pdsh would use rsh by itself.
  const rcmd = plan.local ? 'exec' : (plan.rcmd ?? 'ssh');
  return ['-b', '-R', rcmd, ...common(plan, list), ...(rcmd === 'exec' ? ['sh', '-c', command] : [command])];
}

/** The program and command line that copy a file of this machine to a path on each node. */
export function copyCommand(
  plan: LaunchPlan,
  list: string,
  from: string,
  to: string,
): { file: string; args: string[] } {
  if (plan.launcher === 'clush')
    return { file: 'clush', args: ['-n', '--color=never', ...common(plan, list), '--copy', from, '--dest', to] };
  return { file: 'pdcp', args: ['-b', '-R', plan.rcmd ?? 'ssh', '-p', ...common(plan, list), from, to] };
}
