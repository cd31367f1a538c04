import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttp, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { connect, createServer as createTcp, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import type { KeyPair } from './certificates.ts';
import type { Cleanup } from './cleanup.ts';

/** Listens on a port of 127.0.0.1 that the kernel chooses, and gives it back. */
export async function onLoopback(cleanup: Cleanup, server: Server): Promise<number> {
  server.on('connection', (socket: Socket) => {
    socket.on('error', () => {});
    cleanup.defer(() => socket.destroy());
  });
  cleanup.defer(() => server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A certificate with its key, as node:tls takes them. */
export const pem = (pair: KeyPair) => ({ cert: readFileSync(pair.certificate), key: readFileSync(pair.key) });

/** The servers of one test file, each on a port of its own. */
export function loopbackServers(cleanup: Cleanup) {
  return {
    http: (listener: RequestListener) => onLoopback(cleanup, createHttp(listener)),
    https: (pair: KeyPair, listener: RequestListener = (_, reply) => reply.end('ok')) =>
      onLoopback(
        cleanup,
        createHttps(pem(pair), listener).on('tlsClientError', () => {}),
      ),
    raw: (onSocket: (socket: Socket) => void) => onLoopback(cleanup, createTcp(onSocket)),
  };
}

/** What a proxy was asked for: the request's first line, and its Proxy-Authorization. */
export interface Asked {
  readonly line: string;
  readonly authorization: string | null;
}

/**
 * A forward proxy that leads every tunnel and every request to `port` of 127.0.0.1, whatever its name
 * is. With `tls` it is spoken to over TLS.
 */
export async function startForwardProxy(
  cleanup: Cleanup,
  port: number,
  tls?: KeyPair,
): Promise<{ readonly port: number; readonly asked: readonly Asked[] }> {
  const asked: Asked[] = [];
  const note = (line: string, authorization: string | undefined): void => {
    asked.push({ line, authorization: authorization ?? null });
  };
  const server = tls ? createHttps(pem(tls)).on('tlsClientError', () => {}) : createHttp();
  const toTarget = (): Socket => {
    const target = connect(port, '127.0.0.1');
    target.on('error', () => {});
    cleanup.defer(() => target.destroy());
    return target;
  };
  server.on('connect', (request, client: Duplex) => {
    note(`CONNECT ${request.url ?? ''}`, request.headers['proxy-authorization']);
    const target = toTarget();
    client.on('error', () => target.destroy());
    client.on('close', () => target.destroy());
    target.on('close', () => client.destroy());
    target.once('connect', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.pipe(client).pipe(target);
    });
  });
  server.on('request', (request, reply) => {
    note(`${request.method ?? ''} ${request.url ?? ''}`, request.headers['proxy-authorization']);
    const target = toTarget();
    const { pathname, host } = new URL(request.url ?? '');
    target.write(`${request.method ?? ''} ${pathname} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    // The origin's bytes as they are, head and all.
    reply.socket?.on('close', () => target.destroy());
    target.pipe(reply.socket!);
  });
  return { port: await onLoopback(cleanup, server), asked };
}
