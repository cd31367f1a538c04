import type { HostError } from '../host/answer.ts';

/** gRPC's code for a server that is gone or not ready. */
const UNAVAILABLE = 14;

/**
 * What a runtime says that is there and cannot work yet or any more, with codes of its own (Unknown): containerd 1.7 while
 * it starts (2.2: Unavailable), cri-dockerd whose dockerd is gone.
 */
const NOT_READY = /^server is not initialized yet|Cannot connect to the Docker daemon/;

/** Whether a call failed because the runtime is not there at this moment: a moment later it may answer. */
export function isLost({ code, message, grpc }: HostError): boolean {
  if (code === 'TIMEOUT') return false;
  return grpc === undefined || grpc.code === UNAVAILABLE || NOT_READY.test(grpc.details || message);
}
