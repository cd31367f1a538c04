import type { Answer, HostError } from '../host/answer.ts';
import type { Host } from '../host/host.ts';
import type { HttpReply, Resolution } from '../host/questions.ts';
import { certificateTrouble, notAsked, notTls } from './network-errors.ts';
import type { RegistryHost } from './registry-host.ts';
import { readV2, type V2Answer } from './v2.ts';
import { within } from './within.ts';

/** One address that took no connection. */
export interface Unreachable {
  readonly address: string;
  readonly error: HostError;
}

/** How far a look at a registry came: the first layer that failed, or the registry's answer. */
export type ProbeEnd =
  | { readonly layer: 'not-asked'; readonly error: HostError }
  | { readonly layer: 'dns'; readonly error: HostError }
  | { readonly layer: 'tcp'; readonly failed: readonly Unreachable[] }
  | { readonly layer: 'tls'; readonly error: HostError }
  | { readonly layer: 'http'; readonly error: HostError }
  | { readonly layer: 'answer'; readonly answer: V2Answer; readonly reply: HttpReply };

/** What was seen on the way, for the report's evidence; times in ms. */
export interface Probe {
  readonly end: ProbeEnd;
  readonly addresses: readonly string[];
  /** The address that the later layers talked to. */
  readonly address: string | null;
  /** Addresses that took no connection although another did. */
  readonly failed: readonly Unreachable[];
  readonly scheme: 'https' | 'http';
  readonly tcpMs: number | null;
}

/** More addresses of one name than this are not tried. */
const MOST_ADDRESSES = 16;
/** What is read of the answer to `/v2/`: enough for an error document. */
const MOST_BODY = 4_096;

/** The addresses of a registry: of a literal itself, else the resolver's memoised answer. */
export async function addressesOf(host: Host, registry: RegistryHost): Promise<Answer<Resolution>> {
  if (!registry.literal) return await host.ask('resolve', { name: registry.apiHost });
  return {
    ok: true,
    value: { addresses: [{ address: registry.apiHost, family: registry.apiHost.includes(':') ? 6 : 4 }], ms: 0 },
  };
}

/** The layer of an error of the `http` question: what the host says, else what its code tells. */
function layerOf(error: HostError): 'tcp' | 'tls' | 'http' {
  const step = error.detail?.['step'];
  if (step === 'connect') return 'tcp';
  if (step === 'tls') return 'tls';
  if (step === 'headers' || step === 'body') return 'http';
  if (certificateTrouble(error) || notTls(error) || /^ERR_(SSL|TLS)_/.test(error.code)) return 'tls';
  return error.code === 'EPROTO' ? 'tls' : 'http';
}

/**
 * Looks at a registry as a container runtime comes to it, in layers, and stops at the first that
 * fails: DNS, TCP (all addresses at once; one that answers is enough, the resolver's first wins), TLS
 * with the system's CA store, `GET /v2/`. Loopback hosts that do not speak TLS are asked in plain
 * HTTP, as containerd does. `until` (performance.now) is when all of it has to be over.
 */
export async function probeRegistry(host: Host, registry: RegistryHost, until: number): Promise<Probe> {
  const left = (): number => until - performance.now();
  const seen: Omit<Probe, 'end'> = { addresses: [], address: null, failed: [], scheme: 'https', tcpMs: null };

  const resolved = await within(left(), addressesOf(host, registry));
  if (!resolved.ok) {
    return { ...seen, end: { layer: notAsked(resolved.error) ? 'not-asked' : 'dns', error: resolved.error } };
  }
  const addresses = [...new Set(resolved.value.addresses.map(({ address }) => address))].slice(0, MOST_ADDRESSES);
  const { port } = registry;
  const connected = await Promise.all(
    addresses.map(async (address) => ({
      address,
      answer: await within(left(), host.ask('connect', { address, port })),
    })),
  );
  const failed = connected.flatMap(({ address, answer }) => (answer.ok ? [] : [{ address, error: answer.error }]));
  const first = connected.find(({ answer }) => answer.ok);
  if (!first?.answer.ok) {
    const unasked = failed.find(({ error }) => notAsked(error));
    const end: ProbeEnd = unasked ? { layer: 'not-asked', error: unasked.error } : { layer: 'tcp', failed };
    return { ...seen, addresses, failed: [], end };
  }
  const reached = { ...seen, addresses, failed, address: first.address, tcpMs: first.answer.value.ms };

  const get = (scheme: 'https' | 'http'): Promise<Answer<HttpReply>> => {
    const url = `${scheme}://${registry.authority}/v2/`;
    return within(left(), host.ask('http', { url, address: first.address, headers: {}, maxBodyBytes: MOST_BODY }));
  };
  const secure = await get('https');
  if (secure.ok) return { ...reached, end: answerOf(secure.value) };
  if (registry.loopback && notTls(secure.error)) {
    const plain = await get('http');
    if (plain.ok) return { ...reached, scheme: 'http', end: answerOf(plain.value) };
  }
  return { ...reached, end: failureOf(first.address, secure.error) };
}

function answerOf(reply: HttpReply): ProbeEnd {
  return { layer: 'answer', answer: readV2(reply), reply };
}

function failureOf(address: string, error: HostError): ProbeEnd {
  if (notAsked(error)) return { layer: 'not-asked', error };
  const layer = layerOf(error);
  return layer === 'tcp' ? { layer, failed: [{ address, error }] } : { layer, error };
}
