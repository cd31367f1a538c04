import { Client, credentials, type ChannelOptions } from '@grpc/grpc-js';

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
export interface Channel {
  readonly client: Client;
  calls: number;
  givenUp: boolean;
}

const channels = new Map<string, Channel>();

/** Whether a Unix socket can have this path. */
export function isSocketPath(path: string): boolean {
  return path.startsWith('/') && Buffer.byteLength(path) <= LONGEST_SOCKET_PATH && !/[\0\n\r\u2028\u2029]/.test(path);
}

/** The channel to a socket, made where there is none; whoever has used it gives it back with `release`. */
export function channelTo(socket: string): Channel {
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
export function release(socket: string, channel: Channel, good: boolean): void {
  channel.calls -= 1;
  if (!good) {
    channel.givenUp = true;
    if (channels.get(socket) === channel) channels.delete(socket);
  }
  if (channel.givenUp && channel.calls === 0) channel.client.close();
}

/** Ends all channels, and with them the calls that are still under way. */
export function closeCri(): void {
  for (const { client } of channels.values()) client.close();
  channels.clear();
}
