import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { decode, encode, type DecodedPacket } from 'dns-packet';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startNameServer, type NameServer } from '../../src/demo/name-server.ts';
import { Cleanup } from '../support/cleanup.ts';

const cleanup = new Cleanup();
let server: NameServer;
beforeAll(async () => {
  server = await startNameServer(new Map([['registry.hpc.example', '192.0.2.10']]));
  cleanup.defer(() => server.close());
});
afterAll(() => cleanup.run());

/** Sends messages to the server, in this order, and reads the first that comes back. */
async function firstReply(...messages: readonly Uint8Array[]): Promise<DecodedPacket> {
  const socket = createSocket('udp4');
  const reply = once(socket, 'message') as Promise<[Buffer]>;
  for (const message of messages) socket.send(message, server.port, '127.0.0.1');
  try {
    return decode((await reply)[0]);
  } finally {
    socket.close();
  }
}

function query(name: string, type: 'A' | 'AAAA', id = 7): Uint8Array {
  return encode({ type: 'query', id, flags: 0x100, questions: [{ type, name }] });
}

describe('the DNS server of the demo', () => {
  test('knows the address of its names, however they are written', async () => {
    const reply = await firstReply(query('Registry.HPC.example', 'A'));
    expect(reply).toMatchObject({ id: 7, type: 'response', rcode: 'NOERROR', flag_rd: true, flag_ra: true });
    expect(reply.answers).toMatchObject([{ type: 'A', name: 'Registry.HPC.example', data: '192.0.2.10' }]);
  });

  test('has no IPv6 address for them, which is no error', async () => {
    const reply = await firstReply(query('registry.hpc.example', 'AAAA'));
    expect(reply).toMatchObject({ rcode: 'NOERROR', answers: [] });
  });

  test('says of every other name that it does not exist', async () => {
    const reply = await firstReply(query('hpc.example', 'A'));
    expect(reply).toMatchObject({ rcode: 'NXDOMAIN', answers: [] });
  });

  test('leaves what is no query unanswered, and goes on', async () => {
    const reply = await firstReply(
      Buffer.from('no DNS at all'),
      Buffer.alloc(0),
      query('registry.hpc.example', 'A', 8),
    );
    expect(reply.id).toBe(8);
  });
});
