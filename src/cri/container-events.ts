import { connectivityState, status, type ServiceError } from '@grpc/grpc-js';
import { answered, refused, type Answer } from '../host/answer.ts';
import { callFailure, isGrpc, NO_SOCKET_PATH } from './call-failure.ts';
import { channelTo, isSocketPath, release } from './channels.ts';
import { criMethods } from './codec.ts';
import type { ContainerEventResponse__Output as ContainerEvent } from './generated/runtime/v1/ContainerEventResponse.ts';

export type { ContainerEvent };

/** A stream that nothing happens on sends no headers: connected for so long without an error, it is open, in ms. */
const OPEN_AFTER_MS = 200;

/** The event stream of a runtime, as long as it is wanted. */
export interface ContainerEvents {
  /** Whether it was opened; `ended` where the runtime ended it at once without an error (CRI-O with events off). */
  readonly opened: Promise<Answer<'open' | 'ended'>>;
  /** True once the runtime has ended it, or was lost. */
  ended(): boolean;
  close(): void;
}

/** Opens GetContainerEvents and passes on what comes, as csupervisor does (CriClient.cpp). Errors as of `callCri`. */
export function containerEvents(
  socket: string,
  limitMs: number,
  onEvent: (event: ContainerEvent) => void,
): ContainerEvents {
  const rpc = criMethods('RuntimeService').get('GetContainerEvents')!;
  if (!isSocketPath(socket))
    return { opened: Promise.resolve(refused(NO_SOCKET_PATH)), ended: () => true, close: () => {} };
  const channel = channelTo(socket);
  const started = performance.now();
  const call = channel.client.makeServerStreamRequest(rpc.path, rpc.encodeRequest, rpc.decodeReply, {});
  let ended = false;
  let given = false;
  const end = (good: boolean): void => {
    ended = true;
    if (!given) release(socket, channel, good);
    given = true;
  };
  const opened = new Promise<Answer<'open' | 'ended'>>((resolve) => {
    const settle = (answer: Answer<'open' | 'ended'>): void => {
      clearInterval(timer);
      resolve(answer);
    };
    let readySince: number | null = null;
    const timer = setInterval(() => {
      const now = performance.now();
      const ready = channel.client.getChannel().getConnectivityState(false) === connectivityState.READY;
      readySince = ready ? (readySince ?? now) : null;
      if (readySince !== null && now - readySince >= OPEN_AFTER_MS) settle(answered('open'));
      else if (now - started > limitMs) settle(refused({ code: 'TIMEOUT', message: 'no answer', afterMs: limitMs }));
    }, 20);
    call
      .on('metadata', () => settle(answered('open')))
      .on('data', (event: ContainerEvent) => onEvent(event))
      .on('error', (error: ServiceError) => {
        end(isGrpc(error.metadata));
        settle(callFailure(error, isGrpc(error.metadata), performance.now() - started, limitMs));
      })
      .on('status', ({ code }: { readonly code: status }) => {
        if (code !== status.OK) return;
        end(true);
        settle(answered('ended'));
      });
  });
  return { opened, ended: () => ended, close: () => call.cancel() };
}
