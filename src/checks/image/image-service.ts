import { askCri, socketOf } from '../../cri/ask-cri.ts';
import { GRPC_UNIMPLEMENTED, grpcStatusText } from '../../cri/grpc-status.ts';
import { defineCheck, type CheckContext, type Observed } from '../check.ts';
import type { Finding } from '../finding.ts';
import { criFailure } from '../look/cri-failure.ts';
import { lookAtSocket } from '../look/look-at-socket.ts';
import { lookAtVersion } from '../look/look-at-version.ts';
import { oneEndpoint } from '../look/one-endpoint.ts';
import { isRuntimeLost } from '../look/runtime-lost.ts';
import { IMAGE_SERVICE_CODES } from './image-service-codes.ts';
import { imageSpace } from './image-space.ts';
import { otherStore } from './other-store.ts';

type Context = CheckContext<typeof IMAGE_SERVICE_CODES>;

interface Seen {
  readonly observed: Observed;
  readonly findings: readonly Finding[];
}

/** How a call fails on a runtime that is there no more. */
const FAILED_CALL = ['image-service/failed', 'image-service/timeout', 'image-service/unimplemented'];

/**
 * The layers below ImageFsInfo, where the endpoint is its own. craned calls only ImageStatus and
 * PullImage on it, so that a service for images alone, without Version, is well too.
 */
async function layersBelow(context: Context, socket: string): Promise<Seen> {
  const below = await lookAtSocket(context, socket);
  if (below.findings.length > 0) return below;
  const version = await lookAtVersion(context, socket);
  const observed = { ...below.observed, ...version.observed };
  const onlyImages = version.findings.every(({ code }) => code === 'image-service/unimplemented');
  return { observed, findings: onlyImages ? [] : version.findings };
}

/** ImageFsInfo, and the space of what it names. */
async function imageFileSystems(context: Context, socket: string, observed: Observed): Promise<Seen> {
  const { host } = context;
  const answer = await askCri(host, socket, 'ImageService', 'ImageFsInfo', {});
  if (answer.ok) {
    const space = await imageSpace(context, answer.value);
    return { observed: { ...observed, imageFileSystems: space.observed }, findings: space.findings };
  }
  if (answer.error.grpc?.code === GRPC_UNIMPLEMENTED) {
    // A service may lack this one call, which craned does not need.
    const images = await askCri(host, socket, 'ImageService', 'ListImages', {});
    const imageFsInfo = grpcStatusText(GRPC_UNIMPLEMENTED);
    if (images.ok) return { observed: { ...observed, imageFsInfo }, findings: [] };
  }
  const failure = await criFailure(context, socket, 'ImageFsInfo', answer.error);
  return { observed: { ...observed, ...failure.observed }, findings: [failure.finding] };
}

/**
 * The endpoint that images are pulled through. In most configurations it is the runtime's, whose
 * layers the runtime checks look at; one of its own is looked at from its socket upwards.
 */
export const imageService = defineCheck({
  id: 'image-service',
  group: 'image',
  title: { en: 'Image service answers and has space', zh: '镜像服务有应答且空间充足' },
  needs: ['Container.ImageEndpoint', 'runtime-version'],
  unneeded: (config) => (oneEndpoint(config) ? [] : ['runtime-version']),
  needsRoot: true,
  codes: IMAGE_SERVICE_CODES,
  async run(context) {
    const { config } = context;
    const socket = socketOf(config.container?.imageEndpoint ?? '');
    if (oneEndpoint(config)) {
      const seen = await imageFileSystems(context, socket, { socket });
      const failed = seen.findings.find(({ code }) => FAILED_CALL.includes(code));
      const unimplemented = failed?.code === 'image-service/unimplemented';
      const lost = failed && (await isRuntimeLost(context, socket, { unimplemented }));
      return lost ? { blockedBy: ['runtime-status'] } : seen;
    }
    const below = await layersBelow(context, socket);
    if (below.findings.length > 0) return below;
    const runtime = socketOf(config.container?.runtimeEndpoint ?? '');
    const [seen, strange] = await Promise.all([
      imageFileSystems(context, socket, below.observed),
      otherStore(context, socket, runtime),
    ]);
    return { observed: seen.observed, findings: [...seen.findings, ...strange] };
  },
});
