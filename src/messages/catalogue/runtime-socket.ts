import type { Message } from '../message.ts';

/** The way to the runtime: what gRPC says of sockets, and a runtime that is not there. */
export const RUNTIME_SOCKET: readonly Message[] = [
  {
    id: 'socket-missing',
    component: 'gRPC',
    log: 'supervisor',
    texts: ['[gRPC:14] … No such file or directory', 'connect: no such file or directory'],
    example:
      'Failed to run pod sandbox: [gRPC:14] failed to connect to all addresses; last error: UNKNOWN: unix:/run/containerd/containerd.sock: No such file or directory',
    meaning: {
      en: 'There is no socket at the endpoint: the runtime does not run, or RuntimeEndpoint names another path.',
      zh: '端点处没有套接字：运行时未运行，或 RuntimeEndpoint 写的是别的路径。',
    },
    findings: ['runtime-socket/missing', 'runtime-service/inactive'],
    source: 'gRPC; containerd, CRI-O (crictl)',
  },
  {
    id: 'socket-refused',
    component: 'gRPC',
    log: 'supervisor',
    texts: ['[gRPC:14] … Connection refused', 'dial unix …: connect: connection refused'],
    example:
      'Failed to run pod sandbox: [gRPC:14] failed to connect to all addresses; last error: UNKNOWN: unix:/run/containerd/containerd.sock: Connection refused',
    meaning: {
      en: 'The socket file is there and nobody listens: the runtime has died and left it.',
      zh: '套接字文件存在但无人监听：运行时已退出，文件遗留。',
    },
    findings: ['runtime-socket/refused', 'runtime-service/failed'],
    source: 'gRPC',
  },
  {
    id: 'socket-permission',
    component: 'gRPC',
    log: 'supervisor',
    texts: ['[gRPC:14] … Permission denied', 'dial unix …: connect: permission denied'],
    example:
      'Failed to run pod sandbox: [gRPC:14] failed to connect to all addresses; last error: UNKNOWN: Permission denied',
    meaning: {
      en: 'craned is root, so that SELinux or AppArmor is what denies it; by hand it was no root who asked.',
      zh: 'craned 以 root 运行，因此是 SELinux 或 AppArmor 在拒绝；手工测试时则是非 root 用户在询问。',
    },
    findings: ['runtime-socket/permission-denied', 'lsm-denials/denied'],
    source: 'gRPC',
  },
  {
    id: 'socket-type',
    component: 'gRPC',
    log: 'supervisor',
    texts: ['Protocol wrong type for socket'],
    example:
      'Failed to run pod sandbox: [gRPC:14] failed to connect to all addresses; last error: UNKNOWN: Protocol wrong type for socket',
    meaning: {
      en: 'What is at the endpoint is a datagram socket, no runtime.',
      zh: '端点处是数据报套接字，不是运行时。',
    },
    findings: ['runtime-socket/wrong-type'],
    source: 'gRPC',
  },
  {
    id: 'target-invalid',
    component: 'gRPC',
    log: 'supervisor',
    texts: ['the target uri is not valid', 'authority-based URIs not supported by the unix scheme'],
    example:
      'Failed to run pod sandbox: [gRPC:2] the target uri is not valid: unix://unix:///run/containerd/containerd.sock',
    meaning: {
      en: "craned puts unix:// in front of the endpoint: in config.yaml it is the absolute path alone. The guide's crictl form is wrong there.",
      zh: 'craned 会在端点前加 unix://：config.yaml 中只写绝对路径。指南中给 crictl 用的写法在这里是错的。',
    },
    findings: ['config-endpoints/scheme', 'config-endpoints/relative', 'config-endpoints/unsafe-character'],
    source: 'gRPC; CS Craned.cpp:337',
  },
  {
    id: 'socket-path-long',
    component: 'gRPC',
    log: 'journal',
    texts: ['Path name should not have more than 107 characters'],
    example: 'Path name should not have more than 107 characters',
    meaning: { en: 'The path of the endpoint is longer than a socket may have.', zh: '端点路径超过套接字允许的长度。' },
    findings: ['config-endpoints/too-long'],
    source: 'gRPC',
  },
  {
    id: 'address-empty',
    component: 'gRPC',
    log: 'supervisor',
    texts: ['empty address list'],
    example: 'Failed to run pod sandbox: [gRPC:14] empty address list',
    meaning: { en: 'RuntimeEndpoint is an empty text.', zh: 'RuntimeEndpoint 是空字符串。' },
    findings: ['config-endpoints/empty'],
    source: 'gRPC',
  },
  {
    id: 'cri-disabled',
    component: 'the runtime',
    log: 'supervisor',
    texts: ['unknown service runtime.v1.RuntimeService', 'unknown service runtime.v1.ImageService'],
    example: 'Failed to run pod sandbox: [gRPC:12] unknown service runtime.v1.RuntimeService',
    meaning: {
      en: "containerd answers and has no CRI: switched off (disabled_plugins, as in Docker's package) or its plugin failed to load; or a runtime that knows CRI v1alpha2 only.",
      zh: 'containerd 有应答但没有 CRI：被禁用（disabled_plugins，Docker 的软件包即如此）或插件加载失败；也可能运行时只支持 CRI v1alpha2。',
    },
    findings: ['runtime-version/unimplemented', 'runtime-version/api-unsupported'],
    source: 'containerd',
  },
  {
    id: 'http1-server',
    component: 'gRPC',
    log: 'supervisor',
    texts: ['Trying to connect an http1.x server', 'looked like an HTTP/1.1 header', 'error reading server preface'],
    example: 'Failed to run pod sandbox: [gRPC:14] Trying to connect an http1.x server (HTTP status 400)',
    meaning: {
      en: 'What listens at the endpoint speaks no gRPC: docker.sock, or another service.',
      zh: '端点处的服务不是 gRPC：可能是 docker.sock 或其他服务。',
    },
    findings: ['runtime-version/not-grpc'],
    source: 'gRPC',
  },
  {
    id: 'pod-deadline',
    component: 'gRPC',
    log: 'supervisor',
    texts: ['Failed to run pod sandbox: [gRPC:4]', 'Failed to run pod sandbox: Deadline Exceeded'],
    example: 'Failed to run pod sandbox: [gRPC:4] Deadline Exceeded',
    meaning: {
      en: 'craned waits 5 seconds for a pod, CNI and the pull of the sandbox image included: pull that image beforehand, look at the CNI plugin, or the runtime is silent.',
      zh: 'craned 创建 Pod 只等 5 秒，其中包括 CNI 和沙箱镜像的拉取：预先拉取该镜像，检查 CNI 插件；也可能是运行时不应答。',
    },
    findings: ['runtime-sandbox-image/absent', 'cni/timeout-over-deadline', 'runtime-version/timeout'],
    source: 'CS CriClient.h:65',
  },
  {
    id: 'call-deadline',
    component: 'gRPC',
    log: 'supervisor',
    texts: ['[gRPC:4] Deadline Exceeded', 'code = DeadlineExceeded'],
    example: "Failed to create container in pod '4f1c': [gRPC:4] Deadline Exceeded",
    meaning: {
      en: 'The runtime did not answer within the time that craned gives a call (5 s; 60 s for a pull): a slow disk, a busy or a hung runtime.',
      zh: '运行时未在 craned 给定的时间内应答（5 秒；拉取 60 秒）：磁盘慢、运行时繁忙或挂起。',
    },
    findings: ['runtime-version/timeout'],
    source: 'CS CriClient.h:65',
  },
  {
    id: 'server-starting',
    component: 'containerd',
    log: 'supervisor',
    texts: ['server is not initialized yet'],
    example: 'Failed to run pod sandbox: [gRPC:14] server is not initialized yet',
    meaning: { en: 'containerd is still starting.', zh: 'containerd 仍在启动中。' },
    findings: ['runtime-version/failed'],
    source: 'containerd 2.2',
  },
  {
    id: 'docker-down',
    component: 'cri-dockerd',
    log: 'supervisor',
    texts: ['Cannot connect to the Docker daemon', 'failed to get docker version'],
    example:
      'Failed to run pod sandbox: [gRPC:2] Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
    meaning: {
      en: 'cri-dockerd runs and dockerd behind it does not.',
      zh: 'cri-dockerd 在运行，而其后的 dockerd 没有。',
    },
    findings: ['runtime-status/runtime-not-ready', 'runtime-version/failed'],
    source: 'cri-dockerd',
  },
];
