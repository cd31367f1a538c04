import { request, type IncomingMessage } from 'node:http';
import { createConnection, isIP, type Socket } from 'node:net';
import { connect as connectTls, TLSSocket, type ConnectionOptions, type SecureContext } from 'node:tls';
import { answered, refused, type Answer } from '../answer.ts';
import type { Authorities } from './certificate-authorities.ts';
import type { Handlers } from '../host.ts';
import { LIMITS } from '../limits.ts';
import { openSteps, StepError, type Steps } from './http-steps.ts';
import { certificateError, certificateOf } from './peer-certificate.ts';
import type { Certificate, HttpReply, Questions } from '../questions.ts';

/** Codes of OpenSSL for a chain that ends in nothing trusted: then the directories are worth reading too. */
const NO_ANCHOR = /^(UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_SELF_SIGNED)/;

/** A URL's host without the brackets of an IPv6 address. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

/**
 * GET over HTTP/1.1, one connection a question, each step within `limitMs`. The request is sent
 * only to a peer whose certificate is accepted: it may carry credentials. No proxy, no redirect.
 */
export function httpHandlers(
  trust: Authorities,
  resolve: Handlers['resolve'],
  limitMs: number = LIMITS.http,
): Pick<Handlers, 'http'> & { close(): void } {
  const open = new Set<Socket>();

  const get = async (url: URL, address: string, args: Questions['http']['args']): Promise<Answer<HttpReply>> => {
    const first = await attempt(url, address, args, url.protocol === 'https:' ? await trust.ofFile() : null);
    if (first.ok || !NO_ANCHOR.test(first.error.code)) return first;
    return attempt(url, address, args, await trust.all());
  };

  const attempt = async (
    url: URL,
    address: string,
    args: Questions['http']['args'],
    context: SecureContext | null,
  ): Promise<Answer<HttpReply>> => {
    const started = performance.now();
    const steps = openSteps(limitMs);
    try {
      const host = hostOf(url);
      const where = { host: address, port: Number(url.port) || (context ? 443 : 80), autoSelectFamily: false };
      const socket = context ? connectTls({ ...where, ...tlsOptions(context, host) }) : createConnection(where);
      open.add(socket);
      socket.on('close', () => open.delete(socket));
      await steps.step('connect', [socket], (done) => socket.once('connect', () => done(undefined)));
      let certificate: Certificate | null = null;
      if (socket instanceof TLSSocket) {
        await steps.step('tls', [socket], (done) => socket.once('secureConnect', () => done(undefined)));
        // Once only: asked again, Node 24.21 has no certificate any more.
        const x509 = socket.getPeerX509Certificate();
        const error = certificateError(socket, x509, host);
        if (error) return refused({ ...error, detail: { ...error.detail, step: 'tls' } });
        certificate = x509 ? certificateOf(x509) : null;
      }
      const reply = await exchange(url, socket, args, steps);
      return answered({ ...reply, certificate, ms: Math.round((performance.now() - started) * 10) / 10 });
    } catch (cause) {
      if (cause instanceof StepError) return refused(cause.hostError);
      throw cause;
    } finally {
      steps.end();
    }
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
      if (args.address !== null) return get(url, args.address, args);
      const resolution = await resolve({ name: hostOf(url) });
      if (!resolution.ok) return resolution;
      return get(url, resolution.value.addresses[0]!.address, args);
    },
    close() {
      for (const socket of open) socket.destroy();
    },
  };
}

/**
 * One TLS socket from the start, not one laid over a connected socket: Node 24.21 crashes when that
 * one is destroyed first.
 */
function tlsOptions(secureContext: SecureContext, host: string): ConnectionOptions {
  return {
    secureContext,
    // A name in SNI is a DNS name (RFC 6066, 3).
    servername: isIP(host) ? '' : host,
    // Judged by the caller, where the certificate can be told as well.
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
  };
}

/** Sends the request over a connection and reads the reply: its head, then as much of its body as was asked for. */
async function exchange(
  url: URL,
  socket: Socket,
  { headers, maxBodyBytes }: Questions['http']['args'],
  steps: Steps,
): Promise<Pick<HttpReply, 'status' | 'headers' | 'body'>> {
  const sent = request({
    method: 'GET',
    path: url.pathname + url.search,
    headers: { host: url.host, ...headers },
    createConnection: () => socket,
  });
  const response = await steps.step<IncomingMessage>('headers', [sent, socket], (done) => {
    sent.once('response', done);
    sent.end();
  });
  const chunks: Buffer[] = [];
  let length = 0;
  await steps.step('body', [sent, response, socket], (done) => {
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk.subarray(0, maxBodyBytes - length));
      length += Math.min(chunk.length, maxBodyBytes - length);
      if (length >= maxBodyBytes) done(undefined);
    });
    response.once('end', () => done(undefined));
  });
  return {
    status: response.statusCode ?? 0,
    headers: Object.fromEntries(
      Object.entries(response.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
    ),
    body: Buffer.concat(chunks).toString('utf8'),
  };
}
