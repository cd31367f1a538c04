import { status, type Metadata, type ServiceError } from '@grpc/grpc-js';
import { refused, type Answer } from '../host/answer.ts';

/** No gRPC name: a call that was not made, as no socket can have the path or the proto file has no such RPC. */
export const NO_SOCKET_PATH = { code: 'EINVAL', message: 'not a path that a Unix socket can have' } as const;

/**
 * A gRPC peer names its content type in whatever it answers, also where the status comes at once in
 * the first headers, as all runtimes send their errors. A status that grpc-js made up has no headers.
 */
export function isGrpc(metadata: Metadata | undefined): boolean {
  return /^application\/grpc/.test(String(metadata?.get('content-type')[0] ?? ''));
}

/** How a failed call is told, as `callCri` lists it. `speaksGrpc`: the peer has answered with gRPC's headers. */
export function callFailure(error: ServiceError, speaksGrpc: boolean, ms: number, limitMs: number): Answer<never> {
  if (error.code === status.DEADLINE_EXCEEDED && ms >= limitMs * 0.9) {
    return refused({ code: 'TIMEOUT', message: 'no answer', afterMs: Math.round(ms) });
  }
  const details = withoutFrame(error.details).slice(0, 4096);
  if (speaksGrpc) return refused({ code: 'GRPC', message: details, grpc: { code: error.code, details } });
  const errno = /\bE(?:NOENT|CONNREFUSED|ACCES|PERM|PROTOTYPE|LOOP|NOTDIR|NAMETOOLONG|AGAIN|MFILE|NFILE)\b/.exec(
    details,
  );
  return refused({ code: errno?.[0] ?? 'NO_GRPC', message: details });
}

/** What grpc-js puts around the cause of a failed connection, a time stamp included, is left out: equal faults read equal. */
function withoutFrame(details: string): string {
  return details
    .replace(/^No connection established\. Last error: (?:Error: )?/, '')
    .replace(/\. Resolution note: $/, '')
    .replace(/ \(\d{4}-[\dT:.-]+Z\)$/, '');
}
