import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Cleanup } from '../../support/cleanup.ts';
import type { KeyPair } from '../../support/certificates.ts';

/** Listens on loopback and gives back the port; whatever is connected is cut off afterwards. */
async function listening(cleanup: Cleanup, server: Server, address = '127.0.0.1'): Promise<number> {
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('error', () => undefined).on('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  cleanup.defer(async () => {
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

/** An HTTP server that answers everything in one way: over TLS with a key pair, else plain. */
export function serve(cleanup: Cleanup, answer: RequestListener, tls?: KeyPair): Promise<number> {
  if (!tls) return listening(cleanup, createHttpServer(answer));
  const pair = { cert: readFileSync(tls.certificate), key: readFileSync(tls.key) };
  const server = createHttpsServer(pair, answer);
  server.on('tlsClientError', () => undefined);
  return listening(cleanup, server);
}

/** A TCP server that does this to each connection. */
export function serveTcp(cleanup: Cleanup, onConnection: (socket: Socket) => void): Promise<number> {
  return listening(cleanup, createServer(onConnection));
}

/** A port of loopback on which nobody listens. */
export async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** What docker-registry answers to `GET /v2/`, and nothing else. */
export const REGISTRY: RequestListener = ({ url }, response) => {
  response.setHeader('docker-distribution-api-version', 'registry/2.0');
  response.writeHead(url === '/v2/' ? 200 : 404, { 'content-type': 'application/json' }).end('{}');
};
