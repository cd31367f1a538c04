import { isIP } from 'node:net';
import type { SecureContext } from 'node:tls';
import { answered, refused, type Answer, type HostError } from '../answer.ts';
import type { Authorities } from './certificate-authorities.ts';
import type { Handlers } from '../host.ts';
import { LIMITS } from '../limits.ts';
import type { Certificate, HttpReply, HttpRequest } from '../questions.ts';
import { connectToOne, secure, type Trust } from './http-connection.ts';
import { exchange } from './http-exchange.ts';
import { openSteps, StepError, type HttpStep, type Steps } from './http-steps.ts';
import { openTunnel, parseProxy, proxyHeaders, refusedBy, withoutSecrets, type Proxy } from './proxy.ts';
import { hostOf, portOf } from './url-parts.ts';

/** Codes of OpenSSL for a chain that ends in nothing trusted: then the directories are worth reading too. */
const NO_ANCHOR = /^(UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_SELF_SIGNED)/;

/** What is sent, to whom, and by which way: the addresses are the proxy's where there is one. */
interface Errand {
  readonly url: URL;
  readonly proxy: Proxy | null;
  readonly addresses: readonly string[];
  readonly args: HttpRequest;
  readonly proxyResolveMs: number | null;
}

/**
 * HTTP/1.1, one connection a question, each step within `limitMs`. The request is sent only to a peer
 * whose certificate is accepted: it may carry credentials. No redirect is followed, no variable of the
 * environment counts.
 */
export function httpHandlers(
  trust: Authorities,
  resolve: Handlers['resolve'],
  limitMs: number = LIMITS.http,
): Pick<Handlers, 'http'> & { close(): void } {
  const open = new Set<Steps>();

  const attempt = async (errand: Errand, context: SecureContext | null): Promise<Answer<HttpReply>> => {
    const started = performance.now();
    const steps = openSteps(limitMs);
    open.add(steps);
    try {
      const reply = await run(errand, context && { context, verify: errand.args.verify }, steps);
      const resolved = errand.proxyResolveMs === null ? {} : { 'proxy-resolve': errand.proxyResolveMs };
      const ms = Math.round((performance.now() - started) * 10) / 10;
      return answered({ ...reply, stepMs: { ...resolved, ...steps.ms }, ms });
    } catch (cause) {
      if (cause instanceof StepError) return refused({ ...cause.hostError, detail: withTimes(cause, steps) });
      throw cause;
    } finally {
      steps.end();
      open.delete(steps);
    }
  };

  /** The addresses of whom the connection goes to. */
  const addressesOf = async (
    url: URL,
    proxy: Proxy | null,
    address: string | null,
  ): Promise<Answer<{ addresses: readonly string[]; ms: number }>> => {
    if (address !== null) return answered({ addresses: [address], ms: 0 });
    const resolution = await resolve({ name: proxy ? proxy.host : hostOf(url) });
    if (resolution.ok) {
      return answered({ addresses: resolution.value.addresses.map((one) => one.address), ms: resolution.value.ms });
    }
    const { error } = resolution;
    const step: HttpStep = 'proxy-resolve';
    return proxy ? refused({ ...error, detail: { ...error.detail, step } }) : refused(error);
  };

  const ask = async (url: URL, proxy: Proxy | null, args: HttpRequest): Promise<Answer<HttpReply>> => {
    const own = await trust.ofPaths(args.authorities);
    if (!own.ok) return own;
    const to = await addressesOf(url, proxy, args.address);
    if (!to.ok) return to;
    const { addresses, ms } = to.value;
    const errand = { url, proxy, addresses, args, proxyResolveMs: proxy ? ms : null };
    if (url.protocol !== 'https:' && !proxy?.secure) return attempt(errand, null);
    const first = await attempt(errand, await trust.ofFile(own.value));
    if (first.ok || !NO_ANCHOR.test(first.error.code)) return first;
    return attempt(errand, await trust.all(own.value));
  };

  return {
    async http(args) {
      const url = URL.canParse(args.url) ? new URL(args.url) : null;
      if (!url || !['http:', 'https:'].includes(url.protocol)) {
        return refused({ code: 'EINVAL', message: 'not an http or https URL' });
      }
      if (args.address !== null && !isIP(args.address)) {
        return refused({ code: 'EINVAL', message: 'not an IP address' });
      }
      if (args.proxy === null) return ask(url, null, args);
      if (args.address !== null) return refused({ code: 'EINVAL', message: 'a proxy takes a name, not its address' });
      const proxy = parseProxy(args.proxy);
      return proxy.ok ? withoutSecrets(await ask(url, proxy.value, args), proxy.value) : proxy;
    },
    close() {
      for (const steps of open) steps.end();
    },
  };
}

/**
 * Takes an errand's way step by step: to an https URL through a tunnel of the proxy, with TLS end to end
 * inside; to an http URL by asking the proxy for the whole URL (RFC 9112, 3.2.2).
 */
async function run(
  { url, proxy, addresses, args }: Errand,
  trust: Trust | null,
  steps: Steps,
): Promise<Omit<HttpReply, 'stepMs' | 'ms'>> {
  const host = hostOf(url);
  const overTls = url.protocol === 'https:';
  let socket = await connectToOne(
    proxy ? 'proxy-connect' : 'connect',
    addresses,
    (proxy ?? { port: portOf(url) }).port,
    steps,
  );
  let certificate: Certificate | null = null;
  if (proxy?.secure && trust) socket = (await secure('proxy-tls', socket, proxy.host, trust, steps)).socket;
  if (proxy && overTls) await openTunnel(socket, `${url.hostname}:${portOf(url)}`, proxy, steps);
  if (overTls && trust) ({ socket, certificate } = await secure('tls', socket, host, trust, steps));
  const relayed = proxy && !overTls ? proxy : null;
  const path = url.pathname + url.search;
  const headers = { host: url.host, ...args.headers, ...(relayed ? proxyHeaders(relayed) : {}) };
  const target = relayed ? `http://${url.host}${path}` : path;
  const { statusMessage, ...reply } = await exchange(target, socket, { ...args, headers }, steps);
  // Only a proxy asks for its own credentials (RFC 9110, 15.5.8).
  if (relayed && reply.status === 407) throw refusedBy(407, statusMessage);
  return { ...reply, certificate };
}

/** What is told of a step that failed, with the time of each step as `tlsMs`; details are flat. */
function withTimes({ hostError }: StepError, { ms }: Steps): NonNullable<HostError['detail']> {
  const times = Object.fromEntries(Object.entries(ms).map(([step, each]) => [`${step}Ms`, each]));
  return { ...times, ...hostError.detail };
}
