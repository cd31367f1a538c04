import { askCri } from '../../cri/ask-cri.ts';
import type { Image__Output } from '../../cri/generated/runtime/v1/Image.ts';
import type { CheckContext } from '../check.ts';
import type { Finding } from '../finding.ts';
import { oneLine } from '../look/one-line.ts';
import type { IMAGE_SERVICE_CODES } from './image-service-codes.ts';

/** As many images are asked about once more, and named. */
const FEW = 3;

const nameOf = ({ id, repo_tags, repo_digests }: Image__Output): string =>
  oneLine(repo_tags[0] ?? repo_digests[0] ?? id, 120);

/**
 * Whether the image endpoint keeps its images where the runtime does not see them: craned pulls through the one and
 * has containers created by the other, by the same name (CriClient.cpp). A service that pulls for the runtime (for
 * lazy pulling, say) has the same images. Nothing is said where either tells no list, or has none.
 */
export async function otherStore(
  { host, found }: CheckContext<typeof IMAGE_SERVICE_CODES>,
  socket: string,
  runtime: string,
): Promise<readonly Finding[]> {
  const [there, own] = await Promise.all(
    [socket, runtime].map((one) => askCri(host, one, 'ImageService', 'ListImages', {})),
  );
  if (!there!.ok || !own!.ok) return [];
  const known = new Set(own!.value.images.map(({ id }) => id));
  const strange = there!.value.images.filter(({ id }) => id !== '' && !known.has(id));
  if (strange.length === 0) return [];
  // One that was pulled between both lists is there by now.
  const unknown: Image__Output[] = [];
  for (const image of strange.slice(0, FEW)) {
    const asked = await askCri(host, runtime, 'ImageService', 'ImageStatus', { image: { image: image.id } });
    if (asked.ok && asked.value.image === null) unknown.push(image);
  }
  if (unknown.length === 0) return [];
  const args = { socket, runtime, images: unknown.map(nameOf), more: strange.length - unknown.length };
  return [found('other-store', args, { target: socket })];
}
