import { socketOf } from '../../cri/ask-cri.ts';
import type { Json } from '../../json.ts';
import { pullPolicyOf, type PullPolicy } from '../../registry/pull-policy.ts';
import type { ImageReference } from '../../registry/reference.ts';
import { code, defineCheck } from '../check.ts';
import type { Finding } from '../finding.ts';
import { inTurns } from '../look/in-turns.ts';
import { oneLine } from '../look/one-line.ts';
import { namedImages, nodeImage, type NodeImage } from './node-image.ts';

/** All images are asked about within this, ms, before the check's own deadline (10 s). */
const PATIENCE_MS = 4_000;

const DAY_MS = 86_400_000;

/**
 * Whether the images that were named are on the node already (the guide's pre-pull), and whether craned
 * would ask their registry all the same.
 */
export const imagePresent = defineCheck({
  id: 'image-present',
  group: 'image',
  title: { en: 'Named images are on the node', zh: '指定的镜像已在本节点' },
  needs: ['image-service'],
  needsRoot: true,
  idle: ({ images }) => (images.length > 0 ? null : { en: 'no image is named (--image)', zh: '未指定镜像（--image）' }),
  codes: {
    absent: code<{ image: string; policy: PullPolicy }>({
      severity: 'warning',
      summary: {
        en: 'A named image is not on the node: the first job that uses it pulls it, within 60 seconds',
        zh: '指定的镜像不在本节点：首个使用它的作业须在 60 秒内现场拉取',
      },
      message: {
        en: ({ image, policy }) =>
          policy === 'Always'
            ? `${image} is not on this node; craned has such a reference pulled before each container`
            : `${image} is not on this node: the first job that uses it waits for its pull, 60 s at most`,
        zh: ({ image, policy }) =>
          policy === 'Always'
            ? `${image} 不在本节点；对这种引用，craned 在每个容器启动前都会拉取`
            : `${image} 不在本节点：首个使用它的作业须等待拉取，最长 60 秒`,
      },
    }),
  },
  async run({ host, config, options, found, notSeen }) {
    const socket = socketOf(config.container?.imageEndpoint ?? '');
    const references = namedImages(options.images);
    const answers = await inTurns(references, { atOnce: 8, until: performance.now() + PATIENCE_MS }, (reference) =>
      nodeImage(host, socket, reference),
    );
    const clock = await host.ask('clock', {});
    const images: Json[] = [];
    const findings: Finding[] = [];
    for (const [index, reference] of references.entries()) {
      const answer = answers[index] ?? { ok: false, error: { code: 'TIMEOUT', message: 'not asked in time' } };
      const { text: image } = reference;
      const policy = pullPolicyOf(reference);
      if (!answer.ok) {
        images.push({ image, error: answer.error.code, pullPolicy: policy });
        findings.push(notSeen(image, answer.error));
        continue;
      }
      images.push(rowOf(reference, answer.value, clock.ok ? clock.value : null));
      if (answer.value === null) findings.push(found('absent', { image, policy }, { target: image }));
    }
    return { observed: { images }, findings };
  },
});

/** An image in a row of the evidence. The registry does not matter where a tag with a version is there. */
function rowOf(reference: ImageReference, there: NodeImage | null, now: number | null): Json {
  const pullPolicy = pullPolicyOf(reference);
  const registryAsked = there === null || pullPolicy === 'Always';
  if (there === null) return { image: reference.text, present: false, pullPolicy, registryAsked };
  const age = there.created === null || now === null ? null : Math.floor((now - Date.parse(there.created)) / DAY_MS);
  return {
    image: reference.text,
    present: true,
    id: oneLine(there.id, 100),
    size: there.size,
    ...(there.created === null ? {} : { created: there.created }),
    ...(age === null ? {} : { ageDays: age }),
    pullPolicy,
    registryAsked,
  };
}
