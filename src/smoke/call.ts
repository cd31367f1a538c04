import type { Finding } from '../checks/finding.ts';
import type { ChangingCall, ChangingCalls } from '../cri/changing-calls.ts';
import { failureOf } from './failures.ts';
import { found } from './findings.ts';
import type { StepContext } from './step.ts';

/** craned's deadlines (kCriDefaultReqTimeout, kCriDefaultImagePullingTimeout, CriClient.h), ms. */
export const REQUEST_MS = 5_000;
export const PULL_MS = 60_000;

/** Beyond craned's deadline it is waited on, to tell how long the step really takes. */
const PATIENCE = 4;

/** What came of a call: its reply where there is one, and what is to be said about it. */
export interface Called<Reply> {
  readonly reply: Reply | null;
  readonly findings: readonly Finding[];
}

/**
 * How long a call may still take after a signal, ms. One that is cancelled goes on in the runtime (containerd 1.7
 * makes the pod's container all the same), behind the back of whoever takes away what it has made.
 */
const AFTER_SIGNAL_MS = 10_000;

/** A signal that comes later than another; only what it is waited with keeps it alive. */
function later(signal: AbortSignal, ms: number): { readonly signal: AbortSignal; done(): void } {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const wait = (): void => {
    timer = setTimeout(() => controller.abort(signal.reason), ms);
  };
  if (signal.aborted) wait();
  else signal.addEventListener('abort', wait, { once: true });
  return {
    signal: controller.signal,
    done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', wait);
    },
  };
}

/** Makes one of the supervisor's calls, and judges its end and its time. */
export async function call<M extends ChangingCall>(
  { changes, p, reached, signal }: StepContext,
  method: M,
  request: ChangingCalls[M][1],
  limitMs = REQUEST_MS,
): Promise<Called<ChangingCalls[M][2]>> {
  const ofImages = method === 'PullImage' || method === 'RemoveImage';
  const socket = ofImages ? p.imageSocket : p.runtimeSocket;
  const started = performance.now();
  // A pull leaves nothing behind that anybody would have to know of.
  const end = later(signal, ofImages ? 0 : AFTER_SIGNAL_MS);
  const answer = await changes.call(method, request, { socket, limitMs: limitMs * PATIENCE, signal: end.signal });
  end.done();
  const ms = performance.now() - started;
  if (!answer.ok) {
    const image = reached.image?.name ?? p.image ?? '';
    return { reply: null, findings: [failureOf(answer.error, { call: method, socket, image, limitMs, ms })] };
  }
  const slow = { call: method, ms: Math.round(ms), limitMs, ended: true };
  return { reply: answer.value, findings: ms > limitMs ? [found('over-deadline', slow, { target: socket })] : [] };
}
