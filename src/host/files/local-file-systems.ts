/**
 * File systems whose answers come from this kernel and its own disks. It is an allow list: what is
 * not on it (NFS, Lustre, CephFS, 9p, every `fuse.*`, autofs, whatever is invented next) can wait
 * for a server or a process, and a look at it can last for ever. overlay is on it, although its
 * layers may lie elsewhere, since it is the root of every container.
 */
const LOCAL = new Set([
  ...['ext2', 'ext3', 'ext4', 'xfs', 'btrfs', 'f2fs', 'jfs', 'reiserfs', 'zfs', 'bcachefs', 'nilfs2'],
  ...['vfat', 'msdos', 'exfat', 'ntfs3', 'iso9660', 'udf', 'squashfs', 'erofs', 'cramfs', 'romfs'],
  ...['tmpfs', 'ramfs', 'rootfs', 'devtmpfs', 'devpts', 'hugetlbfs', 'mqueue', 'overlay', 'aufs'],
  ...['proc', 'sysfs', 'cgroup', 'cgroup2', 'cpuset', 'securityfs', 'selinuxfs', 'debugfs', 'tracefs', 'configfs'],
  ...['pstore', 'efivarfs', 'bpf', 'binfmt_misc', 'fusectl', 'nsfs', 'rpc_pipefs', 'nfsd', 'resctrl', 'bdev'],
]);

/** True where a look at this type of file system cannot wait for anybody else. */
export function isLocalFileSystem(fsType: string): boolean {
  return LOCAL.has(fsType);
}
