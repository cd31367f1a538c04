import { createSocket, type Socket } from 'node:dgram';
import { AUTHORITATIVE_ANSWER, decode, encode, RECURSION_AVAILABLE, RECURSION_DESIRED } from 'dns-packet';

/** RCODE 3, Name Error (RFC 1035, 4.1.1). */
const NXDOMAIN = 3;

export interface NameServer {
  readonly port: number;
  close(): void;
}

/** The answer to a query, or null where it is no query that can be answered. */
function answerTo(message: Buffer, names: ReadonlyMap<string, string>): Buffer | null {
  try {
    const query = decode(message);
    const question = query.questions?.[0];
    if (query.type !== 'query' || !question) return null;
    const address = names.get(question.name.toLowerCase());
    const flags = AUTHORITATIVE_ANSWER | RECURSION_AVAILABLE | ((query.flags ?? 0) & RECURSION_DESIRED);
    return encode({
      type: 'response',
      id: query.id ?? 0,
      flags: address === undefined ? flags | NXDOMAIN : flags,
      questions: [question],
      answers:
        address !== undefined && question.type === 'A'
          ? [{ type: 'A', name: question.name, ttl: 60, data: address }]
          : [],
    });
  } catch {
    return null;
  }
}

/**
 * Starts a DNS server on a UDP port of the loopback interface. It knows the IPv4 addresses of `names`
 * (a name that is there has no record of another type) and says of every other name that it does not exist.
 */
export async function startNameServer(names: ReadonlyMap<string, string>): Promise<NameServer> {
  const socket: Socket = createSocket('udp4');
  socket.on('message', (message, from) => {
    const answer = answerTo(message, names);
    if (answer) socket.send(answer, from.port, from.address);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(0, '127.0.0.1', resolve);
  });
  // An asker that has gone makes the next send fail; that is no reason to stop answering.
  socket.removeAllListeners('error').on('error', () => {});
  let open = true;
  return {
    port: socket.address().port,
    close: () => {
      if (open) socket.close();
      open = false;
    },
  };
}
