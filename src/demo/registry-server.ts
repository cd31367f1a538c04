import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { CERTIFICATES, SERVER_KEY, type RegistryCertificate } from './certificates.ts';

export interface RegistryServer {
  readonly port: number;
  close(): void;
}

/** The distribution specification's error document. */
function errors(code: string, message: string): string {
  return JSON.stringify({ errors: [{ code, message, detail: null }] });
}

/** A registry that nobody has logged in to: all of `/v2/` wants a token, and there is nothing else. */
function reply(request: IncomingMessage, response: ServerResponse): void {
  const host = request.headers.host ?? 'registry.hpc.example';
  const known = request.url === '/v2/' || (request.url ?? '').startsWith('/v2/');
  response.writeHead(known ? 401 : 404, {
    'content-type': 'application/json; charset=utf-8',
    'docker-distribution-api-version': 'registry/2.0',
    ...(known ? { 'www-authenticate': `Bearer realm="https://${host}/token",service="${host}"` } : {}),
  });
  response.end(known ? errors('UNAUTHORIZED', 'authentication required') : errors('NAME_UNKNOWN', 'not found'));
}

/** Starts a registry on a TCP port of the loopback interface, with TLS and the certificate that it is to show. */
export async function startRegistry(certificate: RegistryCertificate): Promise<RegistryServer> {
  const server = createServer({ key: SERVER_KEY, cert: CERTIFICATES[certificate] }, reply);
  // A client that does not like the certificate ends the handshake.
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
