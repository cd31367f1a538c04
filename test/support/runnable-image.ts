import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { temporaryDirectory, type Cleanup } from './cleanup.ts';
import { makeOciArchive } from './oci-archive.ts';

export interface RunnableImage {
  readonly reference: string;
  /** Programs of this machine that are in it, with their libraries, at their own paths. */
  readonly programs: readonly (string | { readonly from: string; readonly to: string })[];
  readonly command: readonly string[];
}

/** An image that waits, for sandboxes. */
export const pauseImage = (reference: string): RunnableImage => ({
  reference,
  programs: ['/bin/sleep'],
  command: ['/bin/sleep', 'infinity'],
});

/** What a program is linked to, as ldd(1) says. */
function librariesOf(program: string): string[] {
  const { stdout } = spawnSync('ldd', [program], { encoding: 'utf8' });
  return [...stdout.matchAll(/(?:=> |\t)(\/\S+) \(0x/g)].map(([, path]) => path!);
}

/** An OCI image layout as a tar file, made of programs of this machine. */
export function makeRunnableArchive(cleanup: Cleanup, { reference, programs, command }: RunnableImage): string {
  const directory = temporaryDirectory(cleanup);
  const rootfs = join(directory, 'rootfs');
  for (const name of ['dev', 'etc', 'proc', 'sys', 'tmp', 'run']) mkdirSync(join(rootfs, name), { recursive: true });
  const files = programs.map((program) => (typeof program === 'string' ? { from: program, to: program } : program));
  const libraries = files.flatMap(({ from }) => librariesOf(from)).map((path) => ({ from: path, to: path }));
  for (const { from, to } of [...files, ...libraries]) {
    mkdirSync(dirname(join(rootfs, to)), { recursive: true });
    copyFileSync(from, join(rootfs, to));
  }
  const layer = join(directory, 'layer.tar');
  execFileSync('tar', ['--create', '--owner=0', '--group=0', '--file', layer, '--directory', rootfs, '.']);
  return makeOciArchive(directory, { reference, layer: readFileSync(layer), config: { Cmd: command } });
}
