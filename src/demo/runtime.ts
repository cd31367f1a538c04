import type { NodeSpec } from './node-spec.ts';

/** Ends what is at the runtime's socket. */
export type EndRuntime = () => Promise<void>;

/**
 * Puts at `socket`, a path of this machine in a directory that is there, what the node has for a
 * runtime. gRPC is loaded only for this.
 */
export async function startRuntime(
  socket: string,
  { listener, conditions, replies }: NodeSpec['runtime'],
): Promise<EndRuntime> {
  const nothing = (): Promise<void> => Promise.resolve();
  if (listener === 'absent') return nothing;
  const servers = await import('./cri-server.ts');
  if (listener === 'stale') {
    await servers.leaveStaleSocket(socket);
    return nothing;
  }
  if (listener !== 'cri') {
    const server = await servers.startSickServer(socket, listener);
    return () => server.close();
  }
  const { default: recording } = await import('./containerd-2.2.4.json', { with: { type: 'json' } });
  const { statusWith } = await import('./conditions.ts');
  const overrides = { ...statusWith(recording, conditions), ...replies };
  const server = await servers.startCriServer({ socket, recording, overrides });
  return () => server.close();
}
