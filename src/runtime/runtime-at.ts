import { KNOWN_RUNTIMES, runtimeOfEndpoint, type KnownRuntime } from '../cri/runtimes.ts';
import type { Host } from '../host/host.ts';
import { containerdSetup } from './containerd-files.ts';
import { crioSetup } from './crio-files.ts';
import { sameSocket } from './same-socket.ts';
import { optionOf, unitArguments } from './unit-arguments.ts';

/**
 * The runtime whose service listens at a socket: by default, else by the command line of its unit and its
 * configuration files. Null where nobody says so: a service that is only guessed at would be worse than none.
 */
export async function runtimeAt(host: Host, socket: string): Promise<KnownRuntime | null> {
  const byDefault = runtimeOfEndpoint(socket);
  if (byDefault) return byDefault;
  const configured = await Promise.all(KNOWN_RUNTIMES.map((runtime) => configuredSocket(host, runtime)));
  return KNOWN_RUNTIMES.find((_, index) => sameSocket(configured[index] ?? '', socket)) ?? null;
}

/** Where a runtime's unit has it listen; null where there is no such unit. */
async function configuredSocket(host: Host, { id, unit }: KnownRuntime): Promise<string | null> {
  switch (id) {
    case 'containerd': {
      const { args, socket } = await containerdSetup(host);
      return args && socket;
    }
    case 'crio': {
      const { args, socket } = await crioSetup(host);
      return args && socket;
    }
    case 'cri-dockerd':
      return optionOf(await unitArguments(host, unit), '--container-runtime-endpoint') ?? null;
  }
}
