import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { execa } from 'execa';

/** The Node of an archive, unpacked until `remove` is called. */
export interface ArchivedNode {
  readonly node: string;
  /** As in the archive's name: arm64, x64. */
  readonly arch: string;
  remove(): Promise<void>;
}

/**
 * Unpacks the one program of an archive of Node's releases (node-vVERSION-linux-ARCH.tar.xz). Throws where it is
 * not of the version that makes the executable: the program's place in it would be another.
 */
export async function nodeOfArchive(archive: string): Promise<ArchivedNode> {
  const name = basename(archive).replace(/\.tar\.(?:xz|gz)$/, '');
  const [, version, arch] = /^node-(v[\d.]+)-linux-(\w+)$/.exec(name) ?? [];
  if (!arch) throw new Error(`${archive} has not the name of an archive of Node for Linux`);
  if (version !== process.version) throw new Error(`${archive} is of Node ${version}, not of ${process.version}`);
  const folder = await mkdtemp(join(tmpdir(), 'crane-doctor-node-'));
  await execa('tar', ['-xf', archive, '-C', folder, '--strip-components=2', `${name}/bin/node`]);
  return { node: join(folder, 'node'), arch, remove: () => rm(folder, { recursive: true }) };
}
