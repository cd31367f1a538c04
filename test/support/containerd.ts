import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Client, credentials, status, type ServiceError } from '@grpc/grpc-js';

import { temporaryDirectory, type Cleanup } from './cleanup.ts';
import { containerdProgram } from './containerd-program.ts';
import { startDaemon, untilReady, type Daemon } from './daemon.ts';
import { unmountBelow } from './mounts.ts';

export interface ContainerdOptions {
  readonly version: '1.6' | '1.7';
  /** With a bridge network from Debian's plugins, or with this text as its list; without it NetworkReady is false. */
  readonly cni?: boolean | string;
  /** Started with its CRI plugin in `disabled_plugins`, as Docker's package configures it. */
  readonly criDisabled?: boolean;
  /** With `SystemdCgroup = true` for runc, as Kubernetes nodes have it. */
  readonly systemdCgroup?: boolean;
  /** Where its streaming server listens; by itself on 127.0.0.1. */
  readonly streamAddress?: string;
  readonly sandboxImage?: string;
  /** Where its CNI plugins are; by itself where Debian's package has them. */
  readonly cniBinDir?: string;
  /** Lines of TOML about registries, which follow `[plugins."io.containerd.grpc.v1.cri".registry]`. */
  readonly registry?: string;
  /** A command that puts it into namespaces (nsenter). */
  readonly enter?: readonly string[];
}

export interface Containerd {
  readonly socket: string;
  /** The second socket that containerd listens on, for its shims: it speaks ttrpc, not gRPC. */
  readonly ttrpcSocket: string;
  /** The file that it reads its network from, there or not. */
  readonly network: string;
  readonly daemon: Daemon;
  /** Kills it, as though it had crashed. Its shims go on, and with them the containers. */
  kill(): void;
  /** Starts it again, after it was ended, with what it had. */
  restart(): Promise<void>;
}

/**
 * A real containerd with everything of its own in a temporary directory, ready when its socket
 * answers a CRI call (with CRI disabled: when it answers that it does not know the service).
 */
export async function startContainerd(cleanup: Cleanup, options: ContainerdOptions): Promise<Containerd> {
  const directory = temporaryDirectory(cleanup);
  // As /run/containerd is: root of a user namespace has to get to its root file system.
  chmodSync(directory, 0o711);
  cleanup.defer(() => {
    endShims(directory);
    unmountBelow(directory);
  });
  const config = join(directory, 'config.toml');
  const socket = join(directory, 'containerd.sock');
  writeFileSync(config, configuration(directory, options));
  mkdirSync(join(directory, 'cni'));
  const network = join(directory, 'cni/10-bridge.conflist');
  if (options.cni) writeFileSync(network, options.cni === true ? NETWORK : options.cni);

  const program = containerdProgram(options.version)!;
  const holder = startDaemon(cleanup, [...(options.enter ?? []), ...OWN_RUN]);
  await untilReady(holder, "containerd's /run", () => holder.output().includes('ready'));
  const inside = ['nsenter', '--target', String(holder.pid), '--mount', '--'];
  let latest: Daemon | undefined;
  const run = async (): Promise<Daemon> => {
    const daemon = startDaemon(cleanup, [...(options.enter ?? []), ...inside, program, '--config', config]);
    latest = daemon;
    await untilReady(daemon, `containerd ${options.version}`, () => answersCri(socket));
    return daemon;
  };
  const daemon = await run();
  return {
    socket,
    ttrpcSocket: `${socket}.ttrpc`,
    network,
    daemon,
    kill: () => latest!.signal('SIGKILL'),
    async restart() {
      await latest!.stop();
      await run();
    },
  };
}

/**
 * containerd makes /run/containerd whatever its configuration says: its /run is its own, in a mount namespace
 * that outlives it, as the network namespaces of its pods are mounted there. Where the mounts of its node are
 * shared, it sees those that come later.
 */
const OWN_RUN = [
  ...['unshare', '--mount', '--propagation', 'slave', '--'],
  ...['sh', '-c', 'mount -t tmpfs tmpfs /run && echo ready && exec sleep infinity'],
];

/** A configuration in which no path is outside the directory, and the plugins that need a kernel module are off. */
function configuration(directory: string, options: ContainerdOptions): string {
  const {
    criDisabled,
    systemdCgroup,
    streamAddress,
    sandboxImage,
    cniBinDir = '/usr/lib/cni',
    registry = '',
  } = options;
  const disabled = ['io.containerd.snapshotter.v1.aufs', 'io.containerd.snapshotter.v1.zfs'];
  disabled.push('io.containerd.snapshotter.v1.btrfs', 'io.containerd.snapshotter.v1.devmapper');
  if (criDisabled) disabled.push('io.containerd.grpc.v1.cri');
  return `version = 2
root = "${directory}/root"
state = "${directory}/state"
temp = "${directory}/temp"
disabled_plugins = [${disabled.map((id) => `"${id}"`).join(', ')}]
[grpc]
  address = "${directory}/containerd.sock"
[plugins."io.containerd.internal.v1.opt"]
  path = "${directory}/opt"
[plugins."io.containerd.grpc.v1.cri"]
  restrict_oom_score_adj = true
${streamAddress === undefined ? '' : `  stream_server_address = "${streamAddress}"\n`}${sandboxImage === undefined ? '' : `  sandbox_image = "${sandboxImage}"\n`}  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "${cniBinDir}"
    conf_dir = "${directory}/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      SystemdCgroup = ${systemdCgroup === true}
  [plugins."io.containerd.grpc.v1.cri".registry]
${registry}
`;
}

/** A bridge network of Debian's plugins. */
export const NETWORK = JSON.stringify({
  cniVersion: '0.4.0',
  name: 'crane-doctor-test',
  plugins: [{ type: 'bridge', bridge: 'cd-test0', ipam: { type: 'host-local', subnet: '10.88.0.0/24' } }],
});

/** True when a socket answers RuntimeService/Version with a reply or with UNIMPLEMENTED (12). */
function answersCri(socket: string): Promise<boolean> {
  const client = new Client(`unix:${socket}`, credentials.createInsecure());
  const same = (bytes: Buffer): Buffer => bytes;
  return new Promise((resolve) => {
    const call = (error: ServiceError | null): void => {
      client.close();
      resolve(error === null || error.code === status.UNIMPLEMENTED);
    };
    const deadline = Date.now() + 1_000;
    client.makeUnaryRequest('/runtime.v1.RuntimeService/Version', same, same, Buffer.alloc(0), { deadline }, call);
  });
}

/** Shims are no children of containerd: they are found by their command line, which names its socket. */
function endShims(directory: string): void {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      if (command.includes('containerd-shim') && command.includes(directory)) process.kill(Number(pid), 'SIGKILL');
    } catch {
      // The process ended meanwhile.
    }
  }
}
