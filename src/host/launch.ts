import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { answered, refused, type Answer } from './answer.ts';
import { errorOf } from './errno.ts';
import { fileChildren } from './file-child/file-children.ts';
import { fileChildCommand } from './file-child/self-command.ts';
import { fileRoom } from './files/files.ts';
import { mountTable } from './files/mount-table.ts';
import { LIMITS } from './limits.ts';
import { endMarked, MARK } from './processes/end-marked.ts';
import { findProgram, SYSTEM_DIRECTORIES } from './processes/find-program.ts';

/** A program that runs long and speaks all the while: a launcher that reaches other nodes. */
export interface Launched {
  readonly file: string;
  readonly args: readonly string[];
  readonly onOutput: (chunk: Buffer) => void;
  readonly onError: (chunk: Buffer) => void;
  /** Ends it, and all that it has started. */
  readonly signal: AbortSignal;
  readonly limitMs: number;
  /** What it leaves behind goes with it in any case, and not only where it was ended: it is all of this machine. */
  readonly leavesNothing: boolean;
}

/** Where a program is that this user can run, or why there is none (processes/find-program.ts). */
export async function locate(file: string): Promise<Answer<string>> {
  const table = mountTable();
  const children = fileChildren(fileChildCommand(), LIMITS.file);
  try {
    const files = fileRoom({ root: '/', view: () => table.view(), children });
    return await findProgram(file, files.handlers, process.getuid?.() === 0);
  } finally {
    children.close();
  }
}

/**
 * Runs a program until its end, its limit or the signal, without input, and in a session of its own, so that the
 * terminal's Ctrl-C reaches only the doctor. What it has started goes with it. Its exit code, or null where it was ended.
 */
export async function launch(program: Launched): Promise<Answer<number | null>> {
  const { file, args, onOutput, onError, signal, limitMs, leavesNothing } = program;
  const mark = randomBytes(16).toString('hex');
  const path = await locate(file);
  if (!path.ok) return path;
  if (signal.aborted) return answered(null);
  return new Promise((resolve) => {
    const child = spawn(path.value, args, {
      cwd: '/',
      // The caller's has what a launcher needs (its settings, an agent's socket). Messages in English, which are read, and
      // no program of the caller's PATH as root.
      env: { ...process.env, LC_ALL: 'C.UTF-8', LANGUAGE: 'C', PATH: SYSTEM_DIRECTORIES.join(':'), [MARK]: mark },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let ended = false;
    const end = (): void => {
      if (ended) return;
      ended = true;
      void endMarked(mark).then(() => done(answered(null)));
    };
    const timer = setTimeout(end, limitMs);
    const done = (answer: Answer<number | null>): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      process.off('exit', atExit);
      child.stdout.destroy();
      child.stderr.destroy();
      child.unref();
      resolve(answer);
    };
    // A second signal ends the doctor at once; nothing is left behind then either.
    const atExit = (): void => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    };
    process.on('exit', atExit);
    signal.addEventListener('abort', end);
    child.stdout.on('data', onOutput);
    child.stderr.on('data', onError);
    child.on('error', (cause) => done(refused(errorOf(cause))));
    child.on('close', (code) => {
      if (ended) return;
      ended = true;
      void (leavesNothing ? endMarked(mark) : Promise.resolve()).then(() => done(answered(code)));
    });
  });
}
