import { connectivityState, status, type ServiceError } from '@grpc/grpc-js';
import { answered, refused, type Answer } from '../host/answer.ts';
import type { Questions } from '../host/questions.ts';
import { callFailure, isGrpc, NO_SOCKET_PATH } from './call-failure.ts';
import { channelTo, isSocketPath, release } from './channels.ts';
import { criMethods } from './codec.ts';

/** A stream that nothing happens on sends no headers: after so long it counts as open, in ms. */
const OPEN_AFTER_MS = 500;

type Opened = Answer<Questions['criStream']['answer']>;

/**
 * Opens a stream of CRI and closes it at its first headers or after half a second, whichever is first,
 * so that hardly an event can be missed by those whose stream it shares. A runtime without events
 * refuses it (`GRPC`, code 12) or ends it at once (`ended`, as CRI-O with enable_pod_events off does).
 * Other errors as of `callCri`.
 */
export async function openStream(
  { socket, service, method }: Questions['criStream']['args'],
  limitMs: number,
): Promise<Opened> {
  const rpc = criMethods(service).get(method);
  if (!rpc?.streams) return refused({ code: 'EINVAL', message: `${service} has no stream ${method}` });
  if (!isSocketPath(socket)) return refused(NO_SOCKET_PATH);
  const channel = channelTo(socket);
  const started = performance.now();
  const ms = (): number => performance.now() - started;
  const answer = await new Promise<Opened>((resolve) => {
    const call = channel.client.makeServerStreamRequest(
      rpc.path,
      rpc.encodeRequest,
      rpc.decodeReply,
      {},
      { deadline: Date.now() + limitMs },
    );
    const open = (): void => {
      resolve(answered({ state: 'open', ms: ms() }));
      call.cancel();
    };
    const timer = setTimeout(() => {
      // A peer that does not even make the connection is silent, and the deadline ends it.
      if (channel.client.getChannel().getConnectivityState(false) === connectivityState.READY) open();
    }, OPEN_AFTER_MS);
    call
      .on('metadata', open)
      .on('data', () => {})
      // Cancelling the call ends it with an error of its own; by then the answer is given.
      .on('error', (error: ServiceError) => resolve(callFailure(error, isGrpc(error.metadata), ms(), limitMs)))
      .on('status', ({ code }: { readonly code: status }) => {
        clearTimeout(timer);
        if (code === status.OK) resolve(answered({ state: 'ended', ms: ms() }));
      });
  });
  release(socket, channel, answer.ok || answer.error.code === 'GRPC');
  return answer;
}
