import type { CriRecording } from '../../../src/demo/cri-recording.ts';
import { startCriServer } from '../../../src/demo/cri-server.ts';
import { answered, refused } from '../../../src/host/answer.ts';
import type { Host } from '../../../src/host/host.ts';
import { liveHandlers } from '../../../src/host/live.ts';
import type { Mount } from '../../../src/host/questions.ts';
import { treeHost } from '../../../src/host/tree.ts';
import type { Cleanup } from '../../support/cleanup.ts';
import { nodeTree, type Placed } from '../node-tree.ts';
import { identityOfNode } from './recorded-facts.ts';

/** Where the recorded runtime is on its node. */
export const RECORDED_SOCKET = '/run/recorded/runtime.sock';

const NETWORK = JSON.stringify({ cniVersion: '1.0.0', name: 'crane', plugins: [{ type: 'bridge' }] });

const disk = (mountPoint: string, fsType: string): Mount => ({
  mountPoint,
  root: '/',
  fsType,
  source: fsType,
  readOnly: false,
});

const GIB = 1024 ** 3;

/** The value of a recorded Status at a path of names, or undefined. */
function recorded(recording: CriRecording, ...names: readonly string[]): unknown {
  return names.reduce<unknown>(
    (value, name) => (value as Record<string, unknown> | undefined)?.[name],
    recording.status,
  );
}

/** CNI's configuration and plugins where the runtime says that it looks for them, else where CNI has them. */
function network(recording: CriRecording): { readonly [path: string]: Placed } {
  const confDir = (recorded(recording, 'config', 'cni', 'confDir') as string | undefined) ?? '/etc/cni/net.d';
  const binDirs = recorded(recording, 'config', 'cni', 'binDirs') as readonly string[] | undefined;
  const binDir = binDirs?.[0] ?? (recorded(recording, 'config', 'cni', 'binDir') as string | undefined);
  const program: Placed = { file: 'a plugin', mode: 0o755 };
  const plugins = ['bridge', 'host-local', 'loopback', 'portmap'];
  return {
    [`${confDir}/10-crane.conflist`]: { file: NETWORK },
    ...Object.fromEntries(plugins.map((plugin) => [`${binDir ?? '/opt/cni/bin'}/${plugin}`, program])),
  };
}

/**
 * A node with a recorded runtime, served on a real socket: real files for what the runtime says that
 * it has, no systemd, local disks with room. `networks: false` leaves CNI's files out.
 */
export async function recordedNode(
  cleanup: Cleanup,
  recording: CriRecording,
  { networks = true }: { readonly networks?: boolean } = {},
): Promise<Host> {
  const tree = nodeTree(cleanup, {
    '/run/recorded': { directory: 0o755 },
    '/etc/crio/crio.conf.d/10-crane.conf': { file: '[crio.runtime]\nenable_pod_events = true\n' },
    '/usr/bin/containerd': { file: 'a program', mode: 0o755 },
    ...(networks ? network(recording) : {}),
  });
  const server = await startCriServer({ socket: tree.at(RECORDED_SOCKET), recording });
  const live = liveHandlers();
  cleanup.defer(() => server.close());
  cleanup.defer(() => live.close());
  const { handlers } = live;
  const host = treeHost(
    tree.at('/'),
    {
      identity: () => Promise.resolve(answered(identityOfNode({ init: 'init' }))),
      mounts: () => Promise.resolve(answered([disk('/', 'ext4'), disk('/run', 'tmpfs')])),
      space: () =>
        Promise.resolve(
          answered({ totalBytes: 400 * GIB, freeBytes: 300 * GIB, totalInodes: 1_000_000, freeInodes: 900_000 }),
        ),
      command: () => Promise.resolve(refused({ code: 'ENOENT', message: 'no such program' })),
      connect: (peer) => handlers.connect('unix' in peer ? { unix: tree.at(peer.unix) } : peer),
      greet: (args) => handlers.greet('unix' in args ? { ...args, unix: tree.at(args.unix) } : args),
      cri: (args) => handlers.cri({ ...args, socket: tree.at(args.socket) }),
      criStream: (args) => handlers.criStream({ ...args, socket: tree.at(args.socket) }),
    },
    { kind: 'demo' },
  );
  cleanup.defer(() => host.close());
  return host;
}
