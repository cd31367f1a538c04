import { answered, refused, type Answer, type HostError } from '../host/answer.ts';
import type { Handlers, Host } from '../host/host.ts';
import { liveHandlers } from '../host/live.ts';
import type { PathInfo, Peer } from '../host/questions.ts';
import { parseResolvConf } from '../host/resolver/resolv-conf.ts';
import { treeHost } from '../host/tree.ts';
import { AUTHORITIES } from './healthy-files.ts';
import type { Network, Place } from './loopback.ts';
import type { NodeSpec } from './node-spec.ts';
import { resolveAt } from './resolver.ts';
import { commandOf } from './systemctl.ts';

/** What the host leads its questions to: the tree's directory (its real path) and what was started for it. */
export interface Surroundings {
  readonly root: string;
  /** When all that is told with a time happened on the node (its files, its last trouble): Unix time in ms. */
  readonly since: number;
  readonly network: Network;
  readonly nameServerPort: number;
}

/** getent(1) on a node whose accounts and groups are all in its files, where they were looked for before it is asked. */
const NOBODY_ELSE = answered({ exitCode: 2, signal: null, stdout: '', stderr: '', truncated: false });

const NOTHING_THERE: HostError = { code: 'ENETUNREACH', message: 'network is unreachable' };

/**
 * The host of a simulated node. Files are the tree's; sockets in it are asked as on a live machine,
 * TCP and names lead to the servers of this process, and the rest (who the node is, its mounts,
 * devices, services) is declared. Nothing else of this machine is looked at.
 */
export function demoHost(spec: NodeSpec, { root, since, network, nameServerPort }: Surroundings): Host {
  const live = liveHandlers({ authorities: { files: [root + AUTHORITIES], directories: [] } });
  const tree = treeHost(root);

  /** The same text without this machine's paths, which the node does not have. */
  const nodesOwn = <T>(answer: Answer<T>): Answer<T> =>
    answer.ok
      ? answer
      : refused(
          JSON.parse(JSON.stringify(answer.error).replaceAll(JSON.stringify(root).slice(1, -1), '')) as HostError,
        );

  /** Asks something of a socket of the node at its place on this machine. */
  const atSocket = async <T>(path: string, ask: (machinePath: string) => Promise<Answer<T>>): Promise<Answer<T>> => {
    const there = await tree.ask('stat', { path, follow: true });
    return there.ok ? nodesOwn(await ask(root + there.value.realPath)) : there;
  };

  const atPeer = async <T>(peer: Peer, ask: (peer: Peer) => Promise<Answer<T>>): Promise<Answer<T>> => {
    if ('unix' in peer) return atSocket(peer.unix, (unix) => ask({ unix }));
    const place = network.placeOf(peer.address, peer.port);
    return place ? ask(place) : refused(NOTHING_THERE);
  };

  const resolve: Handlers['resolve'] = async (args) => {
    const file = await tree.ask('readFile', { path: '/etc/resolv.conf', maxBytes: 65_536 });
    const text = file.ok ? Buffer.from(file.value.bytes).toString('utf8') : '';
    return resolveAt(nameServerPort, parseResolvConf(text), args);
  };

  /** Where a URL's server is, with its name left as it is for TLS and the Host header. */
  const placeOf = async (url: URL, address: string | null): Promise<Answer<Place>> => {
    let known = address;
    if (known === null) {
      const resolved = await resolve({ name: url.hostname });
      if (!resolved.ok) return resolved;
      known = resolved.value.addresses[0]?.address ?? '';
    }
    const place = network.placeOf(known, Number(url.port) || (url.protocol === 'https:' ? 443 : 80));
    return place ? answered(place) : refused({ ...NOTHING_THERE, detail: { step: 'connect' } });
  };

  const overrides: Partial<Handlers> = {
    identity: () => Promise.resolve(answered(spec.identity)),
    mounts: () => Promise.resolve(answered(spec.mounts)),
    command: (args) => Promise.resolve(args.file === 'getent' ? NOBODY_ELSE : commandOf(args, spec, since)),
    async stat({ path, follow }) {
      const device = spec.devices.get(path);
      if (device) return answered(deviceInfo(path, device, since));
      const there = await tree.ask('stat', { path, follow });
      return there.ok ? answered(ofTheNode(there.value, since)) : there;
    },
    async openDevice({ path }) {
      if (spec.devices.has(path)) return answered({ opened: true as const });
      const there = await tree.ask('stat', { path, follow: true });
      return there.ok ? refused({ code: 'NOT_A_DEVICE', message: 'not a character device' }) : there;
    },
    async space({ path }) {
      const there = await tree.ask('stat', { path, follow: true });
      return there.ok ? answered(spec.space) : there;
    },
    connect: (peer) => atPeer(peer, (at) => live.handlers.connect(at)),
    greet: ({ send, ...peer }) => atPeer(peer, (at) => live.handlers.greet({ ...at, send })),
    cri: (args) => atSocket(args.socket, (socket) => live.handlers.cri({ ...args, socket })),
    criStream: (args) => atSocket(args.socket, (socket) => live.handlers.criStream({ ...args, socket })),
    resolve,
    async http(args) {
      if (!URL.canParse(args.url)) return refused({ code: 'EINVAL', message: 'not an http or https URL' });
      // The simulated network has no proxy.
      if (args.proxy !== null) return refused({ ...NOTHING_THERE, detail: { step: 'proxy-connect' } });
      const url = new URL(args.url);
      const place = await placeOf(url, args.address);
      if (!place.ok) return place;
      const headers = { ...args.headers, host: url.host };
      url.port = String(place.value.port);
      const authorities = args.authorities.map((path) => root + path);
      const { address } = place.value;
      return nodesOwn(await live.handlers.http({ ...args, url: url.href, address, headers, authorities }));
    },
  };
  const host = treeHost(root, overrides, { kind: 'demo' });
  return {
    ...host,
    close() {
      host.close();
      tree.close();
      live.close();
    },
  };
}

/**
 * What whoever runs the demo owns on this machine, as it is on the node: all of it is root's, `/` is open
 * to everybody, and a socket has the mode that the runtimes give it, whatever the umask here is.
 */
function ofTheNode(info: PathInfo, mtimeMs: number): PathInfo {
  const mode = info.type === 'socket' ? 0o660 : info.realPath === '/' ? 0o755 : info.mode;
  return { ...info, mode, mtimeMs, uid: 0, gid: 0 };
}

function deviceInfo(
  path: string,
  { mode, major, minor }: NonNullable<ReturnType<NodeSpec['devices']['get']>>,
  mtimeMs: number,
): PathInfo {
  return {
    type: 'character-device',
    realPath: path,
    mode,
    uid: 0,
    gid: 0,
    size: 0,
    mtimeMs,
    device: { major, minor },
    links: [],
  };
}
