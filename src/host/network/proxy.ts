import { request } from 'node:http';
import type { Socket } from 'node:net';
import { answered, refused, type Answer } from '../answer.ts';
import { StepError, type Steps } from './http-steps.ts';
import { hostOf, portOf } from './url-parts.ts';

/** A forward proxy. `authorization` is the value of Proxy-Authorization where its URL has credentials. */
export interface Proxy {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly authorization: string | null;
  /** The texts by which its credentials could be told. */
  readonly secrets: readonly string[];
}

/** How much of a proxy's reason is kept. */
const MAX_REASON = 200;

/** The proxy that a URL names; `EINVAL`, without the URL, for what is none that HTTP is spoken with. */
export function parseProxy(text: string): Answer<Proxy> {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    return refused({ code: 'EINVAL', message: 'the proxy is not an http or https URL' });
  }
  const credentials = credentialsOf(url);
  if (credentials === null)
    return refused({ code: 'EINVAL', message: "the credentials in the proxy's URL are unreadable" });
  const base64 = Buffer.from(credentials).toString('base64');
  const given = url.username !== '' || url.password !== '';
  return answered({
    host: hostOf(url),
    port: portOf(url),
    secure: url.protocol === 'https:',
    authorization: given ? `Basic ${base64}` : null,
    secrets: given ? [base64, credentials, `${url.username}:${url.password}`] : [],
  });
}

function credentialsOf({ username, password }: URL): string | null {
  try {
    return `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  } catch {
    return null;
  }
}

/** An answer in which a peer that sends back what it was told gives away no credentials. */
export function withoutSecrets<T>(answer: Answer<T>, { secrets }: Proxy): Answer<T> {
  if (secrets.length === 0) return answer;
  const text = secrets.reduce(
    (left, secret) => left.replaceAll(JSON.stringify(secret).slice(1, -1), '***'),
    JSON.stringify(answer),
  );
  return JSON.parse(text) as Answer<T>;
}

/**
 * Opens a tunnel to `host:port` over a connection to a proxy, which resolves the name. Anything but 200
 * is a refusal, as Go has it (net/http, Transport.dialConn).
 */
export async function openTunnel(socket: Socket, authority: string, proxy: Proxy, steps: Steps): Promise<void> {
  const sent = request({
    method: 'CONNECT',
    path: authority,
    headers: { host: authority, ...proxyHeaders(proxy) },
    createConnection: () => socket,
  });
  const { statusCode, statusMessage } = await steps.step<{ statusCode?: number; statusMessage?: string }>(
    'proxy',
    [socket, sent],
    (done) => {
      sent.once('connect', done);
      sent.end();
    },
  );
  if (statusCode === 200) return;
  throw refusedBy(statusCode ?? 0, statusMessage ?? '');
}

/** What a proxy is told besides. */
export function proxyHeaders({ authorization }: Proxy): { readonly [name: string]: string } {
  return authorization === null ? {} : { 'proxy-authorization': authorization };
}

/**
 * A proxy that does not do what it is asked, and why by its own account. tinyproxy 1.11 says 401 to
 * wrong credentials and 407 to none.
 */
export function refusedBy(status: number, statusMessage: string): StepError {
  const reason = statusMessage.slice(0, MAX_REASON);
  return new StepError('proxy', {
    code: status === 407 || status === 401 ? 'ERR_PROXY_AUTH' : 'ERR_PROXY_REFUSED',
    message: `the proxy answers ${status} ${reason}`.trimEnd(),
    detail: { status, reason },
  });
}
