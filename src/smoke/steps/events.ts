import { askCri } from '../../cri/ask-cri.ts';
import type { ContainerEvent } from '../../cri/container-events.ts';
import type { ContainerStatus__Output } from '../../cri/generated/runtime/v1/ContainerStatus.ts';
import { oneLine } from '../../checks/look/one-line.ts';
import { CRANE_PODS } from '../../checks/look/crane-pods.ts';
import { isBefore } from '../../cri/version.ts';
import { REQUEST_MS } from '../call.ts';
import { found } from '../findings.ts';
import { OWN_LABEL } from '../identity.ts';
import type { Step, StepContext } from '../step.ts';

/** Until then containerd has one channel of events for all listeners (containerd#7318, #9661). */
const SHARED_UNTIL = '2.0.0-rc.0';

/** How long the container may run, and how long its event may come after its end, ms. */
const CONTAINER_MS = 30_000;
const EVENT_MS = 3_000;
const EVERY_MS = 100;

/** On a runtime where listening takes events away, and jobs run that wait for theirs: how many pods; else null. */
async function jobsToSpare({ host, p }: StepContext): Promise<{ version: string; pods: number } | null> {
  const [version, pods] = await Promise.all([
    askCri(host, p.runtimeSocket, 'RuntimeService', 'Version', {}),
    askCri(host, p.runtimeSocket, 'RuntimeService', 'ListPodSandbox', CRANE_PODS),
  ]);
  if (!version.ok || !pods.ok) return null;
  const { runtime_name: name, runtime_version: text } = version.value;
  if (name !== 'containerd' || !isBefore(text, SHARED_UNTIL)) return null;
  const running = pods.value.items.filter(({ state, labels }) => state === 'SANDBOX_READY' && !(OWN_LABEL in labels));
  return running.length === 0 ? null : { version: oneLine(text, 60), pods: running.length };
}

/** Opens the event stream before the start, as the supervisor does (ContainerInstance::Spawn). */
export const events: Step = {
  name: 'events',
  title: { en: 'container events', zh: '容器事件流' },
  deadlineMs: null,
  kind: 'look',
  async run(context) {
    const { changes, p } = context;
    const spare = await jobsToSpare(context);
    if (spare) return { findings: [found('events-not-tried', spare)] };
    const came: ContainerEvent[] = [];
    const stream = await changes.events(p.runtimeSocket, REQUEST_MS, (event) => came.push(event));
    const opened = await stream.opened;
    if (opened.ok && opened.value === 'open') return { reached: { listening: { stream, events: came } } };
    stream.close();
    const details = opened.ok
      ? 'EOF (CRI-O: enable_pod_events = false)'
      : oneLine(opened.error.grpc?.details ?? `${opened.error.code}: ${opened.error.message}`);
    return { findings: [found('no-events', { details }, { target: p.runtimeSocket })] };
  },
};

/** Whether the event that the supervisor waits for has come: stopped, with the status of our container in it. */
function toldBy(events: readonly ContainerEvent[], containerId: string): boolean {
  return events.some(
    ({ container_event_type: type, containers_statuses: statuses }) =>
      (type === 'CONTAINER_STOPPED_EVENT' || type === 'CONTAINER_DELETED_EVENT') &&
      statuses.some(
        ({ id, state }) => id === containerId && (state === 'CONTAINER_EXITED' || state === 'CONTAINER_UNKNOWN'),
      ),
  );
}

async function statusOf({ host, p, reached }: StepContext): Promise<ContainerStatus__Output | null> {
  const asked = { container_id: reached.containerId ?? '' };
  const answer = await askCri(host, p.runtimeSocket, 'RuntimeService', 'ContainerStatus', asked);
  return answer.ok ? answer.value.status : null;
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, EVERY_MS));

/**
 * Waits for the end of the container. The supervisor knows of it by the event alone; here the runtime is asked
 * besides, so that an event that does not come is told from a container that does not end.
 */
export const exit: Step = {
  name: 'exit',
  title: { en: 'container ended, told by an event', zh: '容器结束（由事件通知）' },
  deadlineMs: null,
  kind: 'look',
  async run(context) {
    const { signal, reached } = context;
    const { listening, containerId = '' } = reached;
    const began = performance.now();
    let endedAt: number | null = null;
    let status: ContainerStatus__Output | null = null;
    for (;;) {
      if (signal.aborted) return {};
      const told = listening ? toldBy(listening.events, containerId) : false;
      status = (await statusOf(context)) ?? status;
      const now = performance.now();
      if (status?.state === 'CONTAINER_EXITED') endedAt ??= now;
      if (endedAt !== null && (told || !listening)) break;
      if (endedAt !== null && now - endedAt > EVENT_MS) break;
      if (endedAt === null && now - began > CONTAINER_MS) {
        const state = status?.state ?? 'CONTAINER_UNKNOWN';
        return { findings: [found('not-ended', { seconds: CONTAINER_MS / 1000, state })] };
      }
      await pause();
    }
    // A job that comes now may need what is told over it.
    listening?.stream.close();
    const missing = listening && !toldBy(listening.events, containerId);
    const { exit_code: code = 0, message = '', reason = '' } = status ?? {};
    return {
      findings: [
        ...(missing ? [found('exit-event-missing', { waitedMs: EVENT_MS })] : []),
        ...(code === 0 ? [] : [found('exit-code', { code, reason: oneLine(`${reason} ${message}`.trim(), 300) })]),
      ],
    };
  },
};
