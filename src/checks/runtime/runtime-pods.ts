import { askCri, socketOf } from '../../cri/ask-cri.ts';
import type { PodSandbox__Output } from '../../cri/generated/runtime/v1/PodSandbox.ts';
import { code, defineCheck } from '../check.ts';
import { CRANE_PODS } from '../look/crane-pods.ts';
import { oneLine } from '../look/one-line.ts';
import { SOCKETS, supervisorsOf } from './supervisor-sockets.ts';

/** A younger pod's supervisor may just be starting or removing it, ms. */
const SETTLED_MS = 60_000;

/** As many pods are evidence, and as many jobs are named; the others are counted. */
const MAX_SHOWN = 20;
const MAX_NAMED = 10;

interface Orphan {
  readonly pod: PodSandbox__Output;
  readonly job: string;
  readonly ageMs: number;
}

/** The job of one of craned's pods; null where its label is not a job's number, as craned never writes it. */
function jobOf({ labels }: PodSandbox__Output): string | null {
  const job = labels['job_id'] ?? '';
  return labels['cranesched'] === 'true' && /^\d{1,10}$/.test(job) ? job : null;
}

/** `5 min`, `3 h`, `12 d`: how long ago, in one number. */
function ageText(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 120) return `${minutes} min`;
  return minutes < 2 * 24 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60 / 24)} d`;
}

/**
 * Pods of CraneSched (label `cranesched=true`) whose job has no supervisor any more. Only the
 * supervisor of a job's step 0 removes its pod; one that was killed leaves it to run for ever.
 */
export const runtimePods = defineCheck({
  id: 'runtime-pods',
  group: 'runtime',
  title: { en: 'No pods of CraneSched are left over', zh: '没有残留的鹤思 Pod' },
  needs: ['runtime-version'],
  codes: {
    orphan: code<{ pods: number; jobs: readonly string[]; more: number; oldest: string }>({
      severity: 'warning',
      summary: { en: 'Pods of CraneSched have no supervisor any more', zh: '鹤思的 Pod 已没有对应的 csupervisor' },
      message: {
        en: ({ pods, jobs, more, oldest }) =>
          `${pods === 1 ? '1 pod has' : `${pods} pods have`} no supervisor (${SOCKETS}/step_<job>.0.sock): job ${jobs.join(', ')}${more === 0 ? '' : ` and ${more} more`}; the oldest was made ${oldest} ago`,
        zh: ({ pods, jobs, more, oldest }) =>
          `${pods} 个 Pod 没有 csupervisor（${SOCKETS}/step_<job>.0.sock）：作业 ${jobs.join('、')}${more === 0 ? '' : ` 等，另有 ${more} 个作业`}；最早的创建于 ${oldest} 前`,
      },
    }),
  },
  async run({ host, config, found, notSeen, runs }) {
    const socket = socketOf(config.container?.runtimeEndpoint ?? '');
    const list = await askCri(host, socket, 'RuntimeService', 'ListPodSandbox', CRANE_PODS);
    if (!list.ok) {
      // The call's failure is runtime-status's own finding, which makes the same call.
      if (runs('runtime-status')) return { blockedBy: ['runtime-status'] };
      return { findings: [notSeen(`ListPodSandbox, ${socket}`, list.error)] };
    }
    const ours = list.value.items.flatMap((pod) => {
      const job = jobOf(pod);
      return job === null || pod.created_at === '0' ? [] : [{ pod, job }];
    });
    if (ours.length === 0) return { observed: { cranePods: 0 }, findings: [] };

    const clock = await host.ask('clock', {});
    if (!clock.ok) return { observed: { cranePods: ours.length }, findings: [notSeen('clock', clock.error)] };
    const settled = ours
      .map(({ pod, job }): Orphan => ({ pod, job, ageMs: clock.value - Number(BigInt(pod.created_at) / 1_000_000n) }))
      .filter(({ ageMs }) => ageMs > SETTLED_MS);
    const supervisors = await supervisorsOf(host, [...new Set(settled.map(({ job }) => job))]);
    if (!supervisors.ok) {
      return { observed: { cranePods: ours.length }, findings: [notSeen(SOCKETS, supervisors.error)] };
    }
    const { sockets, without } = supervisors.value;
    const orphans = settled.filter(({ job }) => without.has(job)).sort((a, b) => b.ageMs - a.ageMs);
    const observed = { cranePods: ours.length, supervisors: sockets };
    if (orphans.length === 0) return { observed, findings: [] };

    const jobs = [...new Set(orphans.map(({ job }) => job))];
    const args = {
      pods: orphans.length,
      jobs: jobs.slice(0, MAX_NAMED),
      more: Math.max(jobs.length - MAX_NAMED, 0),
      oldest: ageText(orphans[0]!.ageMs),
    };
    const shown = orphans.slice(0, MAX_SHOWN).map(({ pod, job, ageMs }) => ({
      pod: oneLine(pod.id, 80),
      job,
      age: ageText(ageMs),
      state: pod.state === 'SANDBOX_READY' ? 'ready' : 'not ready',
    }));
    return { observed: { ...observed, orphans: shown }, findings: [found('orphan', args)] };
  },
});
