import type { Json } from '../json.ts';
import { bindfsCommand, bindfsTarget, unmountCommand } from './bindfs-command.ts';
import { PULL_MS, REQUEST_MS } from './call.ts';
import type { Owner } from './owner.ts';
import { pathsOf, type SmokeParameters } from './parameters.ts';
import { containerConfig, podConfig } from './pod-config.ts';
import { pullsAlways } from './pulls-always.ts';
import type { StepName } from './step.ts';

/** One thing that would be done: a call of CRI, or another change of the node. */
export interface PlannedCall {
  readonly step: StepName;
  readonly call: string;
  /** Where it is sent; null for what is no call of CRI. */
  readonly socket: string | null;
  readonly deadlineMs: number | null;
  readonly request: Json;
}

/** What is not known before: ids that the runtime gives. */
const ID = { image: '<image>', pod: '<pod sandbox id>', container: '<container id>' };

function cri(
  p: SmokeParameters,
  step: StepName,
  call: string,
  request: object,
  deadlineMs: number | null = REQUEST_MS,
): PlannedCall {
  const socket = call.includes('Image') ? p.imageSocket : p.runtimeSocket;
  return { step, call, socket, deadlineMs, request: request as Json };
}

function other(step: StepName, call: string, request: Json): PlannedCall {
  return { step, call, socket: null, deadlineMs: null, request };
}

/** The directories of the run, as the supervisor makes a job's. */
function directories(p: SmokeParameters): readonly PlannedCall[] {
  return [
    other('directory', 'mkdir', { path: p.directory, mode: '0711', owner: 'root' }),
    other('directory', 'mkdir', { path: pathsOf(p).logDirectory, mode: '0700', owner: p.account.name }),
  ];
}

/** The way of the directory through bindfs, where it goes that way. */
function mounting(p: SmokeParameters): readonly PlannedCall[] {
  if (p.userns === null || p.mountWay !== 'bindfs') return [];
  const { mountSource } = pathsOf(p);
  const own = other('bindfs', 'mkdir', { path: mountSource, mode: '0700', owner: p.account.name });
  return [
    ...(p.mount === null ? [own] : []),
    other('bindfs', 'mkdir', { path: bindfsTarget(p), mode: '0700', owner: 'root' }),
    other('bindfs', 'exec', { argv: [...bindfsCommand(p, p.userns, p.mount ?? mountSource)] }),
  ];
}

function unmounting(p: SmokeParameters): readonly PlannedCall[] {
  const mounts = p.userns !== null && p.mountWay === 'bindfs';
  return mounts ? [other('clean-up', 'exec', { argv: [...unmountCommand(p)] })] : [];
}

/** The image: asked for first where craned's pull policy says so. */
function imageCalls(p: SmokeParameters): readonly PlannedCall[] {
  if (p.image === null)
    return [
      other('image', 'import', { image: 'one on the node that has a shell, else one made of its own sh and ls' }),
    ];
  const image = { image: { image: p.image } };
  const status = pullsAlways(p.image) ? [] : [cri(p, 'image', 'ImageStatus', image)];
  return [...status, cri(p, 'image', 'PullImage', image, PULL_MS)];
}

/** Everything that `--bindfs-only` would do. */
export function plannedBindfs(p: SmokeParameters): readonly PlannedCall[] {
  return [...directories(p), ...mounting(p), ...unmounting(p)];
}

/** Everything that a test would send, in its order, without sending it. */
export function plannedCalls(p: SmokeParameters, owner: Owner): readonly PlannedCall[] {
  const sandbox = podConfig(p, JSON.stringify(owner));
  const mounted = p.mountWay === 'bindfs' ? bindfsTarget(p) : p.mount;
  const ending = [
    cri(p, 'stop', 'StopContainer', { container_id: ID.container, timeout: 10 }),
    cri(p, 'remove', 'RemoveContainer', { container_id: ID.container }),
    cri(p, 'remove', 'StopPodSandbox', { pod_sandbox_id: ID.pod }),
    cri(p, 'remove', 'RemovePodSandbox', { pod_sandbox_id: ID.pod }),
    ...unmounting(p),
  ];
  return [
    ...directories(p),
    ...imageCalls(p),
    ...mounting(p),
    cri(p, 'sandbox', 'RunPodSandbox', { config: sandbox }),
    cri(p, 'sandbox', 'PodSandboxStatus', { pod_sandbox_id: ID.pod }),
    cri(p, 'create', 'CreateContainer', {
      pod_sandbox_id: ID.pod,
      config: containerConfig(p, ID.image, mounted),
      sandbox_config: sandbox,
    }),
    cri(p, 'events', 'GetContainerEvents', {}, null),
    cri(p, 'start', 'StartContainer', { container_id: ID.container }),
    ...(p.keep ? [] : ending),
  ];
}
