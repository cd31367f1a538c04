import { refused, type Answer } from './answer.ts';
import { errorOf } from './errno.ts';
import type { LinesEnd, Method, Questions, TakeLine } from './questions.ts';
import { questionKey } from './questions.ts';

/**
 * The only door to the machine: a set of small questions with serialisable answers. Whatever goes
 * wrong (not there, not permitted, silent) is an answer too; a host never throws and never hangs.
 *
 * - `live` asks this machine;
 * - `tree` asks a directory tree (an image, a chroot): no processes, sockets, network or mounts;
 * - `demo` is a tree with a live socket and a resolver of its own;
 * - `replay` answers from a recording.
 */
export interface Host {
  readonly kind: 'live' | 'tree' | 'demo' | 'replay';
  ask<M extends Method>(method: M, args: Questions[M]['args']): Promise<Answer<Questions[M]['answer']>>;
  /**
   * The lines that a program prints, as they come and however many: more than an answer to `command` holds. Only this
   * machine's host has it, and nobody records it; a host that answers once for all has the bounded answer.
   */
  readonly lines?: (
    args: Questions['command']['args'],
    take: TakeLine,
    signal: AbortSignal,
  ) => Promise<Answer<LinesEnd>>;
  /** Ends what the host still holds (children, channels). It waits for nothing. */
  close(): void;
}

/** The answers of one host, a handler a method. Hosts are put together from such parts. */
export type Handlers = {
  readonly [M in Method]: (args: Questions[M]['args']) => Promise<Answer<Questions[M]['answer']>>;
};

/** A host from its handlers. A handler that throws all the same becomes an answer, so the promise above holds. */
export function hostFrom(kind: Host['kind'], handlers: Handlers, close: () => void = () => {}): Host {
  return {
    kind,
    close,
    async ask(method, args) {
      try {
        return await handlers[method](args);
      } catch (cause) {
        return refused(errorOf(cause));
      }
    },
  };
}

/**
 * The same host, asked each question once: a second asker gets the first one's answer, also while
 * it is still under way. `forget` makes the next round (the TUI's "check again") look anew.
 */
export function askOnce(host: Host): Host & { forget(): void } {
  const answers = new Map<string, Promise<Answer<never>>>();
  return {
    kind: host.kind,
    close: () => host.close(),
    forget: () => answers.clear(),
    ask(method, args) {
      const key = questionKey(method, args);
      const known = answers.get(key);
      if (known) return known;
      const asked = host.ask(method, args);
      answers.set(key, asked as Promise<Answer<never>>);
      return asked;
    },
  };
}
