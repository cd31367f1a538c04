import { askCri, infoValue } from '../../cri/ask-cri.ts';
import type { Answer } from '../../host/answer.ts';
import type { Host } from '../../host/host.ts';
import type { Json } from '../../json.ts';
import { parseReference, type ImageReference } from '../../registry/reference.ts';

/** An image as the node's image service has it. */
export interface NodeImage {
  /** What runtimes call an image by: the digest of its configuration. */
  readonly id: string;
  /** Bytes, as the runtime counts them (containerd: compressed, CRI-O: unpacked). */
  readonly size: number;
  /** When it was built, RFC 3339; null where the runtime does not tell. */
  readonly created: string | null;
}

/** The images that were named, each once, by the reference that ccon submits. */
export function namedImages(texts: readonly string[]): readonly ImageReference[] {
  const references = texts.map(parseReference).flatMap((read) => (read.ok ? [read.value] : []));
  return [...new Map(references.map((reference) => [reference.text, reference])).values()];
}

/**
 * The image of a reference on the node, null where there is none: ImageStatus, as craned asks it before a
 * pull (CriClient.cpp), and verbosely, which tells when the image was built.
 */
export async function nodeImage(
  host: Host,
  socket: string,
  reference: ImageReference,
): Promise<Answer<NodeImage | null>> {
  const request = { image: { image: reference.text }, verbose: true };
  const status = await askCri(host, socket, 'ImageService', 'ImageStatus', request);
  if (!status.ok) return status;
  const { image, info } = status.value;
  if (image === null) return { ok: true, value: null };
  return { ok: true, value: { id: image.id, size: Number(image.size), created: createdOf(infoValue(info, 'info')) } };
}

function field(value: Json | undefined, name: string): Json | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && Object.hasOwn(value, name) ? (value as { readonly [key: string]: Json })[name] : undefined;
}

/** `imageSpec.created` of the verbose info of containerd and CRI-O. Reproducible builds have the year 1970 or none. */
function createdOf(info: Json): string | null {
  const created = field(field(info, 'imageSpec'), 'created');
  const time = typeof created === 'string' ? Date.parse(created) : NaN;
  return Number.isFinite(time) && time > 0 ? new Date(time).toISOString() : null;
}
