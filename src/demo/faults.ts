import type { Text } from '../lang.ts';
import { all, edit, editConfig, named, put, runtime, take, type Change } from './change.ts';
import { KERNEL } from './healthy-files.ts';
import { SITE_REGISTRY } from './healthy-node.ts';

/** One thing that can be wrong with the simulated node. */
export interface Fault {
  /** As `--fault` takes it. */
  readonly name: string;
  readonly summary: Text;
  /** The finding that is to be the first cause. */
  readonly code: string;
  readonly change: Change;
}

function fault(name: string, code: string, summary: Text, change: Change): Fault {
  return { name, summary, code, change };
}

const NO_CNI =
  'cni config load failed: no network config found in /etc/cni/net.d: cni plugin not initialized: failed to load cni config';

const RUNTIME_FAULTS: readonly Fault[] = [
  fault(
    'stale-socket',
    'runtime-socket/refused',
    { en: 'a socket file is left over, nobody listens at it', zh: '套接字文件残留，无进程监听' },
    runtime({ listener: 'stale' }),
  ),
  fault(
    'missing-socket',
    'runtime-socket/missing',
    {
      en: 'containerd runs, but its socket is not where craned looks',
      zh: 'containerd 在运行，但 craned 所找的套接字不存在',
    },
    runtime({ listener: 'absent' }),
  ),
  fault(
    'runtime-stopped',
    'runtime-service/inactive',
    { en: 'containerd.service was stopped', zh: 'containerd.service 已停止' },
    runtime({ listener: 'stale', unit: 'stopped' }),
  ),
  fault(
    'runtime-failed',
    'runtime-service/failed',
    { en: 'containerd.service failed', zh: 'containerd.service 启动失败' },
    runtime({ listener: 'stale', unit: 'failed' }),
  ),
  fault(
    'no-runtime',
    'runtime-installed/none',
    { en: 'no container runtime is installed', zh: '未安装任何容器运行时' },
    all(
      take('/usr/bin/containerd', '/usr/lib/systemd/system/containerd.service', '/etc/containerd/config.toml'),
      runtime({ listener: 'absent', unit: 'absent' }),
    ),
  ),
  fault(
    'not-grpc',
    'runtime-version/not-grpc',
    { en: 'another server (HTTP/1) has the socket', zh: '套接字由其他服务（HTTP/1）占用' },
    runtime({ listener: 'http1' }),
  ),
  fault(
    'cri-disabled',
    'runtime-version/unimplemented',
    { en: "containerd's CRI plugin is disabled", zh: 'containerd 的 CRI 插件被禁用' },
    all(
      edit('/etc/containerd/config.toml', 'version = 3\n', 'disabled_plugins = ["cri"]\n'),
      runtime({ listener: 'no-cri' }),
    ),
  ),
  fault(
    'silent-runtime',
    'runtime-version/timeout',
    { en: 'the runtime takes connections and never answers', zh: '运行时接受连接但不应答' },
    runtime({ listener: 'silent' }),
  ),
  fault(
    'network-not-ready',
    'runtime-status/network-not-ready',
    { en: 'CNI has no network configuration', zh: '没有 CNI 网络配置' },
    all(
      take('/etc/cni/net.d/10-crane.conflist'),
      runtime({
        conditions: {
          NetworkReady: {
            reason: 'NetworkPluginNotReady',
            message: 'Network plugin returns error: cni plugin not initialized',
            cniLoadStatus: NO_CNI,
          },
        },
      }),
    ),
  ),
  fault(
    'runtime-not-ready',
    'runtime-status/runtime-not-ready',
    { en: 'the runtime answers, and says that it is not ready', zh: '运行时有应答，但自报未就绪' },
    runtime({
      conditions: {
        RuntimeReady: { reason: 'ContainerdNotReady', message: 'Containerd grpc server is not serving' },
      },
    }),
  ),
];

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

/** All faults that the demo knows, those of the runtime first. */
export const FAULTS: readonly Fault[] = [...RUNTIME_FAULTS, ...CONFIG_FAULTS, ...NETWORK_FAULTS, ...BINDFS_FAULTS];

/** The fault of this name, or undefined. */
export function faultNamed(name: string): Fault | undefined {
  return FAULTS.find((known) => known.name === name);
}
