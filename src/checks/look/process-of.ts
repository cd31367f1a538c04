import { answered, refused, type Answer } from '../../host/answer.ts';
import type { Host } from '../../host/host.ts';

/** A process as /proc shows it. */
export interface RunningProcess {
  /** When it was started, Unix time in ms: up to a second too early, as /proc/stat tells the boot in whole seconds. */
  readonly startedMs: number;
  /** Its command line, word by word. */
  readonly words: readonly string[];
}

/** Ticks a second in /proc: USER_HZ, which is 100 on every architecture that craned is built for (proc(5)). */
const TICKS = 100;

/** Field 22 of /proc/PID/stat, counted behind the name, which may hold blanks and parentheses itself (proc(5)). */
function startTicks(stat: string): number {
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[22 - 3]);
}

/** The process of this number: when it was started, and with which words. Errors are those of reading /proc. */
export async function processOf(host: Host, pid: number): Promise<Answer<RunningProcess>> {
  const [stat, machine, commandLine] = await Promise.all([
    host.ask('readFile', { path: `/proc/${pid}/stat`, maxBytes: 16_384 }),
    // With many processors and interrupts it is long.
    host.ask('readFile', { path: '/proc/stat', maxBytes: 4 * 1024 * 1024 }),
    host.ask('readFile', { path: `/proc/${pid}/cmdline`, maxBytes: 262_144 }),
  ]);
  if (!stat.ok) return stat;
  if (!machine.ok) return machine;
  if (!commandLine.ok) return commandLine;
  const bootSeconds = Number(/^btime (\d+)$/m.exec(Buffer.from(machine.value.bytes).toString('latin1'))?.[1]);
  const startedMs = bootSeconds * 1000 + (startTicks(Buffer.from(stat.value.bytes).toString('latin1')) * 1000) / TICKS;
  if (!Number.isFinite(startedMs)) {
    return refused({ code: 'EIO', message: `/proc/stat and /proc/${pid}/stat do not tell when it was started` });
  }
  const words = Buffer.from(commandLine.value.bytes).toString('utf8').split('\0').slice(0, -1);
  return answered({ startedMs, words });
}
