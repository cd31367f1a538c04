import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { NODE } from './checkout.ts';
import type { Cleanup } from './cleanup.ts';
import { startDaemon, untilReady, type Daemon } from './daemon.ts';
import type { Namespaces } from './namespaces.ts';

/** What a stub listens on and how it behaves: `udp:127.0.0.1:53:servfail`, `tcp:127.0.0.1:443:silent`, `unix:/path:silent`. */
export type Stub = `${'udp' | 'tcp'}:${string}:${number}:${'silent' | 'servfail'}` | `unix:${string}:silent`;

/**
 * Servers that no real program plays: ones that take everything and never say a word, and a DNS
 * server that answers SERVFAIL. They run as a process inside the namespaces.
 */
export async function startStubs(cleanup: Cleanup, namespaces: Namespaces, stubs: readonly Stub[]): Promise<Daemon> {
  const script = join(import.meta.dirname, 'stub-servers.ts');
  const daemon = startDaemon(cleanup, [...namespaces.enter, NODE, script, ...stubs]);
  await untilReady(daemon, 'the stub servers', () => daemon.output().split('ready').length > stubs.length);
  return daemon;
}

/** The same query as its own answer: QR, RD and RA set, response code 2 (RFC 1035, 4.1.1). */
function servfail(query: Buffer): Buffer {
  const answer = Buffer.from(query);
  answer.writeUInt16BE(0x8182, 2);
  return answer;
}

function listen(stub: string): void {
  const parts = stub.split(':');
  const ready = (): boolean => process.stdout.write('ready\n');
  if (parts[0] === 'udp') {
    const socket = createSocket('udp4');
    socket.on('message', (query, from) => {
      if (parts[3] === 'servfail') socket.send(servfail(query), from.port, from.address);
    });
    socket.bind(Number(parts[2]), parts[1], ready);
  } else {
    const server = createServer((socket) => socket.on('error', () => undefined).resume());
    if (parts[0] === 'unix') server.listen(parts[1], ready);
    else server.listen(Number(parts[2]), parts[1], ready);
  }
}

if (import.meta.main) process.argv.slice(2).forEach(listen);
