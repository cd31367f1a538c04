import { askCri } from '../cri/ask-cri.ts';
import type { PodSandbox__Output } from '../cri/generated/runtime/v1/PodSandbox.ts';
import type { HostError } from '../host/answer.ts';
import { OWN_LABEL, OWN_SELECTOR, OWN_VALUE, OWNER_ANNOTATION } from './identity.ts';
import type { Left } from './left-behind.ts';
import { isLost } from './lost.ts';
import { ownerIn, type Owner } from './owner.ts';
import { removeCniState } from './remove-cni-state.ts';
import type { StepContext } from './step.ts';

export interface Removed {
  readonly removed: readonly string[];
  readonly left: readonly Left[];
}

/** Each call has craned's own limit; a runtime that was lost gets so long to come back, ms. */
const CALL_MS = 5_000;
const COME_BACK_MS = 10_000;
const EVERY_MS = 200;

type Tools = Pick<StepContext, 'host' | 'changes' | 'p'>;

const reasonOf = ({ code, message, grpc }: HostError): string => grpc?.details ?? `${code}: ${message}`;

/** The doctor's own pods, marked so by label and annotation. */
async function ownPods({ host, p }: Tools, patient: boolean): Promise<readonly PodSandbox__Output[] | HostError> {
  const until = performance.now() + (patient ? COME_BACK_MS : 0);
  for (;;) {
    const request = { filter: { label_selector: OWN_SELECTOR } };
    const listed = await askCri(host, p.runtimeSocket, 'RuntimeService', 'ListPodSandbox', request);
    if (listed.ok) return listed.value.items.filter(({ labels }) => labels[OWN_LABEL] === OWN_VALUE);
    if (!isLost(listed.error) || performance.now() > until) return listed.error;
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}

/** The supervisor's way: the containers, then the pod, each stopped before it is removed; the error of the last call counts. */
async function removePod({ host, changes, p }: Tools, { id }: PodSandbox__Output): Promise<HostError | null> {
  const limits = { socket: p.runtimeSocket, limitMs: CALL_MS };
  const filter = { filter: { pod_sandbox_id: id } };
  const listed = await askCri(host, p.runtimeSocket, 'RuntimeService', 'ListContainers', filter);
  for (const container of listed.ok ? listed.value.containers : [])
    await changes.call('RemoveContainer', { container_id: container.id }, limits);
  await changes.call('StopPodSandbox', { pod_sandbox_id: id }, limits);
  const gone = await changes.call('RemovePodSandbox', { pod_sandbox_id: id }, limits);
  return gone.ok ? null : gone.error;
}

/**
 * Takes away the doctor's pods of which the owner is one of those that are meant. `asked`: there may be one
 * of ours, so that not to be able to look is something left behind.
 */
export async function removePods(
  tools: Tools,
  meant: (owner: Owner) => boolean | Promise<boolean>,
  asked: boolean,
): Promise<Removed> {
  const pods = await ownPods(tools, asked);
  if (!('length' in pods)) {
    const what = `the pod of the test (label ${OWN_LABEL}=${OWN_VALUE})`;
    return { removed: [], left: asked ? [{ what, reason: reasonOf(pods) }] : [] };
  }
  const removed: string[] = [];
  const left: Left[] = [];
  for (const pod of pods) {
    const owner = ownerIn(pod.annotations[OWNER_ANNOTATION] ?? '');
    if (!owner || !(await meant(owner))) continue;
    const what = `pod ${pod.metadata?.name ?? ''} (${pod.id.slice(0, 13)})`;
    const error = (await removePod(tools, pod)) && (await removePod(tools, pod));
    if (error) left.push({ what, reason: reasonOf(error) });
    else {
      removed.push(what);
      left.push(...(await removeCniState(tools, pod.id)));
    }
  }
  return { removed, left };
}
