import { createHash } from 'node:crypto';

/* The one image that the simulated registry has, under every name: small, for Linux on x86-64. */

/** What is behind a digest. */
export interface Blob {
  readonly bytes: Buffer;
  readonly mediaType: string;
  readonly digest: string;
}

function blob(bytes: Buffer, mediaType: string): Blob {
  return { bytes, mediaType, digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}` };
}

const OCI = 'application/vnd.oci.image';
const LAYER = blob(Buffer.alloc(512 * 1024, 'crane'), `${OCI}.layer.v1.tar+gzip`);
const CONFIG = blob(Buffer.from(JSON.stringify({ architecture: 'amd64', os: 'linux' })), `${OCI}.config.v1+json`);

const descriptor = ({ bytes, mediaType, digest }: Blob): object => ({ mediaType, digest, size: bytes.length });

const MANIFEST = blob(
  Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: `${OCI}.manifest.v1+json`,
      config: descriptor(CONFIG),
      layers: [descriptor(LAYER)],
    }),
  ),
  `${OCI}.manifest.v1+json`,
);

/** What a path below /v2/ has: the manifest under any name and tag, a blob by its digest; null where there is nothing. */
export function blobAt(path: string): Blob | null {
  if (/^\/v2\/.+\/manifests\/[^/]+$/.test(path)) return MANIFEST;
  const digest = /^\/v2\/.+\/blobs\/(sha256:[0-9a-f]{64})$/.exec(path)?.[1];
  return [CONFIG, LAYER].find((one) => one.digest === digest) ?? null;
}
