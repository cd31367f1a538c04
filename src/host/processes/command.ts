import type { Options, ResultPromise } from 'execa';
import { answered, refused, type Answer } from '../answer.ts';
import { errorOf } from '../errno.ts';
import type { FileRoom } from '../files/files.ts';
import { findProgram, SYSTEM_DIRECTORIES } from './find-program.ts';
import { LIMITS } from '../limits.ts';
import { collectOutput } from './output-collector.ts';
import type { CommandResult, Questions } from '../questions.ts';

/** What is kept of stdout and of stderr, each. */
const MAX_OUTPUT_BYTES = 256 * 1024;

/** Between SIGTERM and SIGKILL, in ms; both are within the limit. */
const GRACE_MS = 500;

/** How long a program that has ended may leave its output open, in ms: what it wrote is in the pipe by then. */
const DRAIN_MS = 100;

const OPTIONS = {
  cwd: '/',
  // Messages in English, and no program of the caller's.
  env: { LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', PATH: SYSTEM_DIRECTORIES.join(':') },
  extendEnv: false,
  stdin: 'ignore',
  // The output and the end are watched here: execa's own promise waits until nobody holds the output open.
  buffer: false,
  encoding: 'buffer',
  reject: false,
  killDescendants: true,
  forceKillAfterDelay: false,
  // It would listen for signals, and end the doctor on one that the doctor handles once.
  cleanup: false,
} as const satisfies Options;

type Child = ResultPromise<typeof OPTIONS>;

/**
 * A program on a mount that may hang is started by another one: Node waits, without any limit, until
 * the kernel has read the first bytes of what it starts (uv_spawn).
 */
const THROUGH = ['/usr/bin/nice', '-n', '0'];

/** Runs programs of the machine, each within a limit. `close` kills what still runs. */
export interface Commands {
  run(args: Questions['command']['args'], limitMs?: number): Promise<Answer<CommandResult>>;
  close(): void;
}

/** How a child ended: by itself, not in time, or it never started. */
type End = { readonly code: number | null; readonly signal: string | null } | 'silent' | Error;

/**
 * Commands run without a shell, without input, in `/`, in a process group of their own, which gets
 * SIGTERM and then SIGKILL before the limit is over. The answer never waits longer: not for a
 * grandchild that holds the output open, nor for a process that not even SIGKILL ends.
 */
export function commands(files: FileRoom, ownLimitMs: number = LIMITS.command): Commands {
  const running = new Set<Child>();
  // A group of its own outlives the doctor unless somebody ends it.
  const killAll = (): void => {
    for (const child of running) child.kill('SIGKILL');
  };

  const run = async (
    { file, args }: Questions['command']['args'],
    limitMs: number = ownLimitMs,
  ): Promise<Answer<CommandResult>> => {
    if ([file, ...args].some((word) => word.includes('\0'))) {
      return refused({ code: 'EINVAL', message: 'a command cannot have a NUL character' });
    }
    const program = await findProgram(file, files.handlers, process.getuid?.() === 0);
    if (!program.ok) return program;
    const { execa } = await import('execa');
    const words = [...((await files.mayHang(program.value)) ? THROUGH : []), program.value, ...args];
    const child = execa(words[0]!, words.slice(1), OPTIONS);
    const stdout = collectOutput(child.stdout, MAX_OUTPUT_BYTES);
    const stderr = collectOutput(child.stderr, MAX_OUTPUT_BYTES);
    if (running.size === 0) process.on('exit', killAll);
    running.add(child);
    const end = await endOf(child, limitMs);
    running.delete(child);
    if (running.size === 0) process.off('exit', killAll);
    abandon(child);
    if (end === 'silent') return refused({ code: 'TIMEOUT', message: `${file} did not end`, afterMs: limitMs });
    if (end instanceof Error) return refused(errorOf(end));
    return answered({
      exitCode: end.code,
      signal: end.signal,
      stdout: stdout.text(),
      stderr: stderr.text(),
      truncated: stdout.truncated() || stderr.truncated(),
    });
  };

  return { run, close: killAll };
}

/** Waits for a child until the limit, and no longer. SIGTERM is sent a little before. */
async function endOf(child: Child, limitMs: number): Promise<End> {
  const timers: NodeJS.Timeout[] = [];
  let terminated = false;
  const end = await new Promise<End>((resolve) => {
    const terminate = (): void => {
      terminated = true;
      child.kill('SIGTERM');
    };
    timers.push(setTimeout(terminate, Math.max(0, limitMs - GRACE_MS)));
    timers.push(setTimeout(() => resolve('silent'), limitMs));
    child.nodeChildProcess.on('error', resolve);
    child.nodeChildProcess.on('exit', (code, signal) => {
      timers.push(setTimeout(() => resolve({ code, signal }), DRAIN_MS));
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
