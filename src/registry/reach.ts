import type { HostError } from '../host/answer.ts';
import type { Host } from '../host/host.ts';
import type { HttpReply } from '../host/questions.ts';
import { probeRoute } from './probe.ts';
import type { Route } from './route.ts';

/** Whether an endpoint can be asked for an image: by which scheme and at which address (null behind a proxy), or why not. */
export type Reached =
  | { readonly ok: true; readonly scheme: 'https' | 'http'; readonly address: string | null }
  | { readonly ok: false; readonly layer: 'dns' | 'registry' | 'not-asked'; readonly error: HostError }
  | { readonly ok: false; readonly layer: 'rate-limited'; readonly reply: HttpReply };

/**
 * Comes to an endpoint by a route, as far as `/v2/`. The questions are those of the check of registries,
 * whose answers the host remembers: nobody who was silent there is asked again.
 */
export async function reach(host: Host, route: Route, until: number): Promise<Reached> {
  const { end, scheme, address } = await probeRoute(host, route, until);
  if (end.layer === 'tcp') {
    const error = end.failed[0]?.error ?? { code: 'ENODATA', message: 'no address' };
    return { ok: false, layer: 'registry', error };
  }
  if (end.layer !== 'answer') {
    const layer = end.layer === 'dns' || end.layer === 'not-asked' ? end.layer : 'registry';
    return { ok: false, layer, error: end.error };
  }
  const { answer, reply } = end;
  if (answer.kind === 'registry') return { ok: true, scheme, address };
  if (answer.kind === 'rate-limited') return { ok: false, layer: 'rate-limited', reply };
  return { ok: false, layer: 'registry', error: { code: `HTTP ${reply.status}`, message: 'no answer of a registry' } };
}
