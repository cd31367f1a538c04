import type { NodeSpec, TreeEntry } from './node-spec.ts';

/** How long before `since` the node was booted, s. */
const BOOT_BEFORE_S = 600;

function readOnly(text: string): TreeEntry {
  return { type: 'file', text, mode: 0o444 };
}

/**
 * What /proc shows of craned's process and of the node's boot, as proc(5) has it. They depend on the time
 * at which the demo is started, and are therefore not among the files of the node.
 */
export function processFiles({ pid, startTicks }: NodeSpec['craned'], since: number): [string, TreeEntry][] {
  const boot = Math.floor(since / 1000) - BOOT_BEFORE_S;
  // Fields 4 to 21 and those behind the start: numbers that nobody asks for.
  const stat = `${pid} (craned) S 1 ${pid} ${pid} ${'0 '.repeat(15)}${startTicks}${' 0'.repeat(30)}\n`;
  return [
    ['/proc/stat', readOnly(`cpu  0 0 0 0 0 0 0 0 0 0\nbtime ${boot}\nprocesses 41822\n`)],
    [`/proc/${pid}/stat`, readOnly(stat)],
    [`/proc/${pid}/cmdline`, readOnly('/usr/bin/craned\0')],
  ];
}
