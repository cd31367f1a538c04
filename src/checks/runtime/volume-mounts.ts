import type { Mount } from '../../host/questions.ts';

/**
 * File systems without FS_ALLOW_IDMAP in the kernel, as far as a cluster has them (mount_setattr(2)
 * lists those that have it). ceph has it since 6.7 and virtiofs since 6.12, so they are not here.
 */
const NOT_IDMAPPABLE = new Set([
  ...['nfs', 'nfs4', 'cifs', 'smb3', 'afs', 'lustre', 'gpfs', 'mmfs', 'beegfs', 'fhgfs', 'beeond'],
  ...['orangefs', 'pvfs2', 'panfs', 'wekafs', 'ocfs2', 'gfs2', 'fuse', 'fuseblk'],
]);

/**
 * Where the system and its services have mounts of their own (the desktop's FUSE portals, snaps, the
 * volumes of a kubelet): nobody gives these to a container with -v.
 */
const NOT_FOR_USERS = ['/proc', '/sys', '/dev', '/run', '/var/run', '/var/lib', '/etc', '/boot', '/snap'];

const below = (path: string, directory: string): boolean => path === directory || path.startsWith(`${directory}/`);

/**
 * The mounts that users' files can lie on and that the kernel cannot idmap. A FUSE server would have
 * to allow it, and none that a cluster has does: bindfs on 6.18 was refused with EINVAL. `ours` is
 * BindFs.MountBaseDir, below which craned has mounts of its own.
 */
export function mountsNotIdmappable(mounts: readonly Mount[], ours: string): readonly Mount[] {
  return mounts.filter(
    ({ fsType, mountPoint }) =>
      (NOT_IDMAPPABLE.has(fsType) || fsType.startsWith('fuse.')) &&
      ![...NOT_FOR_USERS, ...(ours === '' ? [] : [ours.replace(/\/+$/, '')])].some((place) => below(mountPoint, place)),
  );
}
