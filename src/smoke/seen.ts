import type { IdRange } from './parameters.ts';
import type { Seen } from './step.ts';

/* What the parts of the container's output say. */

/** A line of uid_map(5): ids inside from `inside` on are those outside from `outside` on. */
export interface IdMapLine {
  readonly inside: number;
  readonly outside: number;
  readonly count: number;
}

/** Lines of /proc/self/uid_map. */
export function idMapIn(text: string): readonly IdMapLine[] {
  return text.split('\n').flatMap((line) => {
    const [inside, outside, count] = line.trim().split(/\s+/).map(Number);
    return line.trim() === '' || count === undefined ? [] : [{ inside: inside!, outside: outside!, count }];
  });
}

/** The map of the host's own user namespace: all ids as they are. */
export function isHostMap(lines: readonly IdMapLine[]): boolean {
  return lines.some(({ inside, outside, count }) => inside === 0 && outside === 0 && count >= 2 ** 32 - 1);
}

/** Whether a map is that of one range from 0 on, and nothing else. */
export function isMapOf(lines: readonly IdMapLine[], { start, count }: IdRange): boolean {
  const [line] = lines;
  return lines.length === 1 && line!.inside === 0 && line!.outside === start && line!.count === count;
}

/**
 * The container's addresses beside its loopback: out of /proc/net/fib_trie, where an address stands on the line
 * before `/32 host LOCAL`, and out of if_inet6 (address, …, scope, flags, device), link-local ones left out.
 */
export function addressesOf({ parts }: Seen): readonly string[] {
  const lines = (parts.get('fib_trie') ?? '').split('\n');
  const ipv4 = lines.flatMap((line, index) => {
    if (!/\/32 host LOCAL/.test(line)) return [];
    return /\|-- ([\d.]+)/.exec(lines[index - 1] ?? '')?.[1] ?? [];
  });
  const ipv6 = (parts.get('if_inet6') ?? '').split('\n').flatMap((line) => {
    const [address = '', , , scope, , device] = line.trim().split(/\s+/);
    return address.length === 32 && scope === '00' && device !== 'lo' ? [groups(address)] : [];
  });
  return [...new Set([...ipv4.filter((address) => !address.startsWith('127.')), ...ipv6])];
}

/** An address as URL parsers write it: `2001:db8::1`. */
function groups(hex: string): string {
  return new URL(`http://[${hex.match(/.{4}/g)!.join(':')}]/`).hostname.slice(1, -1);
}

/** The name servers of a resolv.conf(5). */
export function serversIn(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => /^\s*nameserver\s+(\S+)/.exec(line)?.[1] ?? []);
}
