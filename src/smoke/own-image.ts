import { createHash } from 'node:crypto';
import type { Answer } from '../host/answer.ts';
import { answered, refused } from '../host/answer.ts';
import type { Host } from '../host/host.ts';

/* A tiny image for a node that has none: its own shell and `ls`, with the libraries that they need. */

const PROGRAMS = ['/bin/sh', '/bin/ls'];
/** libc is 2 MiB; whatever is larger is no library of a shell. */
const MAX_FILE_BYTES = 16 * 1024 * 1024;
/** Where the container's own file systems are mounted, and files of the runtime's. */
const DIRECTORIES = ['dev', 'etc', 'proc', 'sys', 'tmp', 'run'];

/** The architecture as image configurations name it (GOARCH). */
const ARCHITECTURES: { readonly [arch: string]: string } = { x64: 'amd64', arm64: 'arm64', riscv64: 'riscv64' };

/** A part of an image, by its content (OCI image-spec: descriptor.md). */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

/** An image that was made here: its tag, which its content makes, and its parts by their digests. */
export interface OwnImage {
  readonly tag: string;
  readonly manifest: Descriptor;
  readonly blobs: ReadonlyMap<string, Uint8Array>;
}

/** The paths of the libraries in ldd(1)'s words: `libc.so.6 => /lib/… (0x…)` and `/lib64/ld-linux… (0x…)`. */
export function librariesIn(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => /(?:=> |^\s*)(\/\S+) \(0x[0-9a-f]+\)$/.exec(line)?.[1] ?? []);
}

async function filesOf(host: Host): Promise<Answer<ReadonlyMap<string, Uint8Array>>> {
  const files = new Map<string, Uint8Array>();
  for (const program of PROGRAMS) {
    const ldd = await host.ask('command', { file: 'ldd', args: [program] });
    if (!ldd.ok) return ldd;
    for (const path of [program, ...librariesIn(ldd.value.stdout)]) {
      if (files.has(path)) continue;
      const info = await host.ask('stat', { path, follow: true });
      if (!info.ok) return info;
      const file = await host.ask('readFile', { path: info.value.realPath, maxBytes: MAX_FILE_BYTES });
      if (!file.ok) return refused({ ...file.error, message: `${path}: ${file.error.message}` });
      files.set(path, file.value.bytes);
    }
  }
  return answered(files);
}

/** Makes the image out of the node's own programs (OCI image-spec: image-layout.md, config.md, layer.md). */
export async function makeImage(host: Host): Promise<Answer<OwnImage>> {
  const files = await filesOf(host);
  if (!files.ok) return files;
  const { createTar } = await import('nanotar');
  const layer = createTar([
    ...DIRECTORIES.map((name) => ({ name: `${name}/`, attrs: { mode: '755', mtime: 0 } })),
    ...[...files.value].map(([path, data]) => ({ name: path.slice(1), data, attrs: { mode: '755', mtime: 0 } })),
  ]);
  const blobs = new Map<string, Uint8Array>();
  const put = (mediaType: string, bytes: Uint8Array): Descriptor => {
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    blobs.set(digest, bytes);
    return { mediaType, digest, size: bytes.length };
  };
  const json = (value: object): Uint8Array => Buffer.from(JSON.stringify(value));
  const layers = [put('application/vnd.oci.image.layer.v1.tar', layer)];
  const architecture = ARCHITECTURES[process.arch] ?? process.arch;
  const rootfs = { type: 'layers', diff_ids: layers.map(({ digest }) => digest) };
  const config = put(
    'application/vnd.oci.image.config.v1+json',
    json({ architecture, os: 'linux', rootfs, config: { Cmd: ['/bin/sh'] } }),
  );
  const manifest = put(
    'application/vnd.oci.image.manifest.v1+json',
    json({ schemaVersion: 2, mediaType: 'application/vnd.oci.image.manifest.v1+json', config, layers }),
  );
  return answered({ tag: layers[0]!.digest.slice(7, 19), manifest, blobs });
}
