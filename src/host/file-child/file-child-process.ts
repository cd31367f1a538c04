import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { refused, type Answer } from '../answer.ts';
import { answerOf, READY } from './file-protocol.ts';
import { lineSplitter } from './line-splitter.ts';

/** The parent's side of one child. */
export interface FileChild {
  /**
   * Asks one question (a line). Silence for `limitMs` is `HUNG`; then, and where the child ends by
   * itself, `alive` is false afterwards and the child has been killed. Only one question at a time.
   */
  ask(line: string, limitMs: number): Promise<Answer<unknown>>;
  alive(): boolean;
  kill(): void;
}

/**
 * Starts a child. It never keeps the doctor alive (only the timer of a pending question does), and
 * nobody waits for its end: a child in an uninterruptible wait does not even die of SIGKILL.
 */
export function startFileChild(command: readonly [string, ...string[]]): FileChild {
  const [program, ...args] = command;
  const child = spawn(program, args, {
    // The doctor's own directory may lie on a dead mount.
    cwd: '/',
    // Without NODE_OPTIONS, which could make the child wait for a debugger. A Node from a module tree needs its libraries.
    env: { PATH: process.env['PATH'], LD_LIBRARY_PATH: process.env['LD_LIBRARY_PATH'] },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let ready = false;
  let ended = false;
  let onReady: () => void = () => {};
  let settle: (answer: Answer<unknown>) => void = () => {};

  const end = (message: string, code = 'INTERNAL'): void => {
    ended = true;
    child.kill('SIGKILL');
    child.stdin.destroy();
    child.stdout.destroy();
    settle(refused({ code, message }));
  };
  child.on('error', (error) => end(`the child that looks at files did not start: ${error.message}`));
  child.on('exit', () => end('the child that looks at files ended'));
  child.stdin.on('error', () => {});
  child.stdout.setEncoding('utf8').on(
    'data',
    lineSplitter((line) => {
      if (ready) {
        const answer = answerOf(line);
        if (answer) settle(answer);
        else end('the child that looks at files does not answer in JSON');
      } else if (line === READY) {
        ready = true;
        onReady();
      } else {
        end('the child that looks at files is another program');
      }
    }),
  );
  child.unref();
  for (const stream of [child.stdin, child.stdout] as unknown as Socket[]) stream.unref();

  return {
    alive: () => !ended,
    kill: () => end('the host was closed', 'ECANCELED'),
    ask(line, limitMs) {
      return new Promise((resolve) => {
        let timer: NodeJS.Timeout | undefined;
        const within = (code: string, message: string): void => {
          clearTimeout(timer);
          timer = setTimeout(() => {
            settle(refused({ code, message, afterMs: limitMs }));
            end('');
          }, limitMs);
        };
        settle = (answer) => {
          settle = () => {};
          clearTimeout(timer);
          resolve(answer);
        };
        if (ended) return settle(refused({ code: 'INTERNAL', message: 'the child that looks at files ended' }));
        // Starting takes its time on a busy node: it does not count as silence of the file system.
        onReady = () => within('HUNG', 'the file system does not answer');
        if (ready) onReady();
        else within('TIMEOUT', 'the child that looks at files did not start in time');
        child.stdin.write(`${line}\n`);
      });
    },
  };
}
