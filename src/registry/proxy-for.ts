import { inNetwork, ipBits, ipNetwork, isLoopback, type IpBits } from './ip-network.ts';

/** The values that Go's programs read: HTTP_PROXY, HTTPS_PROXY and NO_PROXY; empty is unset. */
export interface ProxyValues {
  readonly http: string;
  readonly https: string;
  readonly no: string;
}

/** Where a request goes: the host without brackets, and always with a port. */
export interface Destination {
  readonly scheme: 'https' | 'http';
  readonly host: string;
  readonly port: number;
}

const DEFAULT_PORTS: { readonly [scheme: string]: string } = {
  http: '80',
  https: '443',
  socks5: '1080',
  socks5h: '1080',
};

/**
 * The proxy that a Go program asks for a request, or null where it asks the host itself. The rules are
 * those of golang.org/x/net/http/httpproxy, which containerd, CRI-O and dockerd share: a proxy by the
 * request's scheme, never for localhost and loopback addresses, and not for what NO_PROXY names. A
 * value that is no URL counts as unset there, and here.
 */
export function proxyFor(destination: Destination, values: ProxyValues): URL | null {
  const proxy = proxyUrl(destination.scheme === 'https' ? values.https : values.http);
  return proxy && usesProxy(destination, values.no) ? proxy : null;
}

/** A proxy's URL by its variable: `host:port` alone is an http proxy. */
export function proxyUrl(value: string): URL | null {
  if (value === '') return null;
  const text = /^(https?|socks5h?):/i.test(value) ? value : `http://${value}`;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || url.hostname === '') return null;
  if (url.port === '' && url.protocol !== 'http:' && url.protocol !== 'https:')
    url.port = DEFAULT_PORTS[url.protocol.slice(0, -1)] ?? '';
  return url;
}

function usesProxy({ host, port }: Destination, noProxy: string): boolean {
  const name = host.trim().toLowerCase();
  const address = ipBits(name);
  if (host === 'localhost' || (address && isLoopback(address))) return false;
  return !noProxy.split(',').some((entry) => excludes(entry.trim().toLowerCase(), name, String(port), address));
}

/** True where one entry of NO_PROXY covers a host: `*`, a network, an address or a domain, the last two with a port. */
function excludes(entry: string, name: string, port: string, address: IpBits | null): boolean {
  if (entry === '') return false;
  if (entry === '*') return true;
  const network = ipNetwork(entry);
  if (network) return address !== null && inNetwork(address, network);
  const split = splitPort(entry);
  if (split.host === '') return false;
  const atPort = split.port === '' || split.port === port;
  const only = ipBits(split.host);
  if (only) return atPort && address !== null && only.width === address.width && only.bits === address.bits;
  // `.x.com` and `*.x.com` are the names below x.com, `x.com` is itself and those.
  const below = split.host.startsWith('*.') ? split.host.slice(1) : split.host;
  const suffix = below.startsWith('.') ? below : `.${below}`;
  const itself = !below.startsWith('.') && name === below;
  return atPort && (itself || name.endsWith(suffix));
}

/** net.SplitHostPort, where an entry without a port, or with too many colons, is all host. */
function splitPort(entry: string): { host: string; port: string } {
  const match = /^(?:\[([^\]]*)\]|([^:[\]]*)):([^:]*)$/.exec(entry);
  return match ? { host: match[1] ?? match[2] ?? '', port: match[3]! } : { host: entry, port: '' };
}
