import { askCri, socketOf } from '../cri/ask-cri.ts';
import { GRPC_UNIMPLEMENTED, grpcStatusText } from '../cri/grpc-status.ts';
import { isBefore } from '../cri/version.ts';
import { couldNotLook, type HostError } from '../host/answer.ts';
import type { Host } from '../host/host.ts';
import { LIMITS } from '../host/limits.ts';
import { defineCheck, type CheckContext, type Looked, type Observed } from './check.ts';
import { greetSocket } from './greet-socket.ts';
import { oneLine } from './one-line.ts';
import { runtimeVersionCodes } from './runtime-version-codes.ts';

/**
 * The first versions with GetContainerEvents, craned's only way to learn that a container ended, by
 * RuntimeName: containerd 1.6.20 was measured to have none, and CRI-O has it since CRI API 0.26.
 * cri-dockerd gives docker's version, which tells nothing about itself.
 */
const MINIMUM = new Map([
  ['containerd', '1.7'],
  ['cri-o', '1.26'],
]);

/** Errors of a machine or a bundle that cannot be asked; the peer has no part in them. */
const NOT_ASKED = new Set(['NO_MACHINE', 'INTERNAL', 'ECANCELED']);

type Context = CheckContext<typeof runtimeVersionCodes>;

/**
 * The Version RPC, as `crictl version` asks it. craned itself never calls it (CriClient::Version has
 * no caller), so that a runtime without CRI shows only in a job.
 */
export const runtimeVersion = defineCheck({
  id: 'runtime-version',
  group: 'runtime',
  title: { en: 'Runtime answers CRI v1', zh: '容器运行时应答 CRI v1' },
  needs: ['runtime-socket'],
  codes: runtimeVersionCodes,
  async run(context) {
    const { host, config, found } = context;
    const socket = socketOf(config.container?.runtimeEndpoint ?? '');
    const about = { target: socket };
    const answer = await askCri(host, socket, 'RuntimeService', 'Version', {});
    if (!answer.ok) return failure(context, socket, answer.error);

    const reply = answer.value;
    const runtime = oneLine(reply.runtime_name, 60);
    const version = oneLine(reply.runtime_version, 60);
    const api = oneLine(reply.runtime_api_version, 60);
    const observed = {
      version: oneLine(reply.version, 60),
      runtimeName: runtime,
      runtimeVersion: version,
      runtimeApiVersion: api,
    };
    if (api !== 'v1') {
      return { observed, findings: [found('api-unsupported', { socket, api, runtime: runtime || socket }, about)] };
    }
    const minimum = MINIMUM.get(runtime);
    const old = minimum !== undefined && isBefore(version, minimum);
    return { observed, findings: old ? [found('too-old', { runtime, version, minimum }, about)] : [] };
  },
});

/** Which layer failed: nothing looked at, silence, no gRPC, no CRI, or the runtime's own refusal. */
async function failure({ host, found, notSeen }: Context, socket: string, error: HostError): Promise<Looked> {
  const about = { target: socket };
  // A listener with a full queue (EAGAIN) is as silent to craned as one that accepts and says nothing.
  if (error.code === 'TIMEOUT' || error.code === 'EAGAIN') {
    const seconds = Math.round((error.afterMs ?? LIMITS.cri) / 1000);
    return { findings: [found('timeout', { socket, seconds }, about)] };
  }
  if (couldNotLook(error) || NOT_ASKED.has(error.code)) return { findings: [notSeen(socket, error)] };

  const details = oneLine(error.grpc?.details ?? error.message);
  if (error.grpc?.code === GRPC_UNIMPLEMENTED) {
    return {
      observed: { grpc: grpcStatusText(error.grpc.code) },
      findings: [found('unimplemented', { socket, details }, about)],
    };
  }
  if (error.grpc) {
    const status = grpcStatusText(error.grpc.code);
    const observed = { grpc: status, ...(await statusAsEvidence(host, socket)) };
    return { observed, findings: [found('failed', { socket, status, details }, about)] };
  }
  const greeting = await greetSocket(host, socket);
  if (greeting?.kind === 'text') return { findings: [found('not-grpc', { socket, said: greeting.said }, about)] };
  if (greeting?.kind === 'closed') return { findings: [found('not-grpc', { socket, said: '' }, about)] };
  if (greeting?.kind === 'http2' && /^Received HTTP status/.test(details)) {
    return { findings: [found('not-grpc', { socket, said: `HTTP/2, ${details}` }, about)] };
  }
  return { findings: [found('failed', { socket, status: error.code, details }, about)] };
}

/**
 * cri-dockerd refuses Version while docker is down, and its Status says so in its own words
 * (DockerDaemonNotReady): a failed Version is followed by Status, as evidence.
 */
async function statusAsEvidence(host: Host, socket: string): Promise<Observed> {
  const status = await askCri(host, socket, 'RuntimeService', 'Status', { verbose: true });
  if (!status.ok) return { status: oneLine(status.error.grpc?.details ?? status.error.message) };
  const untrue = (status.value.status?.conditions ?? []).filter((condition) => !condition.status);
  return {
    conditions: untrue.map(({ type, reason, message }) => oneLine(`${type} false: ${reason} ${message}`)),
  };
}
