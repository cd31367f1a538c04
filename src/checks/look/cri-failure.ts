import { GRPC_UNIMPLEMENTED, grpcStatusText } from '../../cri/grpc-status.ts';
import { couldNotLook, type HostError } from '../../host/answer.ts';
import { LIMITS } from '../../host/limits.ts';
import type { CheckContext, Observed } from '../check.ts';
import type { Finding } from '../finding.ts';
import { greetSocket } from './greet-socket.ts';
import { oneLine } from './one-line.ts';
import type { VersionCodes } from './version-codes.ts';

/** Errors of a machine or a bundle that cannot be asked; the peer has no part in them. */
const NOT_ASKED = new Set(['NO_MACHINE', 'INTERNAL', 'ECANCELED']);

/** Which layer of a CRI call failed: nothing looked at, silence, no gRPC, no CRI, or the runtime's own refusal. */
export async function criFailure(
  { host, found, notSeen }: CheckContext<VersionCodes>,
  socket: string,
  method: string,
  error: HostError,
): Promise<{ readonly observed: Observed; readonly finding: Finding }> {
  const about = { target: socket };
  const observed = {};
  // A listener with a full queue is as silent to craned as one that accepts and says nothing, but it takes no time.
  if (error.code === 'EAGAIN') {
    return { observed, finding: found('timeout', { socket, seconds: 0, queueFull: true }, about) };
  }
  if (error.code === 'TIMEOUT') {
    const seconds = Math.round((error.afterMs ?? LIMITS.cri) / 1000);
    return { observed, finding: found('timeout', { socket, seconds }, about) };
  }
  if (couldNotLook(error) || NOT_ASKED.has(error.code)) return { observed, finding: notSeen(socket, error) };

  const details = oneLine(error.grpc?.details ?? error.message);
  if (error.grpc) {
    const status = grpcStatusText(error.grpc.code);
    const finding =
      error.grpc.code === GRPC_UNIMPLEMENTED
        ? found('unimplemented', { socket, details }, about)
        : found('failed', { socket, method, status, details }, about);
    return { observed: { grpc: status }, finding };
  }
  const greeting = await greetSocket(host, socket);
  if (greeting?.kind === 'text')
    return { observed, finding: found('not-grpc', { socket, said: greeting.said }, about) };
  if (greeting?.kind === 'closed') return { observed, finding: found('not-grpc', { socket, said: '' }, about) };
  if (greeting?.kind === 'http2' && /^Received HTTP status/.test(details)) {
    return { observed, finding: found('not-grpc', { socket, said: `HTTP/2, ${details}` }, about) };
  }
  return { observed, finding: found('failed', { socket, method, status: error.code, details }, about) };
}
