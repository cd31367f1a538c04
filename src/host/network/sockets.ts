import { createConnection, isIP, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { answered, refused, type Answer, type HostError } from '../answer.ts';
import { errorOf } from '../errno.ts';
import type { FileRoom } from '../files/files.ts';
import type { Handlers } from '../host.ts';
import { LIMITS } from '../limits.ts';
import type { Peer } from '../questions.ts';

/** sun_path of unix(7) has 108 bytes, the last one is the NUL. */
const MAX_SOCKET_PATH_BYTES = 107;

/** How much of a greeting's reply is kept, in bytes, and how long a pause is taken as its end, in ms. */
const MAX_REPLY_BYTES = 512;
const PAUSE_MS = 150;

/** A listener whose queue is full refuses with EAGAIN at once; it is asked again after this pause, in ms. */
const QUEUE_FULL_PAUSE_MS = 50;

/**
 * Null where connecting to a Unix socket cannot hang, else why it is not tried. connect(2) walks the
 * path in this process, so that the path is looked at first; a dead mount on the way is `HUNG`.
 */
export async function socketPathError(path: string, files: FileRoom): Promise<HostError | null> {
  if (Buffer.byteLength(path) > MAX_SOCKET_PATH_BYTES) {
    return {
      code: 'ENAMETOOLONG',
      message: `the path of a Unix socket has at most ${MAX_SOCKET_PATH_BYTES} bytes`,
      detail: { bytes: Buffer.byteLength(path) },
    };
  }
  const answer = await files.handlers.stat({ path, follow: true });
  return answer.ok ? null : answer.error;
}

/** Connections to Unix sockets and TCP addresses, within `limitMs`. Names are never resolved here. */
export function socketHandlers(
  files: FileRoom,
  limitMs: number = LIMITS.connect,
): Pick<Handlers, 'connect' | 'greet'> & { close(): void } {
  const open = new Set<Socket>();

  const connect = async (peer: Peer): Promise<Answer<{ socket: Socket; started: number }>> => {
    if ('unix' in peer) {
      const error = await socketPathError(peer.unix, files);
      if (error) return refused(error);
    } else if (!isIP(peer.address)) {
      return refused({ code: 'EINVAL', message: 'not an IP address' });
    } else if (!Number.isInteger(peer.port) || peer.port < 1 || peer.port > 65_535) {
      return refused({ code: 'EINVAL', message: 'not a port' });
    }
    const started = performance.now();
    for (;;) {
      const left = limitMs - (performance.now() - started);
      const socket = createConnection(
        'unix' in peer ? { path: peer.unix } : { host: peer.address, port: peer.port, autoSelectFamily: false },
      );
      open.add(socket);
      socket.on('close', () => open.delete(socket));
      const outcome = await outcomeOf(socket, left);
      if (outcome === 'connected') return answered({ socket, started });
      socket.destroy();
      const queueFull = outcome !== 'silent' && outcome.code === 'EAGAIN';
      if (outcome === 'silent' || (queueFull && left <= QUEUE_FULL_PAUSE_MS)) {
        return refused({ code: 'TIMEOUT', message: 'the connection was not accepted', afterMs: limitMs });
      }
      if (!queueFull) return refused(outcome);
      await wait(QUEUE_FULL_PAUSE_MS);
    }
  };

  return {
    async connect(peer) {
      const made = await connect(peer);
      if (!made.ok) return made;
      made.value.socket.destroy();
      return answered({ ms: elapsed(made.value.started) });
    },
    async greet(args) {
      const made = await connect(args);
      if (!made.ok) return made;
      const { socket, started } = made.value;
      const reply = await replyTo(socket, args.send, limitMs - (performance.now() - started));
      socket.destroy();
      return answered({ ...reply, ms: elapsed(started) });
    },
    close() {
      for (const socket of open) socket.destroy();
    },
  };
}

function elapsed(started: number): number {
  return Math.round((performance.now() - started) * 10) / 10;
}

async function outcomeOf(socket: Socket, limitMs: number): Promise<'connected' | 'silent' | HostError> {
  let timer: NodeJS.Timeout | undefined;
  const outcome = await new Promise<'connected' | 'silent' | HostError>((resolve) => {
    timer = setTimeout(() => resolve('silent'), limitMs);
    socket.once('connect', () => resolve('connected'));
    socket.on('error', (error) => resolve(errorOf(error)));
    socket.once('close', () => resolve({ code: 'ECANCELED', message: 'the host was closed' }));
  });
  clearTimeout(timer);
  return outcome;
}

/** Sends some bytes and gathers the reply until it pauses, is long enough, or the peer closes. */
async function replyTo(socket: Socket, send: string, limitMs: number): Promise<{ received: string; closed: boolean }> {
  let received = '';
  let closed = false;
  const timers: NodeJS.Timeout[] = [];
  await new Promise<void>((resolve) => {
    timers.push(setTimeout(resolve, limitMs));
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      received = (received + chunk).slice(0, MAX_REPLY_BYTES);
      if (received.length === MAX_REPLY_BYTES) return resolve();
      clearTimeout(timers[1]);
      timers[1] = setTimeout(resolve, PAUSE_MS);
    });
    const end = (): void => {
      closed = true;
      resolve();
    };
    socket.on('end', end).on('close', end).on('error', end);
    socket.write(Buffer.from(send, 'latin1'));
  });
  timers.forEach(clearTimeout);
  return { received, closed };
}
