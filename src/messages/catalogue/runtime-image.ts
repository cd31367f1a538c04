import type { Message } from '../message.ts';

/** Images and containers: what runtimes, registries and runc say. */
export const RUNTIME_IMAGE: readonly Message[] = [
  {
    id: 'http-instead-of-https',
    component: 'the runtime',
    log: 'supervisor',
    texts: ['server gave HTTP response to HTTPS client'],
    example:
      'Failed to pull image: [gRPC:2] pinging container registry 10.0.0.5:5000: Get "https://10.0.0.5:5000/v2/": http: server gave HTTP response to HTTPS client',
    meaning: {
      en: 'The registry speaks plain HTTP, and the runtime is not told so (insecure, hosts.toml).',
      zh: '仓库使用明文 HTTP，而运行时未作相应配置（insecure、hosts.toml）。',
    },
    findings: ['registry/tls'],
    source: 'Go net/http',
  },
  {
    id: 'registry-not-permitted',
    component: 'the runtime',
    log: 'supervisor',
    texts: [
      'pull access denied',
      'authorization failed',
      'authentication required',
      'Failed to pull image: …unauthorized',
      'unexpected status …: 401',
      'unexpected status …: 403',
    ],
    example:
      'Failed to pull image: [gRPC:2] failed to resolve reference "docker.io/private/app:1": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
    meaning: {
      en: 'The registry does not give this image out without a login, or not to this one: ccon login on the login node, and look whether the name is right.',
      zh: '仓库不允许匿名（或该账号）获取此镜像：在登录节点执行 ccon login，并检查镜像名称。',
    },
    findings: ['registry-image/unauthorized', 'registry-login/malformed'],
    source: 'containerd, CRI-O, registries',
  },
  {
    id: 'rate-limited',
    component: 'the registry',
    log: 'supervisor',
    texts: ['toomanyrequests', '429 Too Many Requests'],
    example:
      'Failed to pull image: [gRPC:2] failed to copy: httpReadSeeker: 429 Too Many Requests - toomanyrequests: You have reached your pull rate limit',
    meaning: {
      en: 'The registry limits how often this address may pull: log in, use a mirror, or pull beforehand.',
      zh: '仓库限制了该地址的拉取频率：登录、使用镜像站，或预先拉取。',
    },
    findings: ['registry/rate-limited', 'registry-image/rate-limited'],
    source: 'Docker Hub',
  },
  {
    id: 'no-such-host',
    component: 'the runtime',
    log: 'supervisor',
    texts: ['no such host', 'Temporary failure in name resolution', 'server misbehaving'],
    example: 'Failed to pull image: [gRPC:2] dial tcp: lookup registry.invalid on 10.0.0.53:53: no such host',
    meaning: {
      en: 'The name of a registry does not resolve on this node, or its DNS server is in trouble.',
      zh: '仓库域名在本节点上无法解析，或 DNS 服务器异常。',
    },
    findings: ['dns/not-found', 'dns/failed'],
    source: 'Go net',
  },
  {
    id: 'proxyconnect',
    component: 'the runtime',
    log: 'supervisor',
    texts: ['proxyconnect tcp'],
    example:
      'Failed to pull image: [gRPC:2] Head "https://registry-1.docker.io/v2/": proxyconnect tcp: dial tcp 10.0.0.3:3128: connect: connection refused',
    meaning: {
      en: "The proxy of the runtime (its systemd unit's environment) does not lead out.",
      zh: '运行时的代理（其 systemd 单元的环境变量）不通。',
    },
    findings: ['registry/proxy'],
    source: 'Go net/http',
  },
  {
    id: 'x509-expired',
    component: 'the runtime',
    log: 'supervisor',
    texts: ['x509: certificate has expired or is not yet valid'],
    example:
      'Failed to pull image: [gRPC:2] tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-07-02T09:49:46Z is after 2026-06-01T00:00:00Z',
    meaning: {
      en: "The registry's certificate is not valid now, or the node's clock is wrong.",
      zh: '仓库证书当前不在有效期内，或节点时钟不准。',
    },
    findings: ['registry/tls-expired'],
    source: 'Go crypto/x509',
  },
  {
    id: 'x509-untrusted',
    component: 'the runtime',
    log: 'supervisor',
    texts: ['x509: '],
    example:
      'Failed to pull image: [gRPC:2] tls: failed to verify certificate: x509: certificate signed by unknown authority',
    meaning: {
      en: "The runtime does not trust the registry's certificate: its authority is not in the system's store nor in the runtime's configuration, or the name is another.",
      zh: '运行时不信任仓库证书：签发机构不在系统证书库或运行时配置中，或域名不符。',
    },
    findings: ['registry/tls-untrusted'],
    source: 'Go crypto/x509',
  },
  {
    id: 'disk-full',
    component: 'the runtime',
    log: 'supervisor',
    texts: ['no space left on device'],
    example:
      'Failed to pull image: [gRPC:2] failed to extract layer: write /var/lib/containerd/x: no space left on device',
    meaning: {
      en: 'A disk is full: that of the images for a pull, else that of CraneBaseDir.',
      zh: '磁盘已满：拉取镜像时是镜像所在磁盘，其他情况是 CraneBaseDir 所在磁盘。',
    },
    findings: ['image-service/disk-low', 'base-dir/disk-low'],
    source: 'the kernel (ENOSPC)',
  },
  {
    id: 'no-platform',
    component: 'the runtime',
    log: 'supervisor',
    texts: ['no match for platform in manifest', 'no matching manifest for'],
    example: 'Failed to pull image: [gRPC:5] failed to resolve image: no match for platform in manifest: not found',
    meaning: { en: "The image is not made for this node's processor.", zh: '该镜像不支持本节点的处理器架构。' },
    findings: ['registry-image/no-platform'],
    source: 'containerd, CRI-O',
  },
  {
    id: 'image-gone',
    component: 'the runtime',
    log: 'supervisor',
    texts: ['failed to resolve image "…": not found', 'does not resolve to an image ID'],
    example: 'Failed to create container in pod \'4f1c\': [gRPC:5] failed to resolve image "sha256:4f1c": not found',
    meaning: {
      en: 'The image is not on the node any more when the container is created: removed meanwhile, or ImageEndpoint is another runtime.',
      zh: '创建容器时镜像已不在节点上：其间被删除，或 ImageEndpoint 指向另一个运行时。',
    },
    findings: ['config-endpoints/image-differs', 'image-present/absent'],
    source: 'containerd, CRI-O',
  },
  {
    id: 'image-not-found',
    component: 'the runtime',
    log: 'supervisor',
    texts: ['manifest unknown', 'Failed to pull image: …: not found', 'failed to resolve …: not found'],
    example:
      'Failed to pull image: [gRPC:5] failed to pull and unpack image "docker.io/library/nope:1": failed to resolve reference "docker.io/library/nope:1": docker.io/library/nope:1: not found',
    meaning: { en: 'The registry has no image of this name or tag.', zh: '仓库中没有此名称或标签的镜像。' },
    findings: ['registry-image/not-found'],
    source: 'containerd, CRI-O',
  },
  {
    id: 'network-timeout',
    component: 'the runtime',
    log: 'supervisor',
    texts: ['i/o timeout', 'dial tcp …: connect: connection refused', 'no route to host', 'TLS handshake timeout'],
    example: 'Failed to pull image: [gRPC:2] dial tcp 10.0.0.5:443: i/o timeout',
    meaning: {
      en: 'The runtime does not reach the registry, or its mirror or proxy, over the network.',
      zh: '运行时无法通过网络访问仓库（或其镜像站、代理）。',
    },
    findings: ['registry/tcp', 'dns/timeout'],
    source: 'Go net',
  },
  {
    id: 'idmap-unsupported',
    component: 'the runtime',
    log: 'supervisor',
    // Not the `newuidmap` of rootless programs, which nothing of CraneSched's calls.
    texts: [' idmap', 'idmapped', 'MOUNT_ATTR_IDMAP', 'mount_setattr', 'uid mappings for mount'],
    example: "Failed to create container in pod '4f1c': [gRPC:2] failed to generate spec: idmap mounts not supported",
    meaning: {
      en: 'A volume of a pod with a user namespace needs idmapped mounts: containerd 2.0, a newer runc, and a file system that has them; or BindFs.',
      zh: '带用户命名空间的 Pod 挂载卷需要 idmapped mount：containerd 2.0、较新的 runc 和支持它的文件系统；或使用 BindFs。',
    },
    findings: ['runtime-userns/idmap-unsupported'],
    source: 'containerd, runc',
  },
  {
    id: 'cdi-unresolvable',
    component: 'the runtime',
    log: 'supervisor',
    texts: ['unresolvable CDI devices', 'CDI device injection failed'],
    example:
      "Failed to create container in pod '4f1c': [gRPC:2] CDI device injection failed: unresolvable CDI devices nvidia.com/gpu=GPU0",
    meaning: {
      en: 'No CDI spec on this node has the device, or the runtime has CDI switched off.',
      zh: '本节点没有描述该设备的 CDI 规范文件，或运行时未启用 CDI。',
    },
    findings: ['cdi-specs/name-missing', 'cdi-specs/disabled'],
    source: 'CDI library',
  },
  {
    id: 'command-missing',
    component: 'runc',
    log: 'supervisor',
    texts: ['executable file not found', 'unable to start container process: exec: …no such file or directory'],
    example:
      'Failed to start container \'4f1c\': [gRPC:2] runc create failed: unable to start container process: exec: "/bin/nope": stat /bin/nope: no such file or directory: unknown',
    meaning: {
      en: 'The image has no such command. A `--` behind the image is taken for the command itself.',
      zh: '镜像中没有该命令。镜像名之后的 `--` 会被当作命令本身。',
    },
    findings: [],
    source: 'runc',
  },
  {
    id: 'no-runtime-handler',
    component: 'the runtime',
    log: 'supervisor',
    texts: ['no runtime for "…" is configured', 'failed to find runtime handler'],
    example: 'Failed to run pod sandbox: [gRPC:2] failed to get sandbox runtime: no runtime for "kata" is configured',
    meaning: { en: 'The runtime has no handler of this name.', zh: '运行时没有该名称的处理器（handler）。' },
    findings: ['runtime-status/runtime-not-ready'],
    source: 'containerd, CRI-O',
  },
  {
    id: 'name-reserved',
    component: 'the runtime',
    log: 'supervisor',
    texts: ['is reserved for "…"', 'is already in use by container'],
    example:
      'Failed to run pod sandbox: [gRPC:2] failed to reserve sandbox name "job-12-cn07_cranesched_00c0ffee_0": name is reserved for "4f1c"',
    meaning: { en: 'A pod of the same job is left over.', zh: '同一作业的 Pod 遗留未清。' },
    findings: ['runtime-pods/orphan'],
    source: 'containerd, docker',
  },
];
