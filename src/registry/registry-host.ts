import { ipFamily } from './ip-address.ts';
import { malformed, parsed, type Parsed } from './parsed.ts';

/** A registry by the name that image references carry. */
export interface RegistryHost {
  /** `docker.io`, `registry.example.com:5000`, `[2001:db8::1]:5000`: what a report calls it. */
  readonly name: string;
  /** What is resolved and connected to: no brackets, and for docker.io the host of its API. */
  readonly apiHost: string;
  readonly port: number;
  /** The origin of its API, without a scheme: `registry-1.docker.io`, `[::1]:5000`. */
  readonly authority: string;
  /** localhost, 127.0.0.0/8 and ::1: containerd speaks plain HTTP to them where they do not speak TLS. */
  readonly loopback: boolean;
  /** An address that needs no DNS. */
  readonly literal: boolean;
}

/** Names that `ccon login` and the runtimes take for docker.io (containerd's docker.DefaultHost, containers/image). */
const DOCKER_HUB = new Set(['docker.io', 'index.docker.io', 'registry-1.docker.io']);
const DOCKER_HUB_API = 'registry-1.docker.io';
const HTTPS_PORT = 443;
const HTTP_PORT = 80;

const LABEL = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;
const LONGEST_NAME = 253;

/**
 * A DNS name as RFC 1123 allows it in an image reference: letters, digits and inner hyphens between dots.
 * What a URL takes for another host, or for none, cannot be asked: `0x7f.1`, `a.1`, broken punycode.
 */
function isHostName(text: string): boolean {
  if (text.length > LONGEST_NAME || !text.split('.').every((label) => LABEL.test(label))) return false;
  const url = `http://${text}/`;
  return URL.canParse(url) && new URL(url).hostname === text.toLowerCase();
}

/** Splits `host`, `host:port`, `[v6]` and `[v6]:port`; null where it is none of these. */
function splitPort(text: string): { host: string; port: string | null } | null {
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(text);
  if (bracketed) return ipFamily(bracketed[1]!) === 6 ? { host: bracketed[1]!, port: bracketed[2] ?? null } : null;
  const [host = '', port, ...more] = text.split(':');
  return more.length === 0 ? { host, port: port ?? null } : null;
}

function hasControls(text: string): boolean {
  return /[\u0000-\u0020\u007f-\u00a0]/.test(text);
}

/**
 * A registry's host as `--registry` takes it: `host`, `host:port`, an IPv4 address or `[IPv6]`, with
 * the aliases of docker.io made one. Anything else (a scheme, a path, credentials) is malformed.
 */
export function parseRegistryHost(text: string): Parsed<RegistryHost> {
  const read = parseHost(text);
  return read.ok ? parsed(hostOf(read.value)) : read;
}

/**
 * Where a configuration file says that a registry is (`mirror.example.com:5000`). It is taken at its
 * word: docker.io is the host of that name, and without a port the scheme's counts.
 */
export function parseEndpointHost(text: string, scheme: 'https' | 'http'): Parsed<RegistryHost> {
  const read = parseHost(text);
  return read.ok ? parsed(plainHostOf(read.value, scheme === 'https' ? HTTPS_PORT : HTTP_PORT)) : read;
}

interface HostAndPort {
  readonly host: string;
  readonly family: 0 | 4 | 6;
  readonly port: number | null;
}

function parseHost(text: string): Parsed<HostAndPort> {
  if (text === '') return malformed('it is empty', '内容为空');
  if (hasControls(text)) return malformed('it has a blank or a control character', '含有空白或控制字符');
  if (text.includes('://')) return malformed('it has a scheme; give only the host', '带有协议前缀；只需写主机名');
  if (text.includes('@')) return malformed('it has credentials; give only the host', '带有用户名；只需写主机名');
  if (text.includes('/')) return malformed('it has a path; give only the host', '带有路径；只需写主机名');
  const split = splitPort(text);
  if (!split) {
    return ipFamily(text) === 6
      ? malformed('an IPv6 address stands in brackets', 'IPv6 地址须放在方括号内')
      : malformed('it is no host name or address', '不是主机名或地址');
  }
  const port = split.port === null ? null : Number(split.port);
  if (split.port !== null && !(/^\d{1,5}$/.test(split.port) && Number(port) >= 1 && Number(port) <= 65_535)) {
    return malformed('its port is no number from 1 to 65535', '端口不是 1 到 65535 之间的数字');
  }
  const family = ipFamily(split.host);
  if (family === 0 && /^[0-9.]+$/.test(split.host))
    return malformed('it is no valid IPv4 address', '不是有效的 IPv4 地址');
  if (family === 0 && !isHostName(split.host)) return malformed('it is no host name or address', '不是主机名或地址');
  return parsed({ host: split.host.toLowerCase(), family, port });
}

function hostOf(read: HostAndPort): RegistryHost {
  const plain = plainHostOf(read, HTTPS_PORT);
  const hub = DOCKER_HUB.has(read.host) && plain.port === HTTPS_PORT;
  return hub ? { ...plain, name: 'docker.io', apiHost: DOCKER_HUB_API, authority: DOCKER_HUB_API } : plain;
}

function plainHostOf({ host, family, port }: HostAndPort, defaultPort: number): RegistryHost {
  const name = `${family === 6 ? `[${host}]` : host}${port === null ? '' : `:${port}`}`;
  return {
    name,
    apiHost: host,
    port: port ?? defaultPort,
    authority: name,
    loopback: host === 'localhost' || host === '::1' || (family === 4 && host.startsWith('127.')),
    literal: family !== 0,
  };
}
