import { refused, type Answer } from '../answer.ts';
import { startFileChild, type FileChild } from './file-child-process.ts';
import type { FileQuestion } from './file-protocol.ts';
import { LIMITS } from '../limits.ts';

/** Children at work at the same time: each is a process of some 45 MB. */
const MAX_AT_WORK = 8;

/** For so long after a mount was `HUNG` nobody is sent there again, in ms: a check may look at it several times in a row. */
const HUNG_FOR_MS = 5_000;

interface Waiting {
  readonly mountPoint: string;
  readonly line: string;
  readonly since: number;
  readonly settle: (answer: Answer<unknown>) => void;
}

/** Asks children about paths on mounts that may hang. */
export interface FileChildren {
  ask(mountPoint: string, question: FileQuestion): Promise<Answer<unknown>>;
  close(): void;
}

/** The answer of a child about a mount: a silent one is named, so that all that is HUNG on it is known to be one thing. */
function onMount(answer: Answer<unknown>, mountPoint: string): Answer<unknown> {
  if (answer.ok || answer.error.code !== 'HUNG') return answer;
  const message = `the file system on ${mountPoint} does not answer`;
  return refused({ ...answer.error, message, detail: { mount: mountPoint } });
}

/**
 * The children, started when they are needed. A mount has one question at a time, and where that
 * one is not answered, those that wait behind it, or come soon after, are `HUNG` as well: one dead
 * mount costs one limit and one child, however much is asked about it, and holds up no other mount.
 */
export function fileChildren(command: readonly [string, ...string[]], limitMs: number = LIMITS.file): FileChildren {
  const idle: FileChild[] = [];
  const atWork = new Map<string, FileChild>();
  const hung = new Map<string, { readonly answer: Answer<unknown>; readonly until: number }>();
  let queue: Waiting[] = [];
  let closed = false;

  const start = async (waiting: Waiting): Promise<void> => {
    const { mountPoint, line } = waiting;
    const child = idle.pop() ?? startFileChild(command);
    atWork.set(mountPoint, child);
    const answer = onMount(await child.ask(line, limitMs), mountPoint);
    atWork.delete(mountPoint);
    if (child.alive()) idle.push(child);
    waiting.settle(answer);
    if (!answer.ok && answer.error.code === 'HUNG') {
      hung.set(mountPoint, { answer, until: performance.now() + HUNG_FOR_MS });
      const behind = queue.filter((other) => other.mountPoint === mountPoint);
      queue = queue.filter((other) => other.mountPoint !== mountPoint);
      for (const other of behind) {
        other.settle(refused({ ...answer.error, afterMs: Math.round(performance.now() - other.since) }));
      }
    }
    next();
  };

  const next = (): void => {
    for (const waiting of queue) {
      if (atWork.size >= MAX_AT_WORK) return;
      if (atWork.has(waiting.mountPoint)) continue;
      queue = queue.filter((other) => other !== waiting);
      void start(waiting);
    }
  };

  return {
    ask(mountPoint, question) {
      return new Promise((settle) => {
        if (closed) return settle(refused({ code: 'ECANCELED', message: 'the host was closed' }));
        const known = hung.get(mountPoint);
        if (known && performance.now() < known.until) return settle(known.answer);
        queue.push({ mountPoint, line: JSON.stringify(question), since: performance.now(), settle });
        next();
      });
    },
    close() {
      closed = true;
      const left = queue;
      queue = [];
      for (const { settle } of left) settle(refused({ code: 'ECANCELED', message: 'the host was closed' }));
      for (const child of [...idle.splice(0), ...atWork.values()]) child.kill();
    },
  };
}
