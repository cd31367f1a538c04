import { REQUEST_MS } from '../call.ts';
import { JOB_ID } from '../identity.ts';
import { leftFindings } from '../left-behind.ts';
import type { Step } from '../step.ts';
import { removeFiles } from '../remove-files.ts';
import { removePods } from '../remove-pods.ts';

/** The grace that the supervisor gives a container (ContainerInstance::Kill), s. */
const GRACE_S = 10;

const KEPT = { en: 'kept as asked (--keep)', zh: '按要求保留（--keep）' };
const NO_POD = { en: 'there is no pod to remove', zh: '没有需要删除的 Pod' };
const NOTHING = { en: 'there is nothing to stop', zh: '没有需要停止的容器' };

/** StopContainer, as the supervisor sends it. */
export const stop: Step = {
  name: 'stop',
  title: { en: 'container stopped', zh: '停止容器' },
  deadlineMs: REQUEST_MS,
  kind: 'end',
  async run({ p, changes, reached }) {
    reached.listening?.stream.close();
    if (p.keep) return { skipped: KEPT };
    if (reached.containerId === undefined) return { skipped: NOTHING };
    const request = { container_id: reached.containerId, timeout: GRACE_S };
    // What it could not stop is removed all the same: craned goes on, too.
    await changes.call('StopContainer', request, { socket: p.runtimeSocket, limitMs: REQUEST_MS });
    return {};
  },
};

/** RemoveContainer, StopPodSandbox and RemovePodSandbox of whatever the runtime has of this run, known to us or not. */
export const remove: Step = {
  name: 'remove',
  title: { en: 'pod stopped and removed', zh: '停止并删除 Pod' },
  deadlineMs: REQUEST_MS,
  kind: 'end',
  async run(context) {
    const { p, owner, reached } = context;
    if (p.keep) return { skipped: KEPT };
    if (!reached.podAsked) return { skipped: NO_POD };
    const mine = (whose: { readonly pid: number; readonly startTime: string }): boolean =>
      whose.pid === owner.pid && whose.startTime === owner.startTime;
    const { removed, left } = await removePods(context, mine, true);
    return {
      findings: leftFindings(left),
      reached: { leftBehind: left.map(({ what }) => what) },
      note: removed.length === 0 ? '' : `job ${JOB_ID}`,
    };
  },
};

/** Takes away the doctor's own files, mounts, cgroups and image. */
export const cleanUp: Step = {
  name: 'clean-up',
  title: { en: 'nothing left behind', zh: '未留下任何内容' },
  deadlineMs: null,
  kind: 'end',
  async run(context) {
    const { p, owner, reached } = context;
    if (p.keep) return { skipped: KEPT };
    const { left, findings } = await removeFiles(context, owner, reached);
    return {
      findings: [...findings, ...leftFindings(left)],
      reached: { leftBehind: [...(reached.leftBehind ?? []), ...left.map(({ what }) => what)] },
    };
  },
};
