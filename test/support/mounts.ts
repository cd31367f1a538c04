import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The mount points at or below a directory, the innermost first (proc_pid_mountinfo(5): field 5). */
export function mountsBelow(directory: string): string[] {
  return readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '')
    .filter((point) => point === directory || point.startsWith(`${directory}/`))
    .reverse();
}

/** Takes away whatever is still mounted at or below a directory. Lazily: a dead mount cannot be asked. */
export function unmountBelow(directory: string): void {
  for (const point of mountsBelow(directory)) spawnSync('umount', ['--lazy', '--no-canonicalize', point]);
}
