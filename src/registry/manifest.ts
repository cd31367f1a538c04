import type { Platform } from './platform.ts';

/** A blob or manifest by its content (image-spec, descriptor.md). */
export interface Descriptor {
  readonly digest: string;
  readonly size: number;
}

/** What a registry answers for a reference: one image, or an index of images by platform. */
export type Manifest =
  | { readonly kind: 'index'; readonly entries: readonly (Descriptor & { readonly platform: Platform | null })[] }
  | { readonly kind: 'image'; readonly config: Descriptor; readonly layers: readonly Descriptor[] }
  | { readonly kind: 'other'; readonly mediaType: string };

/** What the runtimes accept for a manifest: OCI, and Docker's second schema. The first is no longer pulled. */
export const MANIFEST_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** More images of an index, or layers of an image, than these are not looked at. */
const MOST_ENTRIES = 256;
const MOST_LAYERS = 1_024;

type Fields = { readonly [key: string]: unknown };

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 128) : '';
}

/** A descriptor; one without a digest that could stand in a URL is none. */
function descriptorOf(value: unknown): Descriptor | null {
  const { digest, size } = fieldsOf(value);
  if (typeof digest !== 'string' || !/^[a-z0-9]+:[0-9a-f]{32,128}$/.test(digest)) return null;
  return typeof size === 'number' && Number.isSafeInteger(size) && size >= 0 ? { digest, size } : null;
}

/** os, architecture and variant of an index's entry or of an image's configuration; null where they are not told. */
export function platformOf(value: unknown): Platform | null {
  const { os, architecture, variant } = fieldsOf(value);
  if (textOf(os) === '' || textOf(architecture) === '') return null;
  return { os: textOf(os), architecture: textOf(architecture), variant: textOf(variant) || null };
}

/** A JSON document's value, undefined where the text is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A manifest out of a registry's answer, by its shape: registries forget the media type. */
export function readManifest(body: string, contentType: string): Manifest {
  const fields = fieldsOf(jsonOf(body));
  const { manifests, config, layers } = fields;
  if (Array.isArray(manifests)) {
    const entries = manifests.slice(0, MOST_ENTRIES).flatMap((entry: unknown) => {
      const descriptor = descriptorOf(entry);
      return descriptor ? [{ ...descriptor, platform: platformOf(fieldsOf(entry)['platform']) }] : [];
    });
    return { kind: 'index', entries };
  }
  const described = descriptorOf(config);
  if (described && Array.isArray(layers)) {
    const blobs = layers.slice(0, MOST_LAYERS).map(descriptorOf);
    if (blobs.every((blob) => blob !== null)) return { kind: 'image', config: described, layers: blobs };
  }
  const mediaType = textOf(fields['mediaType']) || contentType.split(';')[0]!.trim().slice(0, 128);
  // It calls itself what runtimes pull, and is not: its name is no reason.
  return { kind: 'other', mediaType: MANIFEST_TYPES.split(', ').includes(mediaType) ? '' : mediaType };
}
