import { rmSync } from 'node:fs';
import { mkdtemp, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Host } from '../host/host.ts';
import { demoHost } from './demo-host.ts';
import type { Fault } from './fault.ts';
import { plantTree } from './file-tree.ts';
import { HEALTHY_NODE } from './healthy-node.ts';
import { processFiles } from './processes.ts';
import { startNetwork } from './loopback.ts';
import { startNameServer } from './name-server.ts';
import { startRuntime } from './runtime.ts';

/** A simulated node that runs in this process. */
export interface DemoNode {
  readonly host: Host;
  /** Registries that the checks are to look at as though `--registry` had named them. */
  readonly registries: readonly string[];
  /** Ends its servers and removes its files; afterwards nothing of it is left. Safe to call again. */
  remove(): Promise<void>;
}

/** How long ago all that happened on the node which is told with a time, ms. */
const SINCE_MS = 26 * 3_600_000;

/** sun_path of unix(7) holds 108 bytes, the last one 0; cri-server's stale socket has one more at first. */
const LONGEST_SOCKET_PATH = 106;

/** An empty directory, for its owner only, in which the path of the node's socket is short enough. */
async function newRoot(socket: string): Promise<string> {
  const fits = (directory: string): boolean =>
    Buffer.byteLength(join(directory, 'crane-XXXXXX') + socket) <= LONGEST_SOCKET_PATH;
  const parent = await realpath(tmpdir()).catch(() => '/tmp');
  return mkdtemp(join(fits(parent) ? parent : '/tmp', 'crane-'));
}

/**
 * Starts a simulated node, healthy or with a fault: its files in a temporary directory, its runtime at
 * a socket in it, its DNS server and registry on loopback. Any user can; several run side by side.
 * The directory goes with `remove`, and with the process where that is ended without it; only SIGKILL leaves it.
 */
export async function startDemo(fault?: Fault): Promise<DemoNode> {
  const spec = fault ? fault.change(HEALTHY_NODE) : HEALTHY_NODE;
  const root = await newRoot(spec.runtime.socket);
  const removeFiles = (): void => rmSync(root, { recursive: true, force: true });
  process.once('exit', removeFiles);
  const steps: (() => unknown)[] = [
    () => {
      process.off('exit', removeFiles);
      removeFiles();
    },
  ];
  const remove = async (): Promise<void> => {
    for (let step = steps.pop(); step; step = steps.pop()) await step();
  };
  try {
    const since = Date.now() - SINCE_MS;
    await plantTree(root, new Map([...spec.files, ...processFiles(spec.craned, since)]));
    steps.push(await startRuntime(root + spec.runtime.socket, spec.runtime));
    const names = await startNameServer(spec.names);
    steps.push(() => names.close());
    const network = await startNetwork(spec.registry);
    steps.push(() => network.close());
    const host = demoHost(spec, { root, since, network, nameServerPort: names.port });
    steps.push(() => host.close());
    return { host, registries: spec.registries, remove };
  } catch (cause) {
    await remove();
    throw cause;
  }
}
