import { askCri, socketOf } from '../../cri/ask-cri.ts';
import { GRPC_UNIMPLEMENTED, grpcStatusText } from '../../cri/grpc-status.ts';
import { isBefore, parseRuntimeVersion } from '../../cri/version.ts';
import type { HostError } from '../../host/answer.ts';
import { askRuntimeSettings } from '../../runtime/ask-runtime-settings.ts';
import { defineCheck, type CheckContext, type Looked } from '../check.ts';
import { oneLine } from '../look/one-line.ts';
import { isRuntimeLost } from '../look/runtime-lost.ts';
import { RUNTIME_EVENTS_CODES } from './runtime-events-codes.ts';

type Context = CheckContext<typeof RUNTIME_EVENTS_CODES>;

/** From here to there containerd has one channel of events for all listeners (containerd#7318, #9661). */
const SHARED_FROM = '1.7.0-alpha.0';
const SHARED_UNTIL = '2.0.0-rc.0';

/**
 * The event stream is all that tells craned's supervisor that a container ended (TaskManager.cpp; it never
 * polls). The stream is opened and closed again, except on a containerd that shares one channel between
 * all listeners: there even this would take events away from jobs that run, so that its version decides.
 */
export const runtimeEvents = defineCheck({
  id: 'runtime-events',
  group: 'runtime',
  title: { en: 'Runtime streams container events', zh: '容器运行时提供容器事件流' },
  needs: ['runtime-version'],
  codes: RUNTIME_EVENTS_CODES,
  async run(context) {
    const { host, config, found, notSeen } = context;
    const socket = socketOf(config.container?.runtimeEndpoint ?? '');
    const answer = await askCri(host, socket, 'RuntimeService', 'Version', {});
    if (!answer.ok) return { findings: [notSeen(`Version, ${socket}`, answer.error)] };
    const said = oneLine(answer.value.runtime_name, 60) || socket;
    // cri-dockerd gives docker's name and version, which say nothing about itself.
    const [runtime, version] =
      said === 'docker' ? ['cri-dockerd', ''] : [said, oneLine(answer.value.runtime_version, 60)];
    if (runtime === 'containerd') {
      if (parseRuntimeVersion(version) === null) {
        const message = `containerd's version '${version}' does not tell whether opening the stream would take events from jobs`;
        return { findings: [notSeen('GetContainerEvents', { code: 'NOT_ASKED', message })] };
      }
      if (!isBefore(version, SHARED_FROM) && isBefore(version, SHARED_UNTIL)) {
        return { observed: { events: 'shared' }, findings: [found('shared-stream', { version }, { target: socket })] };
      }
    }
    const stream = await host.ask('criStream', { socket, service: 'RuntimeService', method: 'GetContainerEvents' });
    if (!stream.ok) return failed(context, { socket, runtime, version }, stream.error);
    const { state } = stream.value;
    if (state === 'open') return { observed: { events: state }, findings: [] };
    // CRI-O ends it at once where events are off (GetContainerEvents, server/container_events.go), and says no more.
    const { podEvents } = await askRuntimeSettings(host, socket);
    const from = podEvents?.value === false ? `enable_pod_events = false, ${oneLine(podEvents.from, 200)}` : 'EOF';
    return { observed: { events: state }, findings: [found('disabled', { runtime, from }, { target: socket })] };
  },
});

/** A stream that was not opened: the runtime has none or refuses it, or it could not be asked. */
async function failed(
  context: Context,
  { socket, runtime, version }: { readonly socket: string; readonly runtime: string; readonly version: string },
  error: HostError,
): Promise<Looked> {
  const { host, found, notSeen } = context;
  const about = { target: socket };
  const details = oneLine(error.grpc?.details ?? '');
  const status = error.grpc ? grpcStatusText(error.grpc.code) : '';
  const unimplemented = error.grpc?.code === GRPC_UNIMPLEMENTED || /not implemented/i.test(details);
  if (await isRuntimeLost(context, socket, { unimplemented })) return { blockedBy: ['runtime-status'] };
  if (unimplemented) {
    return { observed: { events: status }, findings: [found('unsupported', { runtime, version, details }, about)] };
  }
  if (error.grpc) {
    return { observed: { events: status }, findings: [found('refused', { runtime, status, details }, about)] };
  }
  // Where nobody could ask (a bundle without this answer), CRI-O's own settings still say that events are off.
  const { podEvents } = await askRuntimeSettings(host, socket);
  if (podEvents?.value === false) {
    const from = `enable_pod_events = false, ${oneLine(podEvents.from, 200)}`;
    return { findings: [found('disabled', { runtime, from }, about)] };
  }
  return { findings: [notSeen('GetContainerEvents', error)] };
}
