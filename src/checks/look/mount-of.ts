import { answered, type Answer } from '../../host/answer.ts';
import type { Host } from '../../host/host.ts';
import type { Mount } from '../../host/questions.ts';

/** True where `path` is `directory` or lies below it; both absolute, without symlinks. */
function isWithin(path: string, directory: string): boolean {
  return directory === '/' || path === directory || path.startsWith(`${directory}/`);
}

/**
 * The mount that a real path lies on: the longest mount point above it, of several on one the last,
 * which covers the others. Null where mounts cannot be told: a directory tree has none.
 */
export async function mountOf(host: Host, realPath: string): Promise<Answer<Mount | null>> {
  const mounts = await host.ask('mounts', {});
  if (!mounts.ok) return mounts.error.code === 'NO_MACHINE' ? answered(null) : mounts;
  let holding: Mount | null = null;
  for (const mount of mounts.value) {
    const deeper = holding === null || mount.mountPoint.length >= holding.mountPoint.length;
    if (deeper && isWithin(realPath, mount.mountPoint)) holding = mount;
  }
  return answered(holding);
}
