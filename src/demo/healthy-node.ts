import type { Mount } from '../host/questions.ts';
import { HEALTHY_FILES, KERNEL } from './healthy-files.ts';
import type { NodeSpec } from './node-spec.ts';

/** The registry of the simulated cluster, which the healthy node is not told to look at. */
export const SITE_REGISTRY = 'registry.hpc.example';

/**
 * The registries that the node's DNS server knows: those of the images on the node, docker.io's API
 * host among them, and the cluster's own. The addresses are of TEST-NET-1 (RFC 5737), which nobody has:
 * the demo's host leads them to the registry in this process.
 */
const REGISTRIES: ReadonlyMap<string, string> = new Map([
  [SITE_REGISTRY, '192.0.2.10'],
  ['docker.io', '192.0.2.11'],
  ['registry-1.docker.io', '192.0.2.11'],
  ['registry.k8s.io', '192.0.2.12'],
]);

function mount(mountPoint: string, fsType: string, source = fsType): Mount {
  return { mountPoint, root: '/', fsType, source, readOnly: false };
}

const GIB = 1024 ** 3;

/** A compute node of a CraneSched cluster on which containers work. */
export const HEALTHY_NODE: NodeSpec = {
  identity: {
    hostname: 'cn07',
    os: {
      id: 'rocky',
      idLike: ['rhel', 'centos', 'fedora'],
      versionId: '9.4',
      prettyName: 'Rocky Linux 9.4 (Blue Onyx)',
    },
    kernel: KERNEL,
    arch: 'x86_64',
    uid: 0,
    root: true,
    init: 'systemd',
  },
  files: HEALTHY_FILES,
  devices: new Map([['/dev/fuse', { major: 10, minor: 229, mode: 0o666 }]]),
  mounts: [
    mount('/', 'xfs', '/dev/mapper/rl-root'),
    mount('/proc', 'proc'),
    mount('/sys', 'sysfs'),
    mount('/sys/fs/cgroup', 'cgroup2'),
    mount('/dev', 'devtmpfs'),
    mount('/run', 'tmpfs'),
    mount('/home', 'nfs4', 'nas01:/export/home'),
  ],
  space: { totalBytes: 446 * GIB, freeBytes: 391 * GIB, totalInodes: 233_832_448, freeInodes: 233_401_912 },
  runtime: { socket: '/run/containerd/containerd.sock', listener: 'cri', unit: 'running', conditions: {} },
  // Eleven minutes after the boot, and a minute after the configuration was written.
  craned: { unit: 'running', pid: 1302, startTicks: 66_000 },
  names: REGISTRIES,
  registry: { addresses: [...new Set(REGISTRIES.values())], listens: true, certificate: 'valid' },
  registries: [],
};
