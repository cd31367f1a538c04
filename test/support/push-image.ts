import { execFileSync } from 'node:child_process';

import { temporaryDirectory, type Cleanup } from './cleanup.ts';
import { makeOciArchive } from './oci-archive.ts';

/**
 * Pushes an image of one empty layer to a registry on loopback with skopeo(1), whatever its certificate is;
 * `credentials` are `user:password`.
 */
export function pushImage(
  cleanup: Cleanup,
  reference: string,
  { architecture, credentials }: { readonly architecture?: string; readonly credentials?: string } = {},
): void {
  const archive = makeOciArchive(temporaryDirectory(cleanup), {
    reference,
    ...(architecture && { architecture }),
  });
  const login = credentials === undefined ? [] : ['--dest-creds', credentials];
  const how = ['--insecure-policy', 'copy', '--quiet', '--dest-tls-verify=false', ...login];
  execFileSync('skopeo', [...how, `oci-archive:${archive}`, `docker://${reference}`], { stdio: 'pipe' });
}
