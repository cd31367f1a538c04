import { all, craned, edit, editConfig, named, put, take } from './change.ts';
import { fault, type Fault } from './fault.ts';
import { KERNEL } from './healthy-files.ts';
import { SITE_REGISTRY } from './healthy-node.ts';
import { RUNTIME_FAULTS } from './runtime-faults.ts';

const CONFIG_FAULTS: readonly Fault[] = [
  fault(
    'config-missing',
    'config-file/missing',
    { en: 'there is no config.yaml', zh: 'config.yaml 不存在' },
    take('/etc/crane/config.yaml'),
  ),
  fault(
    'bad-indent',
    'config-file/syntax',
    { en: 'config.yaml has a line with a space too many', zh: 'config.yaml 有一行多缩进了一个空格' },
    editConfig('  RuntimeEndpoint:', '   RuntimeEndpoint: /run/containerd/containerd.sock'),
  ),
  fault(
    'wrong-type',
    'config-container/wrong-type',
    { en: 'Container.Enabled is 1 and not true', zh: 'Container.Enabled 写成 1 而不是 true' },
    edit('/etc/crane/config.yaml', 'Container:\n  Enabled: true\n', 'Container:\n  Enabled: 1\n'),
  ),
  fault(
    'missing-endpoint',
    'config-endpoints/runtime-missing',
    { en: 'RuntimeEndpoint is not there', zh: '没有配置 RuntimeEndpoint' },
    editConfig('  RuntimeEndpoint:'),
  ),
  fault(
    'scheme-in-endpoint',
    'config-endpoints/scheme',
    { en: 'RuntimeEndpoint begins with unix://', zh: 'RuntimeEndpoint 带有 unix:// 前缀' },
    all(
      editConfig('  RuntimeEndpoint:', '  RuntimeEndpoint: unix:///run/containerd/containerd.sock'),
      editConfig('  ImageEndpoint:', '  ImageEndpoint: unix:///run/containerd/containerd.sock'),
    ),
  ),
  fault(
    'shared-mount-base',
    'config-bindfs/shared-mount-base',
    {
      en: 'MountBaseDir is /mnt, which craned would close for all users',
      zh: 'MountBaseDir 为 /mnt，craned 会将其改为仅 root 可访问',
    },
    editConfig('    MountBaseDir:', '    MountBaseDir: /mnt'),
  ),
];

const NETWORK_FAULTS: readonly Fault[] = [
  fault(
    'dns-not-found',
    'dns/not-found',
    { en: "the DNS server does not know the registry's name", zh: 'DNS 服务器中没有镜像仓库的域名' },
    all(named(SITE_REGISTRY), (node) => ({
      ...node,
      names: new Map([...node.names].filter(([name]) => name !== SITE_REGISTRY)),
    })),
  ),
  fault(
    'registry-refused',
    'registry/tcp',
    { en: 'the registry refuses connections', zh: '镜像仓库拒绝连接' },
    named(SITE_REGISTRY, { listens: false }),
  ),
  fault(
    'expired-certificate',
    'registry/tls-expired',
    { en: "the registry's certificate has expired", zh: '镜像仓库的证书已过期' },
    named(SITE_REGISTRY, { certificate: 'expired' }),
  ),
  fault(
    'untrusted-certificate',
    'registry/tls-untrusted',
    {
      en: "the registry's certificate is of an authority that the node does not trust",
      zh: '节点不信任镜像仓库证书的签发者',
    },
    named(SITE_REGISTRY, { certificate: 'untrusted' }),
  ),
];

const BINDFS_FAULTS: readonly Fault[] = [
  fault(
    'bindfs-missing',
    'bindfs-binary/missing',
    { en: 'bindfs is not installed', zh: '未安装 bindfs' },
    take('/usr/bin/bindfs'),
  ),
  fault(
    'fuse-absent',
    'fuse-module/absent',
    { en: 'the kernel has no FUSE', zh: '内核不支持 FUSE' },
    all(
      edit('/proc/filesystems', 'nodev\tfuse\nnodev\tfusectl\n', ''),
      edit('/proc/filesystems', '\tfuseblk\n', ''),
      edit(`/usr/lib/modules/${KERNEL}/modules.dep`, 'kernel/fs/fuse/fuse.ko.xz:\n', ''),
      take(`/usr/lib/modules/${KERNEL}/kernel/fs/fuse/fuse.ko.xz`, '/dev/fuse'),
    ),
  ),
  fault(
    'fuse-device-missing',
    'fuse-device/missing',
    { en: '/dev/fuse is not there', zh: '/dev/fuse 不存在' },
    take('/dev/fuse'),
  ),
  fault(
    'mount-base-is-a-file',
    'mount-base-dir/not-a-directory',
    { en: 'a file is where MountBaseDir should be', zh: 'MountBaseDir 处是一个文件' },
    put('/mnt/crane', { type: 'file', text: '', mode: 0o644 }),
  ),
];

const SERVICE_FAULTS: readonly Fault[] = [
  fault(
    'craned-failed',
    'craned-service/failed',
    { en: 'craned.service failed', zh: 'craned.service 启动失败' },
    craned({ unit: 'failed' }),
  ),
  fault(
    'stale-config',
    'craned-service/stale-config',
    {
      en: 'config.yaml was changed, and craned not started again',
      zh: 'config.yaml 已修改，但 craned 未重启',
    },
    craned({ startTicks: 3_000 }),
  ),
];

/** All faults that the demo knows, those of the runtime first. */
export const FAULTS: readonly Fault[] = [
  ...RUNTIME_FAULTS,
  ...CONFIG_FAULTS,
  ...NETWORK_FAULTS,
  ...BINDFS_FAULTS,
  ...SERVICE_FAULTS,
];

/** The fault of this name, or undefined. */
export function faultNamed(name: string): Fault | undefined {
  return FAULTS.find((known) => known.name === name);
}
