import { refused, type Answer } from '../answer.ts';
import { fileTask } from '../output.ts';
import type { CommandResult, Questions } from '../questions.ts';
import { SERVICE_OF, type ChangingCall, type ChangingCalls } from '../../cri/changing-calls.ts';
import type { ContainerEvent, ContainerEvents } from '../../cri/container-events.ts';
import { bareCommand } from './bare-command.ts';
import type { FileChange } from './file-change.ts';
import { serveOnLoopback, type LoopbackServer, type Served } from './loopback-server.ts';

/** How one call is made: where, how long it may take, and what ends it before. */
export interface CallLimits {
  readonly socket: string;
  readonly limitMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The door through which a node is changed, beside the host's, which only reads. Only `crane-doctor smoke`
 * has one. As a host it never throws and never hangs: whatever goes wrong is an answer.
 */
export interface NodeChanges {
  /** A CRI call that changes something; errors as of `callCri`. */
  call<M extends ChangingCall>(
    method: M,
    request: ChangingCalls[M][1],
    limits: CallLimits,
  ): Promise<Answer<ChangingCalls[M][2]>>;
  /** The event stream: on a containerd 1.7 whoever listens takes the events away from the others. */
  events(socket: string, limitMs: number, onEvent: (event: ContainerEvent) => void): Promise<ContainerEvents>;
  file(change: FileChange): Promise<Answer<null>>;
  command(argv: readonly [string, ...string[]], limitMs: number): Promise<Answer<CommandResult>>;
  /** Serves files by their paths over HTTP, on this machine's loopback alone. */
  serve(files: ReadonlyMap<string, Served>): Promise<Answer<LoopbackServer>>;
  close(): void;
}

/** How long a file system may take for one change, ms. */
const FILE_MS = 5_000;

/** The door to this machine. */
export function nodeChanges(): NodeChanges {
  let closeCri: () => void = () => {};
  const loaded = async <T>(module: Promise<T>): Promise<T> => {
    closeCri = (await import('../../cri/channels.ts')).closeCri;
    return module;
  };
  return {
    async call(method, request, { socket, limitMs, signal }) {
      const { callCri } = await loaded(import('../../cri/client.ts'));
      const asked = { socket, service: SERVICE_OF[method], method, request } as unknown as Questions['cri']['args'];
      const answer = await callCri(asked, limitMs, signal);
      return answer.ok ? { ok: true, value: answer.value.reply as never } : answer;
    },
    async events(socket, limitMs, onEvent) {
      const { containerEvents } = await loaded(import('../../cri/container-events.ts'));
      return containerEvents(socket, limitMs, onEvent);
    },
    file: (change) =>
      change.path.startsWith('/')
        ? fileTask(change, FILE_MS)
        : Promise.resolve(refused({ code: 'EINVAL', message: 'not an absolute path' })),
    command: bareCommand,
    serve: serveOnLoopback,
    close: () => closeCri(),
  };
}
