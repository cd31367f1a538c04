import { execFileSync } from 'node:child_process';

import { liveHost } from '../../src/host/live.ts';
import { temporaryDirectory, type Cleanup } from './cleanup.ts';
import { makeOciArchive } from './oci-archive.ts';
import { waitFor } from './wait-for.ts';

/**
 * Imports an image of one empty layer into a containerd's namespace of CRI with ctr(8), and waits until
 * its CRI plugin has it: it learns of it by an event.
 */
export async function importImage(cleanup: Cleanup, socket: string, reference: string): Promise<void> {
  await importArchive(cleanup, socket, reference, makeOciArchive(temporaryDirectory(cleanup), { reference }));
}

/** The same with an archive that is made already. */
export async function importArchive(
  cleanup: Cleanup,
  socket: string,
  reference: string,
  archive: string,
): Promise<void> {
  execFileSync('ctr', ['--address', socket, '--namespace', 'k8s.io', 'images', 'import', archive], { stdio: 'pipe' });
  const host = liveHost();
  cleanup.defer(() => host.close());
  await waitFor(`CRI's image ${reference}`, async () => {
    const listed = await host.ask('cri', { socket, service: 'ImageService', method: 'ListImages', request: {} });
    return listed.ok && JSON.stringify(listed.value.reply).includes(`"${reference}"`);
  });
}
