import { createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import type { Cleanup } from './cleanup.ts';

/** Endpoints on loopback that have no image, and what they were asked, in order. */
export interface EndpointLog {
  readonly ports: readonly number[];
  /** `A tls` for a greeting of TLS, `A http /v2/app/manifests/x` for a plain request; A is the first endpoint. */
  readonly asked: string[];
}

const NOT_FOUND = 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';
const NO_TLS = 'HTTP/1.0 400 Bad Request\r\n\r\nClient sent a TLS greeting to an HTTP server.\n';

/** Starts as many endpoints, which speak plain HTTP and say 404 to everything. */
export async function startEndpoints(cleanup: Cleanup, count: number): Promise<EndpointLog> {
  const ports: number[] = [];
  const asked: string[] = [];
  for (let index = 0; index < count; index++) {
    const name = String.fromCharCode(65 + index);
    const server = createServer((socket: Socket) => {
      socket.on('error', () => {});
      socket.once('data', (first) => {
        const secure = first[0] === 0x16;
        const target = /^[A-Z]+ ([^ ?]*)/.exec(first.toString('latin1'))?.[1] ?? '';
        asked.push(secure ? `${name} tls` : `${name} http ${target}`);
        socket.end(secure ? NO_TLS : NOT_FOUND);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanup.defer(() => server.close());
    ports.push((server.address() as AddressInfo).port);
  }
  return { ports, asked };
}
