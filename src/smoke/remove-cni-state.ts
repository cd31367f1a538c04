import type { Left } from './left-behind.ts';
import type { StepContext } from './step.ts';

type Tools = Pick<StepContext, 'host' | 'changes'>;

/**
 * Where the plugin host-local keeps its leases, a file an address below each network's name with the sandbox's id
 * in its first line, and where libcni keeps results, with the id in the file's name (both by default).
 */
const NETWORKS = '/var/lib/cni/networks';
const RESULTS = '/var/lib/cni/results';

const MAX_ENTRIES = 4_096;

async function namesIn({ host }: Tools, path: string): Promise<readonly string[]> {
  const listed = await host.ask('readDirectory', { path, max: MAX_ENTRIES });
  return listed.ok ? listed.value.map(({ name }) => name) : [];
}

async function firstLine({ host }: Tools, path: string): Promise<string> {
  const file = await host.ask('readTail', { path, maxBytes: 256 });
  return file.ok ? (Buffer.from(file.value.bytes).toString('latin1').split(/\r?\n/)[0] ?? '') : '';
}

async function leasesOf(tools: Tools, id: string): Promise<readonly string[]> {
  const networks = await namesIn(tools, NETWORKS);
  const inEach = networks.map(async (network) => {
    const addresses = (await namesIn(tools, `${NETWORKS}/${network}`)).filter((name) => /^[0-9a-f]+[.:]/.test(name));
    const paths = addresses.map((address) => `${NETWORKS}/${network}/${address}`);
    const ids = await Promise.all(paths.map((path) => firstLine(tools, path)));
    return paths.filter((_, at) => ids[at] === id);
  });
  return (await Promise.all(inEach)).flat();
}

/**
 * Takes away what CNI plugins still have of a pod that is removed. A runtime that died while they ran does not call
 * them again for the pod (containerd 1.7: its network namespace goes, and with it the interfaces; its address stays
 * taken). The pod's id tells that it is its own.
 */
export async function removeCniState(tools: Tools, id: string): Promise<readonly Left[]> {
  if (!/^[0-9a-f]{64}$/.test(id)) return [];
  const [leases, results] = await Promise.all([leasesOf(tools, id), namesIn(tools, RESULTS)]);
  const own = [...leases, ...results.filter((name) => name.includes(`-${id}-`)).map((name) => `${RESULTS}/${name}`)];
  const left: Left[] = [];
  for (const path of own) {
    const gone = await tools.changes.file({ method: 'removeFile', path });
    if (!gone.ok && gone.error.code !== 'ENOENT') left.push({ what: path, reason: gone.error.code });
  }
  return left;
}
