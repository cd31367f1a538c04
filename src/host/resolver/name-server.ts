import { Resolver } from 'node:dns/promises';
import { isIPv6 } from 'node:net';
import type { ResolvedAddress, ServerView } from '../questions.ts';

/**
 * Asks one server directly for all names that the system's resolver would ask it for, in parallel.
 * node:dns speaks DNS by itself (c-ares) and can be stopped, getaddrinfo cannot. `server` may carry a
 * port; what has not answered when `enough` is aborted is a TIMEOUT after that time.
 */
export async function askNameServer(
  server: string,
  names: readonly string[],
  limitMs: number,
  enough?: AbortSignal,
): Promise<ServerView> {
  const started = performance.now();
  const ms = (): number => Math.round((performance.now() - started) * 10) / 10;
  const resolver = new Resolver({ timeout: limitMs, tries: 1 });
  try {
    // c-ares wants a port behind an IPv6 address in brackets.
    resolver.setServers([isIPv6(server) ? `[${server}]` : server]);
  } catch {
    return { server, code: 'EINVAL', ms: ms() };
  }
  const stop = (): void => resolver.cancel();
  const timer = setTimeout(stop, limitMs);
  enough?.addEventListener('abort', stop);
  try {
    const view = enough?.aborted ? { code: 'TIMEOUT' } : await viewOf(resolver, names);
    return { server, ...view, ms: ms() };
  } finally {
    clearTimeout(timer);
    enough?.removeEventListener('abort', stop);
    stop();
  }
}

type Said = { readonly addresses: readonly ResolvedAddress[] } | { readonly code: string };

async function viewOf(resolver: Resolver, names: readonly string[]): Promise<Said> {
  const said = await Promise.all(names.map((name) => sayings(resolver, name)));
  // The first name that has addresses counts, as in res_search(3).
  for (const ofName of said) {
    const addresses = ofName.flatMap((one) => ('addresses' in one ? one.addresses : []));
    if (addresses.length > 0) return { addresses };
  }
  const codes = said.flat().flatMap((one) => ('code' in one ? [one.code] : []));
  // A failure says more than a name that is not there, a name without addresses more than none.
  const failed = codes.find((code) => code !== 'ENOTFOUND' && code !== 'ENODATA');
  return { code: failed ?? (codes.includes('ENODATA') ? 'ENODATA' : 'ENOTFOUND') };
}

/** A and AAAA of one name. */
async function sayings(resolver: Resolver, name: string): Promise<readonly Said[]> {
  const one = async (family: 4 | 6): Promise<Said> => {
    try {
      const addresses = await (family === 4 ? resolver.resolve4(name) : resolver.resolve6(name));
      return { addresses: addresses.map((address) => ({ address, family })) };
    } catch (cause) {
      return { code: codeOf((cause as NodeJS.ErrnoException).code) };
    }
  };
  return Promise.all([one(4), one(6)]);
}

function codeOf(code: string | undefined): string {
  if (code === 'EBADNAME') return 'ENOTFOUND';
  return code === 'ETIMEOUT' || code === 'ECANCELLED' ? 'TIMEOUT' : (code ?? 'EAI_FAIL');
}
