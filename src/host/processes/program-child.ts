import { refused, type Answer } from '../answer.ts';
import type { FileRoom } from '../files/files.ts';
import type { Questions } from '../questions.ts';
import { findProgram } from './find-program.ts';
import type { Child } from './start-program.ts';

/** Between SIGTERM and SIGKILL, in ms; both are within the limit. */
const GRACE_MS = 500;

/** How long a program that has ended may leave its output open, in ms: what it wrote is in the pipe by then. */
const DRAIN_MS = 100;

/**
 * A program on a mount that may hang is started by another one: Node waits, without any limit, until
 * the kernel has read the first bytes of what it starts (uv_spawn).
 */
const THROUGH = ['/usr/bin/nice', '-n', '0'];

/** Why whoever reads a program's output ends it: no more is wanted, or the reader was called off. */
export type Stopped = 'enough' | 'aborted';

/** How a child ended: by itself, not in time, as its reader says, or it never started. */
export type End = { readonly code: number | null; readonly signal: string | null } | 'silent' | Stopped | Error;

/** The programs that run, for as long as they do. */
export interface ProgramChildren {
  /**
   * Starts a program, gives it to `hear`, and waits for its end until the limit, and no longer: not for a
   * grandchild that holds the output open, nor for a process that not even SIGKILL ends. `stop` ends it before.
   */
  run(
    command: Questions['command']['args'],
    limitMs: number,
    hear: (child: Pick<Child, 'stdout' | 'stderr'>, stop: (why: Stopped) => void) => void,
  ): Promise<Answer<End>>;
  killAll(): void;
}

/**
 * Programs run without a shell, without input, in `/`, in a process group of their own, which gets
 * SIGTERM and then SIGKILL before the limit is over.
 */
export function programChildren(files: FileRoom): ProgramChildren {
  const running = new Set<Child>();
  // A group of its own outlives the doctor unless somebody ends it.
  const killAll = (): void => {
    for (const child of running) child.kill('SIGKILL');
  };
  return {
    killAll,
    async run({ file, args }, limitMs, hear) {
      if ([file, ...args].some((word) => word.includes('\0'))) {
        return refused({ code: 'EINVAL', message: 'a command cannot have a NUL character' });
      }
      const program = await findProgram(file, files.handlers, process.getuid?.() === 0);
      if (!program.ok) return program;
      const { startProgram } = await import('./start-program.ts');
      const through = (await files.mayHang(program.value)) ? THROUGH : [];
      const child = startProgram([...through, program.value, ...args]);
      if (running.size === 0) process.on('exit', killAll);
      running.add(child);
      const end = await endOf(child, limitMs, (stop) => hear(child, stop));
      running.delete(child);
      if (running.size === 0) process.off('exit', killAll);
      abandon(child);
      return { ok: true, value: end };
    },
  };
}

/** Waits for a child until the limit, and no longer. SIGTERM is sent a little before. */
async function endOf(child: Child, limitMs: number, hear: (stop: (why: Stopped) => void) => void): Promise<End> {
  const timers: NodeJS.Timeout[] = [];
  let terminated = false;
  const end = await new Promise<End>((resolve) => {
    const terminate = (): void => {
      terminated = true;
      child.kill('SIGTERM');
    };
    hear(resolve);
    timers.push(setTimeout(terminate, Math.max(0, limitMs - GRACE_MS)));
    timers.push(setTimeout(() => resolve('silent'), limitMs));
    child.nodeChildProcess.on('error', resolve);
    child.nodeChildProcess.on('exit', (code, signal) => {
      // What is in the pipe is read before what is told by setImmediate, however late the timer is.
      timers.push(setTimeout(() => setImmediate(() => resolve({ code, signal })), DRAIN_MS));
    });
    // After 'exit' and the end of the output.
    child.nodeChildProcess.on('close', (code, signal) => resolve({ code, signal }));
    // Some errors (arguments that are too long) end execa before there is a process.
    void child.then((result) => {
      if (child.pid === undefined) resolve(result.cause instanceof Error ? result.cause : new Error('not started'));
    });
  });
  timers.forEach(clearTimeout);
  return terminated ? 'silent' : end;
}

/** Kills what is left of the group and lets go of everything that could keep the doctor alive. */
function abandon(child: Child): void {
  child.kill('SIGKILL');
  child.nodeChildProcess.unref();
  child.stdout.destroy();
  child.stderr.destroy();
}
