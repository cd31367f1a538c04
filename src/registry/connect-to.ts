import type { HostError } from '../host/answer.ts';
import type { Host } from '../host/host.ts';
import { within } from './within.ts';

/** One address that took no connection. */
export interface Unreachable {
  readonly address: string;
  readonly error: HostError;
  /** How long it took to fail. */
  readonly ms: number;
}

/** A connection that could be made: the first address, in the resolver's order, that took it, and those that did not. */
export interface Connected {
  readonly address: string;
  readonly failed: readonly Unreachable[];
  readonly tcpMs: number;
}

/** More addresses of one name than this are not tried. */
const MOST_ADDRESSES = 16;

/** The addresses that are tried, each once. */
export function tried(addresses: readonly { readonly address: string }[]): readonly string[] {
  return [...new Set(addresses.map(({ address }) => address))].slice(0, MOST_ADDRESSES);
}

/** Tries all addresses at once; one that answers is enough. `until` is on the clock of performance.now. */
export async function connectTo(
  host: Host,
  addresses: readonly string[],
  port: number,
  until: number,
): Promise<Connected | { readonly address: null; readonly failed: readonly Unreachable[] }> {
  const connections = await Promise.all(
    addresses.map(async (address) => {
      const started = performance.now();
      const answer = await within(until - started, host.ask('connect', { address, port }));
      return { address, answer, ms: performance.now() - started };
    }),
  );
  const failed = connections.flatMap(({ address, answer, ms }) =>
    answer.ok ? [] : [{ address, error: answer.error, ms: Math.round(answer.error.afterMs ?? ms) }],
  );
  const first = connections.find(({ answer }) => answer.ok);
  return first?.answer.ok
    ? { address: first.address, failed, tcpMs: first.answer.value.ms }
    : { address: null, failed };
}
