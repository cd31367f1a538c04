import type { Host } from '../host/host.ts';

/** Whether reading a path could last for ever: whatever is on a file system that is not this machine's own. */
export async function mayHang(host: Host, path: string): Promise<boolean> {
  if (host.kind !== 'live') return true;
  const [mounts, stat] = await Promise.all([host.ask('mounts', {}), host.ask('stat', { path, follow: true })]);
  if (!mounts.ok || !stat.ok) return true;
  const { isLocalFileSystem } = await import('../host/files/local-file-systems.ts');
  const at = mounts.value
    .filter(
      ({ mountPoint }) =>
        mountPoint === '/' || stat.value.realPath === mountPoint || stat.value.realPath.startsWith(`${mountPoint}/`),
    )
    .toSorted((a, b) => b.mountPoint.length - a.mountPoint.length)[0];
  return at === undefined || !isLocalFileSystem(at.fsType);
}
