import type { FileSystemSpace, Identity, Mount } from '../host/questions.ts';
import type { RegistryCertificate } from './certificates.ts';
import type { Conditions } from './conditions.ts';
import type { CriReplies } from './cri-recording.ts';
import type { CriFault } from './cri-server.ts';

/** What lies at a path of the simulated node. Everything belongs to root:root; `mode` holds the permission bits. */
export type TreeEntry =
  | { readonly type: 'file'; readonly text: string; readonly mode: number }
  | { readonly type: 'directory'; readonly mode: number }
  | { readonly type: 'link'; readonly target: string };

/** How systemd sees a unit; `absent`: it has no such unit. */
export type UnitState = 'running' | 'stopped' | 'failed' | 'absent';

/** A device node, as stat tells it: a demo that is not run by root cannot make one. */
export interface DeviceNode {
  readonly major: number;
  readonly minor: number;
  readonly mode: number;
}

/** The simulated node before it is started: plain data, which a fault changes. */
export interface NodeSpec {
  readonly identity: Identity;
  readonly files: ReadonlyMap<string, TreeEntry>;
  readonly devices: ReadonlyMap<string, DeviceNode>;
  readonly mounts: readonly Mount[];
  readonly space: FileSystemSpace;
  readonly runtime: {
    readonly socket: string;
    /** What is at the socket: a runtime, a sick one, a socket file that nobody listens at, or nothing. */
    readonly listener: 'cri' | CriFault | 'stale' | 'absent';
    readonly unit: UnitState;
    readonly conditions: Conditions;
    /** Replies of the runtime that are not as recorded. */
    readonly replies?: CriReplies;
  };
  readonly craned: {
    readonly unit: UnitState;
    /** Its process number, and when it was started, in ticks of 10 ms after the node's boot. */
    readonly pid: number;
    readonly startTicks: number;
  };
  /** Names that the node's DNS server knows, with their addresses. */
  readonly names: ReadonlyMap<string, string>;
  /** One server at all of these addresses, on port 443. */
  readonly registry: {
    readonly addresses: readonly string[];
    readonly listens: boolean;
    readonly certificate: RegistryCertificate;
  };
  /** Registries that the checks look at as though `--registry` had named them. */
  readonly registries: readonly string[];
}
