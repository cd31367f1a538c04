import { spawn } from 'node:child_process';
import { answered, refused, type Answer } from '../answer.ts';
import { errorOf } from '../errno.ts';
import { collectOutput } from '../processes/output-collector.ts';
import type { CommandResult } from '../questions.ts';

const MAX_OUTPUT_BYTES = 64 * 1024;

/** How long what a program has written may be under way after its end, ms. */
const DRAIN_MS = 100;

/**
 * Runs a program as craned's subprocess.h does without its options (subprocess_create(args, 0)): with an empty
 * environment, and a name without a slash is a file in the current directory, never looked for in PATH.
 * The current directory is `/`, craned's own. The end of the program is the end of it: what it leaves in the background (bindfs) stays.
 */
export function bareCommand(argv: readonly [string, ...string[]], limitMs: number): Promise<Answer<CommandResult>> {
  const [named, ...args] = argv;
  const file = named.includes('/') ? named : `./${named}`;
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd: '/', env: {}, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const stdout = collectOutput(child.stdout, MAX_OUTPUT_BYTES);
    const stderr = collectOutput(child.stderr, MAX_OUTPUT_BYTES);
    const settle = (answer: Answer<CommandResult>): void => {
      clearTimeout(timer);
      child.unref();
      child.stdout.destroy();
      child.stderr.destroy();
      resolve(answer);
    };
    let timer = setTimeout(() => {
      child.kill('SIGKILL');
      settle(refused({ code: 'TIMEOUT', message: `${named} did not end`, afterMs: limitMs }));
    }, limitMs);
    child.on('error', (cause) => settle(refused(errorOf(cause))));
    const ended = (exitCode: number | null, signal: string | null): void =>
      settle(
        answered({ exitCode, signal, stdout: stdout.text(), stderr: stderr.text(), truncated: stderr.truncated() }),
      );
    child.on('exit', (code, signal) => {
      // What it leaves in the background may hold the output open for ever.
      clearTimeout(timer);
      timer = setTimeout(() => ended(code, signal), DRAIN_MS);
    });
    child.on('close', ended);
  });
}
