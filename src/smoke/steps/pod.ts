import { askCri } from '../../cri/ask-cri.ts';
import { call, REQUEST_MS } from '../call.ts';
import { failureOf } from '../failures.ts';
import { found } from '../findings.ts';
import { containerConfig, podConfig } from '../pod-config.ts';
import type { Step, StepContext } from '../step.ts';

const config = ({ p, owner }: StepContext) => podConfig(p, JSON.stringify(owner));

/** RunPodSandbox, and PodSandboxStatus, which has to say SANDBOX_READY (LoadPodSandboxInfo_). */
export const sandbox: Step = {
  name: 'sandbox',
  title: { en: 'pod sandbox, with its network and pause image', zh: 'Pod sandbox（含网络与 pause 镜像）' },
  deadlineMs: REQUEST_MS,
  kind: 'way',
  async run(context) {
    const { p, host } = context;
    const { reply, findings } = await call(context, 'RunPodSandbox', { config: config(context) });
    const podAsked = true as const;
    if (!reply) return { findings, reached: { podAsked } };
    const podId = reply.pod_sandbox_id;
    const started = performance.now();
    const status = await askCri(host, p.runtimeSocket, 'RuntimeService', 'PodSandboxStatus', { pod_sandbox_id: podId });
    if (!status.ok) {
      const about = { call: 'PodSandboxStatus', socket: p.runtimeSocket, image: '', limitMs: REQUEST_MS } as const;
      return {
        findings: [failureOf(status.error, { ...about, ms: performance.now() - started })],
        reached: { podAsked, podId },
      };
    }
    const state = status.value.status?.state ?? '';
    const network = status.value.status?.network;
    const podAddresses = [network?.ip ?? '', ...(network?.additional_ips ?? []).map(({ ip }) => ip)].filter(Boolean);
    const ready = state === 'SANDBOX_READY';
    const notReady = { call: 'PodSandboxStatus', status: state, details: 'SANDBOX_READY is what craned waits for' };
    return {
      findings: [...findings, ...(ready ? [] : [found('refused', notReady, { target: podId })])],
      reached: { podAsked, podId, podAddresses },
      note: podAddresses.join(', '),
    };
  },
};

/** CreateContainer. */
export const create: Step = {
  name: 'create',
  title: { en: 'container created', zh: '创建容器' },
  deadlineMs: REQUEST_MS,
  kind: 'way',
  async run(context) {
    const { p, reached } = context;
    const { reply, findings } = await call(context, 'CreateContainer', {
      pod_sandbox_id: reached.podId ?? '',
      config: containerConfig(p, reached.image?.id ?? '', reached.mountPath ?? null),
      sandbox_config: config(context),
    });
    return reply ? { findings, reached: { containerId: reply.container_id } } : { findings };
  },
};

/** StartContainer. */
export const start: Step = {
  name: 'start',
  title: { en: 'container started', zh: '启动容器' },
  deadlineMs: REQUEST_MS,
  kind: 'way',
  async run(context) {
    const { findings } = await call(context, 'StartContainer', { container_id: context.reached.containerId ?? '' });
    return { findings };
  },
};
