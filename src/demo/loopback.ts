import { randomInt } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import type { NodeSpec } from './node-spec.ts';
import { startRegistry } from './registry-server.ts';

/** An address and port of the loopback interface that stands for one of the simulated network. */
export interface Place {
  readonly address: string;
  readonly port: number;
}

/** The simulated node's network: what it has at an address and port, or null where nothing is. */
export interface Network {
  placeOf(address: string, port: number): Place | null;
  close(): void;
}

const HTTPS_PORT = 443;

/**
 * A place where a connection is refused: a port that was just given out and is closed again, on a
 * loopback address of its own, so that no other demo gets the same port in the meantime.
 */
async function nobodysPlace(): Promise<Place> {
  const address = `127.${randomInt(1, 255)}.${randomInt(1, 255)}.${randomInt(1, 255)}`;
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, address, resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return { address, port };
}

/** Starts what the node reaches over TCP: its registry, or the place where there should be one. */
export async function startNetwork({ addresses, listens, certificate }: NodeSpec['registry']): Promise<Network> {
  const registry = listens ? await startRegistry(certificate) : null;
  const place = registry ? { address: '127.0.0.1', port: registry.port } : await nobodysPlace();
  return {
    placeOf: (address, port) => (port === HTTPS_PORT && addresses.includes(address) ? place : null),
    close: () => registry?.close(),
  };
}
