import { socketOf } from '../../cri/ask-cri.ts';
import { isBefore } from '../../cri/version.ts';
import { code, defineCheck } from '../check.ts';
import { lookAtVersion } from '../look/look-at-version.ts';
import { versionCodes } from '../look/version-codes.ts';

/**
 * The first versions with GetContainerEvents, craned's only way to learn that a container ended, by
 * RuntimeName: containerd 1.6.20 was measured to have none, and CRI-O has it since CRI API 0.26.
 * cri-dockerd gives docker's version, which tells nothing about itself.
 */
const MINIMUM = new Map([
  ['containerd', '1.7'],
  ['cri-o', '1.26'],
]);

/**
 * The Version RPC, as `crictl version` asks it. craned itself never calls it (CriClient::Version has
 * no caller), so that a runtime without CRI shows only in a job.
 */
export const runtimeVersion = defineCheck({
  id: 'runtime-version',
  group: 'runtime',
  title: { en: 'Runtime answers CRI v1', zh: '容器运行时应答 CRI v1' },
  needs: ['runtime-socket'],
  codes: {
    ...versionCodes,
    'too-old': code<{ runtime: string; version: string; minimum: string }>({
      severity: 'warning',
      summary: {
        en: 'The runtime is too old to tell craned when a container ends',
        zh: '运行时版本过低，无法通知 craned 容器已结束',
      },
      message: {
        en: ({ runtime, version, minimum }) =>
          `${runtime} ${version} is older than ${minimum}: it has no container events, from which alone craned learns that a container ended`,
        zh: ({ runtime, version, minimum }) =>
          `${runtime} ${version} 早于 ${minimum}：不支持容器事件，而 craned 只靠容器事件得知容器结束`,
      },
    }),
  },
  async run(context) {
    const socket = socketOf(context.config.container?.runtimeEndpoint ?? '');
    const { observed, findings, runtime } = await lookAtVersion(context, socket);
    const minimum = runtime ? MINIMUM.get(runtime.name) : undefined;
    if (!runtime || minimum === undefined || !isBefore(runtime.version, minimum)) return { observed, findings };
    const args = { runtime: runtime.name, version: runtime.version, minimum };
    return { observed, findings: [context.found('too-old', args, { target: socket })] };
  },
});
