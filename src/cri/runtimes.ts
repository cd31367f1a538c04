/** A container runtime that speaks CRI, and how it is found on a node. */
export interface KnownRuntime {
  readonly id: 'containerd' | 'crio' | 'cri-dockerd';
  /** As people write it. */
  readonly name: string;
  /** As it calls itself in its Version reply. */
  readonly said: string;
  readonly unit: string;
  /** Where its socket is by default, the usual place first. */
  readonly sockets: readonly string[];
  /** The daemon's program, looked for in PROGRAM_DIRECTORIES. */
  readonly program: string;
  /** Its package in the distributions' repositories; null where the distribution has none. */
  readonly packages: { readonly debian: string | null; readonly rhel: string | null };
}

/**
 * The runtimes that the guide and crictl know, in crictl's order of trying. Units and sockets are
 * those of the distributions' packages. RHEL and Rocky have neither containerd nor cri-dockerd in
 * their own repositories: docker's repository has `containerd.io`, the Kubernetes one `cri-o`.
 */
export const KNOWN_RUNTIMES: readonly KnownRuntime[] = [
  {
    id: 'containerd',
    name: 'containerd',
    said: 'containerd',
    unit: 'containerd.service',
    sockets: ['/run/containerd/containerd.sock', '/var/run/containerd/containerd.sock'],
    program: 'containerd',
    packages: { debian: 'containerd', rhel: 'containerd.io' },
  },
  {
    id: 'crio',
    name: 'CRI-O',
    said: 'cri-o',
    unit: 'crio.service',
    sockets: ['/run/crio/crio.sock', '/var/run/crio/crio.sock'],
    program: 'crio',
    packages: { debian: 'cri-o', rhel: 'cri-o' },
  },
  {
    id: 'cri-dockerd',
    name: 'cri-dockerd',
    said: 'docker',
    unit: 'cri-docker.service',
    sockets: ['/run/cri-dockerd.sock', '/var/run/cri-dockerd.sock'],
    program: 'cri-dockerd',
    packages: { debian: null, rhel: null },
  },
];

/** Where packages and the projects' own archives put a daemon. */
export const PROGRAM_DIRECTORIES: readonly string[] = ['/usr/bin', '/usr/local/bin', '/usr/sbin', '/usr/local/sbin'];

/** The runtime that listens at a socket path by default, or null: any runtime can be configured to listen anywhere. */
export function runtimeOfEndpoint(path: string): KnownRuntime | null {
  return KNOWN_RUNTIMES.find((runtime) => runtime.sockets.includes(path)) ?? null;
}

/** The runtime that calls itself so (`runtime_name` of its Version reply), or null. */
export function runtimeThatSays(name: string): KnownRuntime | null {
  return KNOWN_RUNTIMES.find(({ said }) => said === name) ?? null;
}

/** The name of a runtime by what it calls itself: cri-dockerd gives Docker's name, whose settings these are not. */
export function nameBehind(said: string): string {
  return said === 'docker' ? 'cri-dockerd' : said;
}
