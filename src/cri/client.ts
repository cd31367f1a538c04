import { Client, credentials, status, type ChannelOptions, type Metadata, type ServiceError } from '@grpc/grpc-js';
import { answered, refused, type Answer } from '../host/answer.ts';
import type { Questions } from '../host/questions.ts';
import { criMethods } from './codec.ts';

/** sun_path of unix(7) holds 108 bytes, the last one 0. */
const LONGEST_SOCKET_PATH = 107;

const OPTIONS: ChannelOptions = {
  // gRPC C++'s default, which craned keeps (CriClient.cpp makes its channel without arguments).
  'grpc.max_receive_message_length': 4 * 1024 * 1024,
  // A call is one try. After a failed try the channel is given up, so it never waits to reconnect.
  'grpc.enable_retries': 0,
  'grpc.service_config_disable_resolution': 1,
  'grpc.use_local_subchannel_pool': 1,
  'grpc.enable_http_proxy': 0,
  'grpc.enable_channelz': 0,
};

/** One channel a socket, for as long as its calls succeed or the peer answers them. */
interface Channel {
  readonly client: Client;
  calls: number;
  givenUp: boolean;
}

const channels = new Map<string, Channel>();

/**
 * One unary CRI call, `limitMs` in all, connecting included. Errors:
 *
 * - `GRPC`: the peer answered in gRPC; `grpc` has the status that it sent;
 * - `TIMEOUT`: nothing came within the limit;
 * - an errno, where the connection failed with one (`ECONNREFUSED`, `ENOENT`, `EACCES`, …);
 * - `NO_GRPC`: a connection was made, and no gRPC came over it (HTTP/1, closed at once);
 * - `EINVAL`: no socket can have this path, or the proto file has no such method.
 *
 * Only version 1 of CRI is ever asked: a v1alpha2 call changes the state of a containerd 1.7.
 */
export async function callCri(
  { socket, service, method, request }: Questions['cri']['args'],
  limitMs: number,
): Promise<Answer<Questions['cri']['answer']>> {
  const rpc = criMethods(service).get(method);
  if (!rpc) return refused({ code: 'EINVAL', message: `${service} has no ${method}` });
  if (
    !socket.startsWith('/') ||
    Buffer.byteLength(socket) > LONGEST_SOCKET_PATH ||
    /[\0\n\r\u2028\u2029]/.test(socket)
  ) {
    return refused({ code: 'EINVAL', message: 'not a path that a Unix socket can have' });
  }
  const channel = channelTo(socket);
  const started = performance.now();
  const { error, reply, speaksGrpc } = await new Promise<Outcome>((resolve) => {
    let headers = false;
    channel.client
      .makeUnaryRequest(
        rpc.path,
        rpc.encodeRequest,
        rpc.decodeReply,
        request,
        { deadline: Date.now() + limitMs },
        (error, reply) => resolve({ error, reply, speaksGrpc: headers || (error !== null && isGrpc(error.metadata)) }),
      )
      .on('metadata', (metadata) => (headers = isGrpc(metadata)));
  });
  const ms = performance.now() - started;
  const answer = error ? failure(error, speaksGrpc, ms, limitMs) : answered({ reply: reply as Reply, ms });
  release(socket, channel, answer.ok || answer.error.code === 'GRPC');
  return answer;
}

/** Ends all channels, and with them the calls that are still under way. */
export function closeCri(): void {
  for (const { client } of channels.values()) client.close();
  channels.clear();
}

type Reply = Questions['cri']['answer']['reply'];

interface Outcome {
  readonly error: ServiceError | null;
  readonly reply: object | undefined;
  readonly speaksGrpc: boolean;
}

/**
 * A gRPC peer names its content type in whatever it answers, also where the status comes at once in
 * the first headers, as all runtimes send their errors. A status that grpc-js made up has no headers.
 */
function isGrpc(metadata: Metadata | undefined): boolean {
  return /^application\/grpc/.test(String(metadata?.get('content-type')[0] ?? ''));
}

function channelTo(socket: string): Channel {
  let channel = channels.get(socket);
  if (!channel) {
    // With an empty authority grpc-js takes the rest as it stands: %, # and ? are not special to it.
    channel = {
      client: new Client(`unix://${socket}`, credentials.createInsecure(), OPTIONS),
      calls: 0,
      givenUp: false,
    };
    channels.set(socket, channel);
  }
  channel.calls += 1;
  return channel;
}

/** A channel whose peer did not answer is not asked again: the next call connects anew. */
function release(socket: string, channel: Channel, good: boolean): void {
  channel.calls -= 1;
  if (!good) {
    channel.givenUp = true;
    if (channels.get(socket) === channel) channels.delete(socket);
  }
  if (channel.givenUp && channel.calls === 0) channel.client.close();
}

function failure(
  error: ServiceError,
  speaksGrpc: boolean,
  ms: number,
  limitMs: number,
): Answer<Questions['cri']['answer']> {
  if (error.code === status.DEADLINE_EXCEEDED && ms >= limitMs * 0.9) {
    return refused({ code: 'TIMEOUT', message: 'no answer', afterMs: Math.round(ms) });
  }
  const details = withoutFrame(error.details).slice(0, 4096);
  if (speaksGrpc) return refused({ code: 'GRPC', message: details, grpc: { code: error.code, details } });
  const errno = /\bE(?:NOENT|CONNREFUSED|ACCES|PERM|PROTOTYPE|LOOP|NOTDIR|NAMETOOLONG|AGAIN|MFILE|NFILE)\b/.exec(
    details,
  );
  return refused({ code: errno?.[0] ?? 'NO_GRPC', message: details });
}

/** What grpc-js puts around the cause of a failed connection, a time stamp included, is left out: equal faults read equal. */
function withoutFrame(details: string): string {
  return details
    .replace(/^No connection established\. Last error: (?:Error: )?/, '')
    .replace(/\. Resolution note: $/, '')
    .replace(/ \(\d{4}-[\dT:.-]+Z\)$/, '');
}
