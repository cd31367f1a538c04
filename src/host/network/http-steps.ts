import type { EventEmitter } from 'node:events';
import type { HostError } from '../answer.ts';
import { errorOf } from '../errno.ts';

/**
 * The steps of a request over HTTP in their order, each with a limit of its own. `proxy` is the CONNECT
 * that opens a tunnel; `connect` is there without a proxy only.
 */
export type HttpStep =
  'proxy-resolve' | 'proxy-connect' | 'proxy-tls' | 'proxy' | 'connect' | 'tls' | 'headers' | 'body';

/** A step that failed. `detail.step` says which. */
export class StepError extends Error {
  readonly hostError: HostError;
  constructor(step: HttpStep, error: HostError) {
    super(error.message);
    this.hostError = { ...error, detail: { ...error.detail, step } };
  }
}

interface Source extends EventEmitter {
  destroy(): unknown;
}

/** The steps of one request. */
export interface Steps {
  /** How long each step took, in ms; of the one that failed, until it did. */
  readonly ms: { readonly [step in HttpStep]?: number };
  /**
   * Waits for one step: until `start` calls back, one of its sources fails or closes, or the limit is
   * over, whatever may have come in the meantime. The last three throw a StepError.
   */
  step<T>(name: HttpStep, sources: readonly Source[], start: (done: (value: T) => void) => void): Promise<T>;
  /** Destroys every source that a step had, and lets no other step begin. */
  end(): void;
}

/** Begins a request without any source; each of its steps has `limitMs`. */
export function openSteps(limitMs: number): Steps {
  const all = new Set<Source>();
  const ms: { [step in HttpStep]?: number } = {};
  let ended = false;
  return {
    ms,
    async step<T>(name: HttpStep, sources: readonly Source[], start: (done: (value: T) => void) => void): Promise<T> {
      let timer: NodeJS.Timeout | undefined;
      const onError = new Set<[Source, 'error' | 'close', (error?: unknown) => void]>();
      const begun = performance.now();
      try {
        const value = await new Promise<T>((resolve, reject) => {
          const fail = (error: HostError): void => reject(new StepError(name, error));
          timer = setTimeout(
            () => fail({ code: 'TIMEOUT', message: `no answer (${name})`, afterMs: limitMs }),
            limitMs,
          );
          for (const source of sources) {
            // A source can fail again later (destroyed half-way): somebody has to listen for good.
            if (!all.has(source)) source.on('error', () => {});
            all.add(source);
            onError.add([source, 'error', (error) => fail(errorOf(error))]);
            onError.add([
              source,
              'close',
              () => fail({ code: 'ECONNRESET', message: 'the peer closed the connection' }),
            ]);
          }
          for (const [source, event, listener] of onError) source.on(event, listener);
          if (ended) fail({ code: 'ECANCELED', message: 'the host was closed' });
          else start(resolve);
        });
        return value;
      } finally {
        ms[name] ??= Math.round((performance.now() - begun) * 10) / 10;
        clearTimeout(timer);
        for (const [source, event, listener] of onError) source.off(event, listener);
      }
    },
    end() {
      ended = true;
      // The last first: what is laid over a socket goes before it, else Node 24.21 may crash.
      for (const source of [...all].reverse()) source.destroy();
    },
  };
}
