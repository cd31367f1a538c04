import type { Served } from '../host/changes/loopback-server.ts';
import { OWN_REPOSITORY } from './identity.ts';
import type { OwnImage } from './own-image.ts';

/* The two forms in which a runtime takes an image. */

const json = (value: object): Uint8Array => Buffer.from(JSON.stringify(value));

/** As an archive under a name of its own: an OCI image layout in a tar file (image-layout.md). */
export async function archiveOf({ manifest, blobs }: OwnImage, reference: string): Promise<Uint8Array> {
  const { createTar } = await import('nanotar');
  const annotations = { 'io.containerd.image.name': reference };
  return createTar([
    { name: 'oci-layout', data: json({ imageLayoutVersion: '1.0.0' }) },
    { name: 'index.json', data: json({ schemaVersion: 2, manifests: [{ ...manifest, annotations }] }) },
    ...[...blobs].map(([digest, data]) => ({ name: `blobs/${digest.replace(':', '/')}`, data })),
  ]);
}

/** As the answers of a registry that has nothing else (distribution-spec: pulling manifests and blobs). */
export function registryOf({ tag, manifest, blobs }: OwnImage): ReadonlyMap<string, Served> {
  const at = `/v2/${OWN_REPOSITORY}`;
  const { digest, mediaType: type } = manifest;
  const described = { type, headers: { 'docker-content-digest': digest }, body: blobs.get(digest)! };
  return new Map<string, Served>([
    ['/v2/', { type: 'application/json', body: json({}) }],
    [`${at}/manifests/${tag}`, described],
    [`${at}/manifests/${digest}`, described],
    ...[...blobs].map(([name, body]) => [`${at}/blobs/${name}`, { type: 'application/octet-stream', body }] as const),
  ]);
}
