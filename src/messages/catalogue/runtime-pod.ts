import type { Message } from '../message.ts';

/** Pods: what runtimes, runc and CNI say, which csupervisor passes on behind its own words. */
export const RUNTIME_POD: readonly Message[] = [
  {
    id: 'cni-not-initialized',
    component: 'the runtime',
    log: 'supervisor',
    texts: [
      'cni plugin not initialized',
      'no network config found in',
      'no CNI configuration file in',
      'cni config uninitialized',
    ],
    example:
      'Failed to run pod sandbox: [gRPC:2] failed to setup network for sandbox "4f1c": cni plugin not initialized',
    meaning: {
      en: 'There is no usable CNI configuration. Jobs with `--network host` run all the same.',
      zh: '没有可用的 CNI 配置。使用 `--network host` 的作业不受影响。',
    },
    findings: ['cni/no-config', 'cni/invalid', 'runtime-status/network-not-ready'],
    source: 'containerd, CRI-O, cri-dockerd',
  },
  {
    id: 'cni-plugin-missing',
    component: 'the runtime',
    log: 'supervisor',
    texts: ['failed to find plugin "…" in path'],
    example:
      'Failed to run pod sandbox: [gRPC:2] failed to setup network for sandbox "4f1c": plugin type="calico" failed (add): failed to find plugin "calico" in path [/opt/cni/bin]',
    meaning: {
      en: 'The CNI configuration names a plugin whose program is not installed.',
      zh: 'CNI 配置引用的插件程序未安装。',
    },
    findings: ['cni/plugin-missing'],
    source: 'containerd, CRI-O',
  },
  {
    id: 'meta-cni',
    component: 'crane-meta',
    log: 'supervisor',
    texts: ['meta-cni: '],
    example:
      'failed to setup network for sandbox "4f1c": plugin type="crane-meta" failed (add): meta-cni: decode config: invalid character',
    meaning: { en: "CraneSched's meta CNI refuses its configuration.", zh: '鹤思的 meta CNI 拒绝了它的配置。' },
    findings: ['cni/meta-cni-invalid'],
    source: 'FE tool/meta-cni',
  },
  {
    id: 'dns-register-annotation',
    component: 'dns-register',
    log: 'supervisor',
    texts: ['pod annotation "cranesched.internal/fqdn" is required but missing'],
    example:
      'plugin type="dns-register" failed (add): pod annotation "cranesched.internal/fqdn" is required but missing',
    meaning: {
      en: 'dns-register does not get the annotations of the pod: the capability io.kubernetes.cri.pod-annotations is missing, or craned is older.',
      zh: 'dns-register 收不到 Pod 注解：缺少 io.kubernetes.cri.pod-annotations 能力，或 craned 版本较旧。',
    },
    findings: ['cni/capability-missing'],
    source: 'FE tool/dns-register',
  },
  {
    id: 'cni-setup',
    component: 'the runtime',
    log: 'supervisor',
    texts: ['failed to setup network for sandbox'],
    example:
      'Failed to run pod sandbox: [gRPC:2] failed to setup network for sandbox "4f1c": plugin type="bridge" failed (add): exit status 1',
    meaning: { en: 'A CNI plugin failed; its reason stands behind it.', zh: 'CNI 插件失败；原因在其后。' },
    findings: ['cni/invalid', 'runtime-status/network-not-ready'],
    wraps: true,
    source: 'containerd',
  },
  {
    id: 'crio-systemd-cgroup',
    component: 'CRI-O',
    log: 'supervisor',
    texts: ['did not receive slice as parent'],
    example:
      'Failed to run pod sandbox: [gRPC:2] cri-o configured with systemd cgroup manager, but did not receive slice as parent: /sys/fs/cgroup/crane/job_12',
    meaning: {
      en: 'CRI-O uses the systemd cgroup manager; craned always gives a cgroupfs path. Set cgroup_manager = "cgroupfs".',
      zh: 'CRI-O 使用 systemd cgroup 管理器，而 craned 总是传入 cgroupfs 路径。请设置 cgroup_manager = "cgroupfs"。',
    },
    findings: ['runtime-cgroup-driver/systemd'],
    source: 'CRI-O',
  },
  {
    id: 'runc-systemd-cgroup',
    component: 'runc',
    log: 'supervisor',
    texts: ['expected cgroupsPath to be of format "slice:prefix:name"'],
    example:
      'Failed to run pod sandbox: [gRPC:2] runc create failed: expected cgroupsPath to be of format "slice:prefix:name" for systemd cgroups, got "/sys/fs/cgroup/crane/job_12/4f1c" instead',
    meaning: {
      en: 'containerd has SystemdCgroup = true; craned always gives a cgroupfs path. Set it to false.',
      zh: 'containerd 设置了 SystemdCgroup = true，而 craned 总是传入 cgroupfs 路径。请改为 false。',
    },
    findings: ['runtime-cgroup-driver/systemd'],
    source: 'runc',
  },
  {
    id: 'sandbox-image',
    component: 'the runtime',
    log: 'supervisor',
    texts: ['failed to get sandbox image'],
    example:
      'Failed to run pod sandbox: [gRPC:2] failed to get sandbox image "registry.k8s.io/pause:3.8": failed to pull image "registry.k8s.io/pause:3.8": dial tcp 10.0.0.1:443: connect: connection refused',
    meaning: {
      en: "The runtime's own sandbox (pause) image is not on the node and cannot be pulled: import it, or name one that the site has.",
      zh: '运行时自己的沙箱（pause）镜像不在节点上且无法拉取：导入它，或改用站点内已有的镜像。',
    },
    findings: ['runtime-sandbox-image/absent'],
    source: 'containerd',
  },
];
