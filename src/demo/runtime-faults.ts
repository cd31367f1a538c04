import { all, edit, editConfig, runtime, take } from './change.ts';
import type { CriReplies, CriReply } from './cri-recording.ts';
import { fault, type Fault } from './fault.ts';

const NO_CNI =
  'cni config load failed: no network config found in /etc/cni/net.d: cni plugin not initialized: failed to load cni config';

/** What is asked of a runtime beside its version. */
const ASKED = [
  'RuntimeService.Status',
  'RuntimeService.RuntimeConfig',
  'RuntimeService.ListPodSandbox',
  'RuntimeService.GetContainerEvents',
  'ImageService.ListImages',
  'ImageService.ImageStatus',
  'ImageService.ImageFsInfo',
];

/** This answer for every call but Version: of a runtime that is about to start, or in a deadlock. */
export function allButVersion(answer: CriReply): CriReplies {
  return Object.fromEntries(ASKED.map((call) => [call, answer]));
}

/** What can be wrong with the runtime, its network and its images. */
export const RUNTIME_FAULTS: readonly Fault[] = [
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
    'hung-runtime',
    'runtime-status/runtime-not-ready',
    { en: 'the runtime answers Version and nothing else', zh: '运行时只应答 Version，其余请求均无应答' },
    runtime({ replies: allButVersion({ silent: true }) }),
  ),
  fault(
    'network-not-ready',
    'cni/no-config',
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
    'cni-plugin-missing',
    'cni/plugin-missing',
    { en: 'a CNI plugin is not installed, and NetworkReady is true', zh: '缺少一个 CNI 插件，而 NetworkReady 为 true' },
    take('/opt/cni/bin/host-local'),
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
  fault(
    'systemd-cgroup',
    'runtime-cgroup-driver/systemd',
    { en: 'containerd uses the systemd cgroup driver', zh: 'containerd 使用 systemd cgroup 驱动' },
    runtime({ replies: { 'RuntimeService.RuntimeConfig': { reply: { linux: { cgroup_driver: 'SYSTEMD' } } } } }),
  ),
  fault(
    'image-endpoint-missing',
    'image-service/missing',
    { en: 'ImageEndpoint names a socket that is not there', zh: 'ImageEndpoint 指向不存在的套接字' },
    editConfig('  ImageEndpoint:', '  ImageEndpoint: /run/crio/crio.sock'),
  ),
];
