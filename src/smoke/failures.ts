import type { Finding } from '../checks/finding.ts';
import { oneLine } from '../checks/look/one-line.ts';
import type { ChangingCall } from '../cri/changing-calls.ts';
import { grpcStatusText } from '../cri/grpc-status.ts';
import type { HostError } from '../host/answer.ts';
import { found } from './findings.ts';
import { isLost } from './lost.ts';

/** What a call was about. */
export interface About {
  readonly call: ChangingCall | 'ImageStatus' | 'ListImages' | 'PodSandboxStatus';
  readonly socket: string;
  readonly image: string;
  /** How long craned waits for it, and how long it took here. */
  readonly limitMs: number;
  readonly ms: number;
}

type Said = Pick<About, 'image'> & { readonly details: string; readonly match: RegExpExecArray };

/** One fault, as the runtimes tell it in their words. */
interface Fault {
  readonly calls: readonly About['call'][];
  readonly pattern: RegExp;
  readonly finding: (said: Said) => Finding;
}

const MAKING: readonly About['call'][] = ['RunPodSandbox', 'CreateContainer', 'StartContainer'];

/**
 * The runtimes' messages, the more telling first: the same fault reads differently in each, and comes at
 * another call (containerd 1.7 and 2.2, CRI-O 1.33 and 1.36, cri-dockerd; measured).
 */
const FAULTS: readonly Fault[] = [
  {
    calls: ['RunPodSandbox'],
    // containerd; CRI-O names the step of making the pod.
    pattern: /failed to get sandbox image|creating pod sandbox .*unable to pull image|failed to pull.*pause/s,
    finding: ({ details }) => {
      const image = /sandbox image "([^"]+)"|docker:\/\/(\S+?):? /.exec(details);
      return found('sandbox-image', { details }, image ? { target: (image[1] ?? image[2])! } : {});
    },
  },
  {
    calls: ['RunPodSandbox'],
    pattern: /failed to find plugin "([^"]+)" in path/,
    finding: ({ details, match }) => found('cni-plugin-missing', { plugin: match[1]!, details }, { target: match[1]! }),
  },
  {
    calls: ['RunPodSandbox'],
    pattern: /cni plugin not initialized|no CNI configuration file|cni config uninitialized|no networks found in/i,
    finding: ({ details }) => found('no-cni', { details }),
  },
  {
    calls: MAKING,
    pattern: /expected cgroupsPath to be of format|did not receive slice as parent/,
    finding: ({ details }) => found('cgroup-driver', { details }),
  },
  {
    calls: MAKING,
    pattern: /is reserved for "|name is reserved|is already in use by (?:container|pod)/,
    finding: ({ details }) => found('name-clash', { details }),
  },
  {
    calls: ['StartContainer'],
    // containerd 2 with a runc before 1.2: the image itself is to be idmapped, mount or not.
    pattern: /failed to validate OCI runtime features/,
    finding: ({ details }) => found('userns-refused', { details }),
  },
  {
    calls: ['CreateContainer', 'StartContainer'],
    pattern: /idmap mounts? (?:not|was|were|are)|idmap mounts not yet supported|MOUNT_ATTR_IDMAP/i,
    finding: ({ details }) => found('idmap-refused', { details }),
  },
  {
    calls: MAKING,
    pattern: /user namespace|userns|uid_map|newuidmap|[ug]id mappings?\b/i,
    finding: ({ details }) => found('userns-refused', { details }),
  },
  {
    calls: ['RunPodSandbox'],
    pattern: /failed to setup network|plugin type="|CNI/,
    finding: ({ details }) => found('cni-failed', { details }),
  },
  {
    calls: ['CreateContainer', 'StartContainer'],
    pattern: /exec: \\*"([^"\\]+)\\*": (?:stat |executable file not found|permission denied)/,
    finding: ({ details, image, match }) =>
      found('command-missing', { command: match[1]!, image, details }, { target: image }),
  },
  {
    calls: ['CreateContainer'],
    // containerd (of the id that ImageStatus told), CRI-O, cri-dockerd: ImageEndpoint is another runtime's, or it was removed.
    pattern: /failed to resolve image .*not found|does not resolve to an image ID|No such image/s,
    finding: ({ details, image }) => found('image-gone', { image, details }, { target: image }),
  },
  {
    calls: ['PullImage'],
    pattern: /manifest unknown|: not found|repository name not known|name unknown/i,
    finding: ({ details, image }) => found('image-not-found', { image, details }, { target: image }),
  },
  {
    calls: ['PullImage'],
    pattern: /unauthorized|authorization failed|authentication required|access denied|\b40[13]\b/i,
    finding: ({ details, image }) => found('image-unauthorized', { image, details }, { target: image }),
  },
  {
    calls: ['PullImage'],
    pattern: /(?:)/,
    finding: ({ details, image }) => found('image-pull', { image, details }, { target: image }),
  },
];

/** What is asked before anything else. */
const FIRST: readonly About['call'][] = ['ImageStatus', 'ListImages'];

/** gRPC's code for a server that does not have the service. */
const UNIMPLEMENTED = 12;

/** The finding behind a call that failed. */
export function failureOf(error: HostError, about: About): Finding {
  const { call, socket, image, limitMs, ms } = about;
  if (error.code === 'TIMEOUT')
    return found('over-deadline', { call, ms: Math.round(ms), limitMs, ended: false }, { target: socket });
  const details = oneLine(error.grpc?.details ?? (error.message || error.code));
  if (!error.grpc || isLost(error)) {
    const args = { call, socket, details: error.grpc ? details : `${error.code}: ${details}` };
    const about = { target: socket };
    return FIRST.includes(call) ? found('runtime-unreachable', args, about) : found('runtime-lost', args, about);
  }
  if (FIRST.includes(call) && error.grpc.code === UNIMPLEMENTED)
    return found('unimplemented', { socket, details }, { target: socket });
  for (const { calls, pattern, finding } of FAULTS) {
    const match = calls.includes(call) ? pattern.exec(details) : null;
    if (match) return finding({ details, image, match });
  }
  return found('refused', { call, status: grpcStatusText(error.grpc.code), details }, { target: socket });
}
