import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answered, refused, type Answer } from '../answer.ts';
import { errorOf } from '../errno.ts';

/** What is answered to a GET of a path, and without the body to a HEAD. */
export interface Served {
  readonly type: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** A server under way: `127.0.0.1:PORT`, until it is closed. */
export interface LoopbackServer {
  readonly address: string;
  close(): void;
}

/** More than that ask nobody but somebody who wants to harm. */
const MAX_CONNECTIONS = 32;

/** Serves what is named by its path, to programs on this machine alone, at a port that the kernel chooses. */
export function serveOnLoopback(files: ReadonlyMap<string, Served>): Promise<Answer<LoopbackServer>> {
  const server = createServer(({ method, url }, response) => {
    const file = method === 'GET' || method === 'HEAD' ? files.get(url ?? '') : undefined;
    if (!file) return void response.writeHead(404).end();
    const headers = { ...file.headers, 'content-type': file.type, 'content-length': file.body.length };
    response.writeHead(200, headers).end(method === 'HEAD' ? undefined : file.body);
  });
  server.maxConnections = MAX_CONNECTIONS;
  return new Promise((resolve) => {
    server.once('error', (cause) => resolve(refused(errorOf(cause))));
    server.listen(0, '127.0.0.1', () => resolve(answered(running(server))));
  });
}

function running(server: Server): LoopbackServer {
  server.unref();
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
