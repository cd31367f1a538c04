import type { Answer } from '../host/answer.ts';
import type { Host } from '../host/host.ts';
import { questionKey, type Method, type Questions } from '../host/questions.ts';

/** One question that was asked, and its answer. */
export interface Recorded {
  readonly method: Method;
  readonly args: Questions[Method]['args'];
  readonly answer: Answer<unknown>;
}

/**
 * The same host, which remembers what it was asked and what it said. Secrets are still in it: they are
 * taken out where it is packed (`packBundle`), before anything is written.
 */
export function recordingHost(host: Host): { readonly host: Host; readonly recorded: () => readonly Recorded[] } {
  const all = new Map<string, Recorded>();
  return {
    recorded: () => [...all.values()],
    host: {
      kind: host.kind,
      close: () => host.close(),
      ask: async <M extends Method>(method: M, args: Questions[M]['args']) => {
        const answer = await host.ask(method, args);
        all.set(questionKey(method, args), { method, args, answer });
        return answer;
      },
    },
  };
}
