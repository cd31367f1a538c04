import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Two blocks of zeros are a tar file without entries. */
const EMPTY = Buffer.alloc(1024);

export interface OciImage {
  readonly reference: string;
  /** A tar file; else one without entries. */
  readonly layer?: Buffer;
  /** The image's own configuration: Cmd, Env. */
  readonly config?: object;
  /** As OCI calls processors. */
  readonly architecture?: string;
}

/**
 * An OCI image layout of one layer as a tar file in the directory (image-spec, image-layout.md); containerd takes
 * the name from the annotation.
 */
export function makeOciArchive(
  directory: string,
  { reference, layer = EMPTY, config = {}, architecture }: OciImage,
): string {
  const layout = join(directory, 'layout');
  mkdirSync(join(layout, 'blobs/sha256'), { recursive: true });
  const put = (mediaType: string, bytes: Buffer): { mediaType: string; digest: string; size: number } => {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    writeFileSync(join(layout, 'blobs/sha256', sha256), bytes);
    return { mediaType, digest: `sha256:${sha256}`, size: bytes.length };
  };
  const json = (value: object): Buffer => Buffer.from(JSON.stringify(value));
  const layers = [put('application/vnd.oci.image.layer.v1.tar', layer)];
  const platform = { architecture: architecture ?? (process.arch === 'x64' ? 'amd64' : process.arch), os: 'linux' };
  const rootfs = { type: 'layers', diff_ids: layers.map(({ digest }) => digest) };
  const described = put('application/vnd.oci.image.config.v1+json', json({ ...platform, rootfs, config }));
  const manifest = put(
    'application/vnd.oci.image.manifest.v1+json',
    json({ schemaVersion: 2, config: described, layers }),
  );
  const annotations = { 'io.containerd.image.name': reference };
  writeFileSync(join(layout, 'index.json'), json({ schemaVersion: 2, manifests: [{ ...manifest, annotations }] }));
  writeFileSync(join(layout, 'oci-layout'), json({ imageLayoutVersion: '1.0.0' }));
  const archive = join(directory, 'image.tar');
  execFileSync('tar', ['--create', '--file', archive, '--directory', layout, '.']);
  return archive;
}
