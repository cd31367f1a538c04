import { AUTHORITY } from './certificates.ts';
import { HEALTHY_CONFIG } from './healthy-config.ts';
import type { TreeEntry } from './node-spec.ts';

/** The kernel of Rocky Linux 9.4. */
export const KERNEL = '5.14.0-427.42.1.el9_4.x86_64';

/** Where Rocky Linux has the authorities that it trusts. */
export const AUTHORITIES = '/etc/pki/tls/certs/ca-bundle.crt';

function file(text: string, mode = 0o644): TreeEntry {
  return { type: 'file', text, mode };
}

function directory(mode = 0o755): TreeEntry {
  return { type: 'directory', mode };
}

function link(target: string): TreeEntry {
  return { type: 'link', target };
}

/** Stands for a program: it is looked at and never run. */
function program(mode = 0o755): TreeEntry {
  return file('A program of the simulated node. It is looked at and never run.\n', mode);
}

const OS_RELEASE = `NAME="Rocky Linux"
VERSION="9.4 (Blue Onyx)"
ID="rocky"
ID_LIKE="rhel centos fedora"
VERSION_ID="9.4"
PLATFORM_ID="platform:el9"
PRETTY_NAME="Rocky Linux 9.4 (Blue Onyx)"
ANSI_COLOR="0;32"
HOME_URL="https://rockylinux.org/"
`;

const PASSWD = `root:x:0:0:root:/root:/bin/bash
alice:x:1001:1001::/home/alice:/bin/bash
bob:x:1002:1002::/home/bob:/bin/bash
`;

const GROUP = 'root:x:0:\nalice:x:1001:\nbob:x:1002:\n';

const AUDIT_LOG = `type=DAEMON_START msg=audit(1795300000.101:4021): op=start ver=3.1.2 format=enriched kernel=${KERNEL} auid=4294967295 pid=871 uid=0 ses=4294967295 subj=system_u:system_r:auditd_t:s0 res=success
type=SERVICE_START msg=audit(1795300004.512:97): pid=1 uid=0 auid=4294967295 ses=4294967295 subj=system_u:system_r:init_t:s0 msg='unit=craned comm="systemd" exe="/usr/lib/systemd/systemd" hostname=? addr=? terminal=? res=success'
`;

const FILE_SYSTEMS = ['sysfs', 'tmpfs', 'bdev', 'proc', 'cgroup2', 'devtmpfs', 'overlay', 'fuse', 'fusectl']
  .map((name) => `nodev\t${name}\n`)
  .concat('\txfs\n\text4\n\tfuseblk\n')
  .join('');

const CNI = {
  cniVersion: '1.0.0',
  name: 'crane',
  plugins: [
    {
      type: 'bridge',
      bridge: 'crane0',
      isGateway: true,
      ipMasq: true,
      ipam: { type: 'host-local', ranges: [[{ subnet: '10.88.0.0/16' }]], routes: [{ dst: '0.0.0.0/0' }] },
    },
    { type: 'portmap', capabilities: { portMappings: true } },
  ],
};

/** ccon reaches the streaming server from the login node, and the sandbox image is one of the recorded ones. */
const CONTAINERD = `version = 3

[plugins.'io.containerd.grpc.v1.cri']
stream_server_address = '192.0.2.107'
stream_server_port = '10250'

[plugins.'io.containerd.cri.v1.images'.pinned_images]
sandbox = 'registry.k8s.io/pause:3.10.1'
`;

/** The files of a healthy compute node, by their paths; a symlink stands before what lies behind it. */
export const HEALTHY_FILES: ReadonlyMap<string, TreeEntry> = new Map<string, TreeEntry>([
  ['/etc/crane/config.yaml', file(HEALTHY_CONFIG)],
  ['/etc/os-release', link('../usr/lib/os-release')],
  ['/usr/lib/os-release', file(OS_RELEASE)],
  [AUTHORITIES, file(AUTHORITY)],
  ['/etc/hostname', file('cn07\n')],
  ['/etc/resolv.conf', file('search hpc.example\nnameserver 192.0.2.53\n')],
  ['/etc/passwd', file(PASSWD)],
  ['/etc/group', file(GROUP)],
  ['/etc/subuid', file('alice:100000:65536\nbob:165536:65536\n')],
  ['/etc/subgid', file('alice:100000:65536\nbob:165536:65536\n')],
  ['/etc/containerd/config.toml', file(CONTAINERD)],
  ['/etc/cni/net.d', directory()],
  ['/etc/cni/net.d/10-crane.conflist', file(`${JSON.stringify(CNI, null, 2)}\n`)],
  ['/opt/cni/bin/bridge', program()],
  ['/opt/cni/bin/host-local', program()],
  ['/opt/cni/bin/loopback', program()],
  ['/opt/cni/bin/portmap', program()],
  ['/bin', link('usr/bin')],
  ['/lib', link('usr/lib')],
  ['/sbin', link('usr/sbin')],
  ['/usr/sbin', directory()],
  ['/usr/bin/bindfs', program()],
  ['/usr/bin/containerd', program()],
  ['/usr/bin/craned', program()],
  ['/usr/bin/fusermount3', program(0o4755)],
  ['/usr/bin/runc', program()],
  ['/usr/bin/systemctl', program()],
  ['/usr/libexec/csupervisor', program()],
  ['/usr/lib/systemd/system/craned.service', file('[Service]\nUser=root\nExecStart=/usr/bin/craned\n')],
  ['/usr/lib/systemd/system/containerd.service', file('[Service]\nExecStart=/usr/bin/containerd\nType=notify\n')],
  [`/usr/lib/modules/${KERNEL}/modules.dep`, file('kernel/fs/fuse/fuse.ko.xz:\nkernel/fs/overlayfs/overlay.ko.xz:\n')],
  [`/usr/lib/modules/${KERNEL}/modules.builtin`, file('kernel/fs/ext4/ext4.ko\n')],
  [`/usr/lib/modules/${KERNEL}/kernel/fs/fuse/fuse.ko.xz`, file('')],
  ['/proc/self/ns/user', file('', 0o444)],
  ['/proc/filesystems', file(FILE_SYSTEMS, 0o444)],
  ['/proc/1/comm', file('systemd\n')],
  ['/proc/sys/kernel/osrelease', file(`${KERNEL}\n`, 0o444)],
  ['/proc/sys/user/max_user_namespaces', file('1030786\n')],
  ['/sys/fs/selinux/enforce', file('1')],
  ['/dev', directory()],
  ['/run/containerd', directory(0o711)],
  ['/var/run', link('../run')],
  ['/var/crane', directory()],
  ['/var/crane/craned', directory()],
  ['/var/crane/craned/craned.log', file('')],
  ['/var/crane/supervisor', directory()],
  ['/var/log/audit', directory(0o700)],
  ['/var/log/audit/audit.log', file(AUDIT_LOG, 0o600)],
  ['/var/lib/containerd', directory(0o711)],
  ['/var/lib/containerd/io.containerd.snapshotter.v1.overlayfs', directory(0o700)],
  ['/mnt/crane', directory(0o700)],
  ['/tmp', directory(0o1777)],
]);
