import { ipFamily } from './ip-address.ts';

/** An address as a number of 32 or 128 bits. An IPv4 address written as IPv6 is IPv4, as in Go's net.IP. */
export interface IpBits {
  readonly width: 32 | 128;
  readonly bits: bigint;
}

/** A range of addresses: all that share the first `prefix` bits. */
export interface IpNetwork extends IpBits {
  readonly prefix: number;
}

/** An address by its text, or null where it is none. */
export function ipBits(text: string): IpBits | null {
  const family = ipFamily(text);
  if (family === 0) return null;
  if (family === 4) return { width: 32, bits: text.split('.').reduce((bits, part) => (bits << 8n) | BigInt(part), 0n) };
  // The URL parser writes every IPv6 address in one form, without an IPv4 tail.
  const [head = '', tail] = new URL(`http://[${text}]/`).hostname.slice(1, -1).split('::');
  const groups = (part: string | undefined): string[] => (part ? part.split(':') : []);
  const zeros = tail === undefined ? 0 : 8 - groups(head).length - groups(tail).length;
  const all = [...groups(head), ...Array<string>(zeros).fill('0'), ...groups(tail)];
  const bits = all.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
  return bits >> 32n === 0xffffn ? { width: 32, bits: bits & 0xffff_ffffn } : { width: 128, bits };
}

/** `10.0.0.0/8` or `fd00::/8`, or null where it is none (net.ParseCIDR). */
export function ipNetwork(text: string): IpNetwork | null {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(text);
  const address = match ? ipBits(match[1]!) : null;
  if (!match || !address) return null;
  // An IPv4 network written as IPv6 has its mask written so, too.
  const mapped = address.width === 32 && match[1]!.includes(':');
  const prefix = mapped ? Math.max(0, Number(match[2]) - 96) : Number(match[2]);
  return prefix <= address.width ? { ...address, prefix } : null;
}

/** True where an address is in a network. */
export function inNetwork(address: IpBits, network: IpNetwork): boolean {
  if (address.width !== network.width) return false;
  const rest = BigInt(network.width - network.prefix);
  return address.bits >> rest === network.bits >> rest;
}

/** True for 127.0.0.0/8 and ::1 (net.IP.IsLoopback). */
export function isLoopback({ width, bits }: IpBits): boolean {
  return width === 32 ? bits >> 24n === 127n : bits === 1n;
}
