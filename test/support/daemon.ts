import { spawn } from 'node:child_process';

import type { Cleanup } from './cleanup.ts';
import { waitFor } from './wait-for.ts';

/** A process that a test started and that the test ends. */
export interface Daemon {
  readonly pid: number;
  /** What it has written so far (stdout and stderr, the last 64 KiB). */
  output(): string;
  running(): boolean;
  signal(name: NodeJS.Signals): void;
  /** SIGTERM, then SIGKILL after 5 s; a stopped one is killed at once. Resolves when it is gone. */
  stop(): Promise<void>;
}

const KEPT = 65_536;

/**
 * Starts a process that stays until it is stopped, at the latest by `cleanup`. The kernel kills it
 * when this process dies (PR_SET_PDEATHSIG through setpriv(1)), so that not even a killed test run
 * leaves it behind. The pid is the command's own: setpriv and nsenter(1) only exec.
 */
export function startDaemon(
  cleanup: Cleanup,
  command: readonly string[],
  { env = process.env, input }: { env?: NodeJS.ProcessEnv; input?: string } = {},
): Daemon {
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', ...command], { env, stdio: 'pipe' });
  let output = '';
  const collect = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-KEPT);
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  child.on('error', (error) => collect(Buffer.from(error.message)));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);

  const running = (): boolean => child.pid !== undefined && child.exitCode === null && child.signalCode === null;
  const signal = (name: NodeJS.Signals): void => {
    if (running()) child.kill(name);
  };
  const stop = async (): Promise<void> => {
    signal('SIGTERM');
    signal('SIGCONT');
    await waitFor('the end of a process', () => !running(), 5_000).catch(() => signal('SIGKILL'));
    await waitFor(`the end of ${command.join(' ')}`, () => !running(), 5_000);
  };
  cleanup.defer(stop);
  return { pid: child.pid ?? -1, output: () => output, running, signal, stop };
}

/** Waits until a daemon is ready; fails at once, with its output, where it ended instead. */
export async function untilReady<T>(
  daemon: Daemon,
  what: string,
  condition: () => T | false | null | undefined | Promise<T | false | null | undefined>,
): Promise<T> {
  const ended = Symbol('ended');
  const value = await waitFor<T | typeof ended>(what, async () => (daemon.running() ? condition() : ended)).catch(
    (error: unknown) => {
      throw new Error(`${what}:\n${daemon.output()}`, { cause: error });
    },
  );
  if (value === ended) throw new Error(`${what} ended:\n${daemon.output()}`);
  return value;
}
