import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { CERTIFICATES, SERVER_KEY, type RegistryCertificate } from './certificates.ts';
import { blobAt } from './registry-image.ts';

export interface RegistryServer {
  readonly port: number;
  close(): void;
}

/** The distribution specification's error document. */
function errors(code: string, message: string): string {
  return JSON.stringify({ errors: [{ code, message, detail: null }] });
}

/** What anybody gets: as of public registries. */
const TOKEN = 'anonymous';

/** A registry that everybody may pull from, with a token that nobody has to log in for. */
function reply(request: IncomingMessage, response: ServerResponse): void {
  const host = request.headers.host ?? 'registry.hpc.example';
  const { pathname } = new URL(request.url ?? '/', `https://${host}`);
  const send = (code: number, body: string, more: OutgoingHttpHeaders = {}): void => {
    const own = {
      'content-type': 'application/json; charset=utf-8',
      'docker-distribution-api-version': 'registry/2.0',
    };
    response.writeHead(code, { ...own, ...more });
    response.end(body);
  };
  if (pathname === '/token') return send(200, JSON.stringify({ token: TOKEN, expires_in: 300 }));
  if (!pathname.startsWith('/v2/')) return send(404, errors('NAME_UNKNOWN', 'not found'));
  if (request.headers.authorization !== `Bearer ${TOKEN}`) {
    const challenge = `Bearer realm="https://${host}/token",service="${host}"`;
    return send(401, errors('UNAUTHORIZED', 'authentication required'), { 'www-authenticate': challenge });
  }
  if (pathname === '/v2/') return send(200, '{}');
  const found = blobAt(pathname);
  if (!found) return send(404, errors('BLOB_UNKNOWN', 'blob unknown to registry'));
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
  const part =
    first === undefined ? found.bytes : found.bytes.subarray(Number(first), last ? Number(last) + 1 : undefined);
  response.writeHead(first === undefined ? 200 : 206, {
    'content-type': found.mediaType,
    'content-length': part.length,
    'docker-content-digest': found.digest,
    ...(first === undefined
      ? {}
      : { 'content-range': `bytes ${first}-${Number(first) + part.length - 1}/${found.bytes.length}` }),
  });
  response.end(request.method === 'HEAD' ? undefined : part);
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
