import type { Finding } from '../checks/finding.ts';
import type { ContainerEvent, ContainerEvents } from '../cri/container-events.ts';
import type { NodeChanges } from '../host/changes/node-changes.ts';
import type { Host } from '../host/host.ts';
import type { Text } from '../lang.ts';
import type { Owner } from './owner.ts';
import type { SmokeParameters } from './parameters.ts';

/** What the container said about itself, and what the runtime says of the pod. */
export interface Seen {
  /** Whole output, as the container printed it. */
  readonly output: string;
  /** The parts of it, by the word after the mark. */
  readonly parts: ReadonlyMap<string, string>;
}

/** The event stream of a run, and what came over it. */
export interface Listening {
  readonly stream: ContainerEvents;
  readonly events: readonly ContainerEvent[];
}

/** What a run has reached so far. A step adds to it, also where it fails. */
export interface Reached {
  /** The image's id for CreateContainer, and its name for people. */
  readonly image?: { readonly id: string; readonly name: string };
  /** Where on the host the directory for the mount lies by now. */
  readonly mountPath?: string;
  /** The run's directory is there, and this run has made it. */
  readonly directoryMade?: true;
  /** A pod was asked for, so that there may be one, whatever was answered. */
  readonly podAsked?: true;
  /** The same for an image of the doctor's own, and for the mount through bindfs. */
  readonly imageAsked?: true;
  readonly bindfsAsked?: true;
  /** MountBaseDir was not there, and this run has made it. */
  readonly mountBaseMade?: true;
  readonly podId?: string;
  readonly containerId?: string;
  /** The addresses that the runtime tells for the pod. */
  readonly podAddresses?: readonly string[];
  readonly listening?: Listening;
  readonly seen?: Seen;
  readonly leftBehind?: readonly string[];
}

export interface StepContext {
  readonly p: SmokeParameters;
  readonly owner: Owner;
  readonly host: Host;
  readonly changes: NodeChanges;
  /** Aborted by Ctrl-C and its like. What takes away again does not listen to it. */
  readonly signal: AbortSignal;
  readonly reached: Reached;
}

/** How a step ended. Without a finding it went well. */
export interface StepEnd {
  readonly findings?: readonly Finding[];
  readonly reached?: Reached;
  /** What came of it, for the line of the step. */
  readonly note?: string;
  /** It had nothing to do, and why. */
  readonly skipped?: Text;
  /** craned's deadline, where it depends on what was done. */
  readonly deadlineMs?: number;
}

export type StepName =
  | 'prepare'
  | 'leftovers'
  | 'directory'
  | 'image'
  | 'bindfs'
  | 'sandbox'
  | 'create'
  | 'events'
  | 'start'
  | 'exit'
  | 'log'
  | 'userns'
  | 'network'
  | 'dns'
  | 'mount'
  | 'stop'
  | 'remove'
  | 'clean-up';

/** One step of the sequence. */
export interface Step {
  readonly name: StepName;
  readonly title: Text;
  /** How long craned would wait for it, ms; null where it does not wait for it or has no limit. */
  readonly deadlineMs: number | null;
  /**
   * `way`: the next ones need it, so that its failure ends the test; `look`: it only looks; `end`: it takes
   * away again, whatever happened.
   */
  readonly kind: 'way' | 'look' | 'end';
  run(context: StepContext): StepEnd | Promise<StepEnd>;
}
