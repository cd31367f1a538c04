import { askCri, infoValue, socketOf } from '../../cri/ask-cri.ts';
import type { RuntimeCondition__Output } from '../../cri/generated/runtime/v1/RuntimeCondition.ts';
import type { StatusResponse__Output } from '../../cri/generated/runtime/v1/StatusResponse.ts';
import { grpcStatusText } from '../../cri/grpc-status.ts';
import { couldNotLook, type HostError } from '../../host/answer.ts';
import { askRuntimeSettings } from '../../runtime/ask-runtime-settings.ts';
import { defineCheck, type Observed } from '../check.ts';
import { reasonOf } from '../common-codes.ts';
import { CRANE_PODS } from '../look/crane-pods.ts';
import { oneLine } from '../look/one-line.ts';
import { RUNTIME_STATUS_CODES } from './runtime-status-codes.ts';

/** The conditions that CRI requires (api.proto, RuntimeCondition). */
const REQUIRED = ['RuntimeReady', 'NetworkReady'];

/** As many conditions are evidence. */
const MAX_CONDITIONS = 20;

/**
 * The Status RPC. craned never consults it, so that a runtime that is not ready fails each job and
 * nothing else. Only RuntimeReady and NetworkReady decide (CRI's required conditions), and where one is not
 * reported nobody knows; any other false condition is a warning in its own words.
 */
export const runtimeStatus = defineCheck({
  id: 'runtime-status',
  group: 'runtime',
  title: { en: 'Runtime and its network are ready', zh: '容器运行时及其网络就绪' },
  needs: ['runtime-version'],
  codes: RUNTIME_STATUS_CODES,
  async run({ host, config, found, notSeen }) {
    const socket = socketOf(config.container?.runtimeEndpoint ?? '');
    const status = await askCri(host, socket, 'RuntimeService', 'Status', { verbose: true });
    if (!status.ok) {
      if (notAsked(status.error)) return { findings: [notSeen(`Status, ${socket}`, status.error)] };
      return { findings: [found('runtime-not-ready', callFailed('Status', status.error))] };
    }
    const observed = evidence(status.value);
    const conditions = status.value.status?.conditions ?? [];
    const untrue = [...new Map(conditions.map((one) => [one.type, one])).values()]
      .filter(({ status }) => !status)
      .toSorted((a, b) => Number(REQUIRED.includes(b.type)) - Number(REQUIRED.includes(a.type)))
      .slice(0, MAX_CONDITIONS);
    const networkless = untrue.some(({ type }) => type === 'NetworkReady');
    const directory = networkless ? (await askRuntimeSettings(host, socket)).cniConfDir.value : '';
    const findings = untrue.map((condition) => {
      const { type, reason, message } = readable(condition);
      if (type === 'RuntimeReady') return found('runtime-not-ready', { reason, message });
      if (type === 'NetworkReady')
        return found('network-not-ready', { reason, message, cni: cniError(status.value) }, { target: directory });
      return found('condition', { type, reason, message }, { target: type });
    });
    const reported = conditions.slice(0, MAX_CONDITIONS).map(({ type }) => oneLine(type, 80));
    const missing = REQUIRED.filter((required) => !conditions.some(({ type }) => type === required));
    findings.push(...missing.map((type) => found('condition-missing', { type, reported }, { target: type })));
    if (findings.some(({ severity }) => severity === 'error')) return { observed, findings };

    // For a minute after docker died cri-dockerd answers Version and Status from memory; a list asks docker.
    const list = await askCri(host, socket, 'RuntimeService', 'ListPodSandbox', CRANE_PODS);
    if (list.ok) return { observed: { ...observed, cranePods: list.value.items.length }, findings };
    if (notAsked(list.error))
      return { observed, findings: [...findings, notSeen(`ListPodSandbox, ${socket}`, list.error)] };
    return { observed, findings: [...findings, found('runtime-not-ready', callFailed('ListPodSandbox', list.error))] };
  },
});

/** A runtime that is silent or refuses is not ready; all else says nothing about it. */
function notAsked(error: HostError): boolean {
  return error.code !== 'TIMEOUT' && !error.grpc && (couldNotLook(error) || error.code === 'NO_MACHINE');
}

/** A refused call in the shape of a false condition. */
function callFailed(method: string, error: HostError): { reason: string; message: string } {
  const text = error.grpc ? `${grpcStatusText(error.grpc.code)}: ${error.grpc.details}` : reasonOf(error);
  return { reason: method, message: oneLine(text) };
}

/** The error of containerd's CNI loader, which says more than the condition; empty where there is none. */
function cniError({ info }: StatusResponse__Output): string {
  const text = infoValue(info, 'lastCNILoadStatus');
  return typeof text === 'string' && text !== 'OK' ? oneLine(text) : '';
}

/** containerd's deprecation warnings are a JSON object in the message, identifier to text: read it as sentences. */
function readable(condition: RuntimeCondition__Output): { type: string; reason: string; message: string } {
  const { type, reason, message } = condition;
  return { type: oneLine(type, 80), reason: oneLine(reason, 80), message: oneLine(sentences(message)) };
}

function sentences(message: string): string {
  if (!message.startsWith('{')) return message;
  try {
    const warnings = JSON.parse(message) as { readonly [id: string]: unknown };
    return Object.entries(warnings)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, text]) => String(text))
      .join(' ');
  } catch {
    return message;
  }
}

/** Conditions in the order sent, handlers by name (they come in random order), the default one as `(default)`. */
function evidence({ status, info, runtime_handlers }: StatusResponse__Output): Observed {
  const conditions = Object.fromEntries(
    (status?.conditions ?? []).slice(0, MAX_CONDITIONS).map(({ type, status }) => [oneLine(type, 80), status]),
  );
  const handlers = runtime_handlers
    .slice(0, 50)
    .map(({ name }) => (name === '' ? '(default)' : oneLine(name, 80)))
    .sort();
  const cni = infoValue(info, 'lastCNILoadStatus');
  return {
    conditions,
    ...(handlers.length > 0 ? { handlers } : {}),
    ...(typeof cni === 'string' ? { lastCNILoadStatus: oneLine(cni) } : {}),
  };
}
