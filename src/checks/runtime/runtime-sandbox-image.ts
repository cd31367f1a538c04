import { askCri, socketOf } from '../../cri/ask-cri.ts';
import type { Image__Output } from '../../cri/generated/runtime/v1/Image.ts';
import { GRPC_UNIMPLEMENTED } from '../../cri/grpc-status.ts';
import { nameBehind } from '../../cri/runtimes.ts';
import { askRuntimeSettings } from '../../runtime/ask-runtime-settings.ts';
import { code, defineCheck } from '../check.ts';
import { oneEndpoint } from '../look/one-endpoint.ts';
import { oneLine } from '../look/one-line.ts';
import { isRuntimeLost } from '../look/runtime-lost.ts';
import { unheard } from '../look/unread-settings.ts';

/**
 * The image of the container that holds a pod's namespaces. A runtime without it pulls it within
 * RunPodSandbox, for which craned waits five seconds (kCriDefaultReqTimeout, CriClient.h), CNI included.
 * containerd 2.x tells its name only in its configuration; where nobody tells it, that is all that is said, with
 * the pinned images as evidence. It lies in the runtime's own store, wherever craned has other images pulled:
 * ImageEndpoint is asked only where the runtime has no image service.
 */
export const runtimeSandboxImage = defineCheck({
  id: 'runtime-sandbox-image',
  group: 'runtime',
  title: { en: 'Sandbox image is there', zh: '沙箱镜像已就位' },
  needs: ['runtime-version', 'image-service'],
  unneeded: (config) => (oneEndpoint(config) ? [] : ['image-service']),
  codes: {
    'not-told': code<{ runtime: string }>({
      severity: 'info',
      summary: { en: 'Nobody tells which sandbox image the runtime uses', zh: '无从得知容器运行时使用的沙箱镜像' },
      message: {
        en: ({ runtime }) =>
          `Neither ${runtime} nor its configuration names its sandbox image; where it is not on this node, its pull takes from the 5 s that craned waits for a pod`,
        zh: ({ runtime }) =>
          `${runtime} 及其配置均未说明沙箱镜像；若它不在本节点，现场拉取会占用 craned 等待 Pod 启动的 5 秒`,
      },
    }),
    absent: code<{ image: string; from: string }>({
      severity: 'warning',
      summary: {
        en: 'The sandbox image is not there: it is pulled within the five seconds that a pod has to start',
        zh: '沙箱镜像不在本节点：将在 Pod 启动的 5 秒时限内现场拉取',
      },
      message: {
        en: ({ image, from }) =>
          `The sandbox image ${image} (${from}) is not on this node: its pull then takes from the 5 s that craned waits for a pod`,
        zh: ({ image, from }) => `沙箱镜像 ${image}（${from}）不在本节点：现场拉取会占用 craned 等待 Pod 启动的 5 秒`,
      },
    }),
  },
  async run(context) {
    const { host, config, found, notSeen } = context;
    const socket = socketOf(config.container?.runtimeEndpoint ?? '');
    const [settings, own] = await Promise.all([
      askRuntimeSettings(host, socket),
      askCri(host, socket, 'ImageService', 'ListImages', {}),
    ]);
    const elsewhere = !own.ok && own.error.grpc?.code === GRPC_UNIMPLEMENTED && !oneEndpoint(config);
    const store = elsewhere ? socketOf(config.container?.imageEndpoint ?? '') : socket;
    const listed = elsewhere ? await askCri(host, store, 'ImageService', 'ListImages', {}) : own;
    const told = settings.sandboxImage;
    const image = oneLine(told?.value ?? '', 300);
    if (!told || image === '') {
      const observed = listed.ok ? pinned(listed.value.images) : {};
      const runtime = nameBehind(oneLine(settings.name, 60)) || socket;
      const silent = told ? null : unheard(context, settings, socket);
      return { observed, ...(silent ?? { findings: [found('not-told', { runtime })] }) };
    }
    const from = oneLine(told.from, 200);
    const observed = { sandboxImage: image, toldBy: from };
    if (listed.ok && holds(listed.value.images, told.value)) return { observed, findings: [] };
    // The runtime resolves a name as it would for a pod: `pause:3.9` is docker.io/library/pause:3.9.
    const status = await askCri(host, store, 'ImageService', 'ImageStatus', { image: { image: told.value } });
    if (status.ok && status.value.image !== null) return { observed, findings: [] };
    const absent = found('absent', { image, from }, { target: image });
    if (status.ok) return { observed, findings: [absent] };
    // Whoever has no ImageStatus is believed for his list.
    if (listed.ok && status.error.grpc?.code === GRPC_UNIMPLEMENTED) return { observed, findings: [absent] };
    if (await isRuntimeLost(context, socket)) return { observed, blockedBy: ['runtime-status'] };
    return { observed, findings: [notSeen(`ImageStatus, ${store}`, status.error)] };
  },
});

function holds(images: readonly Image__Output[], name: string): boolean {
  return images.some(({ repo_tags, repo_digests }) => repo_tags.includes(name) || repo_digests.includes(name));
}

/** Images that the runtime never removes by itself: the sandbox image is one of them. */
function pinned(images: readonly Image__Output[]): { readonly [name: string]: readonly string[] } {
  const names = images.filter((image) => image.pinned).flatMap(({ repo_tags }) => repo_tags);
  return names.length > 0 ? { pinnedImages: names.slice(0, 20).map((name) => oneLine(name, 200)) } : {};
}
