import type { ServiceError } from '@grpc/grpc-js';
import { answered, refused, type Answer } from '../host/answer.ts';
import type { Questions } from '../host/questions.ts';
import { callFailure, isGrpc, NO_SOCKET_PATH } from './call-failure.ts';
import { channelTo, isSocketPath, release } from './channels.ts';
import { criMethods } from './codec.ts';

/**
 * One unary CRI call, `limitMs` in all, connecting included. Errors:
 *
 * - `GRPC`: the peer answered in gRPC; `grpc` has the status that it sent;
 * - `TIMEOUT`: nothing came within the limit;
 * - an errno, where the connection failed with one (`ECONNREFUSED`, `ENOENT`, `EACCES`, …);
 * - `NO_GRPC`: a connection was made, and no gRPC came over it (HTTP/1, closed at once);
 * - `EINVAL`: no socket can have this path, or the proto file has no such method;
 * - `ECANCELED`: `signal` was aborted first. The peer is told so.
 *
 * Only version 1 of CRI is ever asked: a v1alpha2 call changes the state of a containerd 1.7.
 */
export async function callCri(
  { socket, service, method, request }: Questions['cri']['args'],
  limitMs: number,
  signal?: AbortSignal,
): Promise<Answer<Questions['cri']['answer']>> {
  const rpc = criMethods(service).get(method);
  if (!rpc) return refused({ code: 'EINVAL', message: `${service} has no ${method}` });
  if (!isSocketPath(socket)) return refused(NO_SOCKET_PATH);
  if (signal?.aborted) return refused(CANCELLED);
  const channel = channelTo(socket);
  const started = performance.now();
  const { error, reply, speaksGrpc } = await new Promise<Outcome>((resolve) => {
    let headers = false;
    const call = channel.client
      .makeUnaryRequest(
        rpc.path,
        rpc.encodeRequest,
        rpc.decodeReply,
        request,
        { deadline: Date.now() + limitMs },
        (error, reply) => {
          signal?.removeEventListener('abort', cancel);
          resolve({ error, reply, speaksGrpc: headers || (error !== null && isGrpc(error.metadata)) });
        },
      )
      .on('metadata', (metadata) => (headers = isGrpc(metadata)));
    const cancel = (): void => call.cancel();
    signal?.addEventListener('abort', cancel, { once: true });
  });
  const ms = performance.now() - started;
  const cancelled = error !== null && signal?.aborted === true;
  const answer = cancelled
    ? refused(CANCELLED)
    : error
      ? callFailure(error, speaksGrpc, ms, limitMs)
      : answered({ reply: reply as Reply, ms });
  release(socket, channel, answer.ok || answer.error.code === 'GRPC');
  return answer;
}

const CANCELLED = { code: 'ECANCELED', message: 'cancelled' } as const;

type Reply = Questions['cri']['answer']['reply'];

interface Outcome {
  readonly error: ServiceError | null;
  readonly reply: object | undefined;
  readonly speaksGrpc: boolean;
}
