import { rmSync } from 'node:fs';
import { join } from 'node:path';

import {
  Client,
  credentials,
  Server,
  ServerCredentials,
  type handleServerStreamingCall,
  type handleUnaryCall,
} from '@grpc/grpc-js';

import { criMethods, type CriMethod } from '../../src/cri/codec.ts';
import { temporaryDirectory, type Cleanup } from './cleanup.ts';

type Message = Record<string, unknown>;

/** How a runtime behind the proxy differs from the real one. What is not named passes as it is. */
export interface Differences {
  /** Changes a request before the runtime gets it: a runtime that ignores something. */
  readonly request?: (method: string, request: Message) => Message;
  readonly reply?: (method: string, reply: Message) => Message;
  /** What becomes of GetContainerEvents: nothing ever comes, or it ends at once. */
  readonly events?: 'silent' | 'end';
}

/** A socket behind which a real runtime answers, except for some differences: a runtime that cannot be had here. */
export async function startCriProxy(cleanup: Cleanup, runtime: string, differences: Differences): Promise<string> {
  const socket = join(temporaryDirectory(cleanup), 'cri.sock');
  const client = new Client(`unix:${runtime}`, credentials.createInsecure());
  const server = new Server();
  for (const service of ['RuntimeService', 'ImageService'] as const) {
    const methods = [...criMethods(service)];
    server.addService(
      Object.fromEntries(methods.map(([name, method]) => [name, definitionOf(method)])),
      Object.fromEntries(
        methods.map(([name, method]) => [
          name,
          method.streams ? streamed(client, method, differences) : passed(client, name, method, differences),
        ]),
      ),
    );
  }
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`unix:${socket}`, ServerCredentials.createInsecure(), (error) =>
      error ? reject(error) : resolve(),
    );
  });
  cleanup.defer(() => {
    server.forceShutdown();
    client.close();
    rmSync(socket, { force: true });
  });
  return socket;
}

function definitionOf(method: CriMethod) {
  return {
    path: method.path,
    requestStream: false,
    responseStream: method.streams,
    requestSerialize: method.encodeRequest,
    requestDeserialize: method.decodeRequest,
    responseSerialize: method.encodeReply,
    responseDeserialize: method.decodeReply,
  };
}

function passed(
  client: Client,
  name: string,
  { path, encodeRequest, decodeReply }: CriMethod,
  { request = (_, message) => message, reply = (_, message) => message }: Differences,
): handleUnaryCall<Message, object> {
  return (call, callback) => {
    client.makeUnaryRequest(path, encodeRequest, decodeReply, request(name, call.request), (error, answer) => {
      callback(error, answer && reply(name, answer as Message));
    });
  };
}

function streamed(
  client: Client,
  { path, encodeRequest, decodeReply }: CriMethod,
  { events }: Differences,
): handleServerStreamingCall<Message, object> {
  return (call) => {
    if (events === 'silent') return;
    if (events === 'end') return call.end();
    const real = client.makeServerStreamRequest(path, encodeRequest, decodeReply, call.request);
    real.on('data', (event: object) => call.write(event));
    real.on('error', (error) => call.destroy(error));
    call.on('cancelled', () => real.cancel());
  };
}
