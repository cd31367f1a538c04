import { refused, type Answer } from './answer.ts';
import type { Host } from './host.ts';
import { questionKey, type Method, type Questions } from './questions.ts';

/** One question with its answer, typed by the method. */
export type RecordedAnswer = {
  readonly [M in Method]: {
    readonly method: M;
    readonly args: Questions[M]['args'];
    readonly answer: Answer<Questions[M]['answer']>;
  };
}[Method];

/** Answers by `questionKey`. */
export type Recording = ReadonlyMap<string, Answer<unknown>> | { readonly [key: string]: Answer<unknown> };

/** A recording from a list of questions with their answers; of two equal questions the later counts. */
export function recordingOf(answers: readonly RecordedAnswer[]): ReadonlyMap<string, Answer<unknown>> {
  return new Map(answers.map(({ method, args, answer }) => [questionKey(method, args), answer]));
}

/**
 * A host that answers from a recording and touches nothing. What was not recorded is `NOT_RECORDED`,
 * which a check reports as not looked at: a bundle says nothing about what it does not hold.
 */
export function replayHost(recording: Recording): Host {
  const answers: ReadonlyMap<string, unknown> =
    recording instanceof Map ? recording : new Map(Object.entries(recording));
  return {
    kind: 'replay',
    close: () => {},
    ask: <M extends Method>(method: M, args: Questions[M]['args']) => {
      const answer = answers.get(questionKey(method, args)) as Answer<Questions[M]['answer']> | undefined;
      return Promise.resolve(
        answer ?? refused({ code: 'NOT_RECORDED', message: `${method} was not asked when the bundle was made` }),
      );
    },
  };
}

/**
 * A host that answers some questions from a recording and asks `base` all others: real files with a
 * recorded resolver, say. It keeps the kind of `base`, and closing it closes `base`.
 */
export function withAnswers(base: Host, answers: readonly RecordedAnswer[]): Host {
  const recorded = recordingOf(answers);
  return {
    kind: base.kind,
    close: () => base.close(),
    ask: <M extends Method>(method: M, args: Questions[M]['args']) => {
      const answer = recorded.get(questionKey(method, args)) as Answer<Questions[M]['answer']> | undefined;
      return answer ? Promise.resolve(answer) : base.ask(method, args);
    },
  };
}
