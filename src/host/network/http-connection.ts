import { createConnection, isIP, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext } from 'node:tls';
import type { Certificate } from '../questions.ts';
import { StepError, type HttpStep, type Steps } from './http-steps.ts';
import { certificateError, certificateOf } from './peer-certificate.ts';

/** Whom TLS trusts: `verify: false` accepts any certificate. */
export interface Trust {
  readonly context: SecureContext;
  readonly verify: boolean;
}

/** More addresses of one name than this are not tried. */
const MOST_ADDRESSES = 8;

/**
 * Connects to a name's addresses, all at once: the first that accepts is it. Where none does, the error
 * is that of the first address.
 */
export async function connectToOne(
  name: HttpStep,
  addresses: readonly string[],
  port: number,
  steps: Steps,
): Promise<Socket> {
  const sockets: Socket[] = [];
  const tries = addresses.slice(0, MOST_ADDRESSES).map(async (host) => {
    const socket = createConnection({ host, port, autoSelectFamily: false });
    sockets.push(socket);
    await steps.step(name, [socket], (done) => socket.once('connect', () => done(undefined)));
    return socket;
  });
  try {
    const connected = await Promise.any(tries);
    for (const socket of sockets) if (socket !== connected) socket.destroy();
    return connected;
  } catch (cause) {
    throw (cause as AggregateError).errors[0];
  }
}

/**
 * Lays TLS over a connection and judges the peer's certificate for `host`. Nothing is sent to a peer
 * whose certificate is not accepted: a StepError tells the certificate.
 */
export async function secure(
  name: 'tls' | 'proxy-tls',
  lower: Socket,
  host: string,
  trust: Trust,
  steps: Steps,
): Promise<{ readonly socket: Socket; readonly certificate: Certificate | null }> {
  const socket = connectTls({
    socket: lower,
    secureContext: trust.context,
    // A name in SNI is a DNS name (RFC 6066, 3).
    servername: isIP(host) ? '' : host,
    // Judged below, where the certificate can be told as well.
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
  });
  await steps.step(name, [socket], (done) => socket.once('secureConnect', () => done(undefined)));
  // Once only: asked again, Node 24.21 has no certificate any more.
  const x509 = socket.getPeerX509Certificate();
  const error = trust.verify ? certificateError(socket, x509, host) : null;
  if (error) throw new StepError(name, error);
  return { socket, certificate: x509 ? certificateOf(x509) : null };
}
