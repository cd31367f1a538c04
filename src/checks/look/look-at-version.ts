import { askCri } from '../../cri/ask-cri.ts';
import { GRPC_UNIMPLEMENTED } from '../../cri/grpc-status.ts';
import type { Host } from '../../host/host.ts';
import type { CheckContext, Observed } from '../check.ts';
import type { Finding } from '../finding.ts';
import { criFailure } from './cri-failure.ts';
import { oneLine } from './one-line.ts';
import type { VersionCodes } from './version-codes.ts';

/** What the Version call tells of whoever is behind a socket. */
export interface LookedAtVersion {
  readonly observed: Observed;
  readonly findings: readonly Finding[];
  /** RuntimeName and RuntimeVersion on one line each, where CRI v1 answered. */
  readonly runtime: { readonly name: string; readonly version: string } | null;
}

/** The Version RPC on a socket, as `crictl version` asks it. */
export async function lookAtVersion(context: CheckContext<VersionCodes>, socket: string): Promise<LookedAtVersion> {
  const { host, found } = context;
  const answer = await askCri(host, socket, 'RuntimeService', 'Version', {});
  if (!answer.ok) {
    const { grpc } = answer.error;
    const { observed, finding } = await criFailure(context, socket, 'Version', answer.error);
    const more = grpc && grpc.code !== GRPC_UNIMPLEMENTED ? await statusAsEvidence(host, socket) : {};
    return { observed: { ...observed, ...more }, findings: [finding], runtime: null };
  }
  const reply = answer.value;
  const name = oneLine(reply.runtime_name, 60);
  const version = oneLine(reply.runtime_version, 60);
  const api = oneLine(reply.runtime_api_version, 60);
  const observed = {
    version: oneLine(reply.version, 60),
    runtimeName: name,
    runtimeVersion: version,
    runtimeApiVersion: api,
  };
  if (api !== 'v1') {
    const finding = found('api-unsupported', { socket, api, runtime: name || socket }, { target: socket });
    return { observed, findings: [finding], runtime: null };
  }
  return { observed, findings: [], runtime: { name, version } };
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
