import { chmod, link, rm } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server as NetServer, type Socket } from 'node:net';
import {
  Server,
  ServerCredentials,
  status,
  type ServiceDefinition,
  type handleServerStreamingCall,
  type handleUnaryCall,
} from '@grpc/grpc-js';
import type { Json } from '../json.ts';
import { criMethods, type CriMethod, type CriService } from '../cri/codec.ts';
import { repliesOf, type CriRecording, type CriReplies } from './cri-recording.ts';

/** A server on a Unix socket. `close` ends its connections and removes the socket. */
export interface SocketServer {
  close(): Promise<void>;
}

/**
 * What a sick peer does in place of CRI: `silent` accepts and never answers (a stopped containerd),
 * `closing` closes every connection at once, `http1` answers as docker.sock does, `no-cri` is a
 * containerd whose CRI plugin is disabled or did not load.
 */
export type CriFault = 'silent' | 'closing' | 'http1' | 'no-cri';

const SERVICES: readonly CriService[] = ['RuntimeService', 'ImageService'];

/** What each RPC of the server answers, by its service and name; undefined: not implemented. */
type Answers = (service: CriService, method: string) => CriReplies[string] | undefined;

/**
 * A real gRPC server that speaks CRI v1 on a Unix socket and answers from a recording. `overrides`
 * replace single replies (`RuntimeService.Status`); what neither has is not implemented, as by a runtime.
 */
export async function startCriServer(options: {
  readonly socket: string;
  readonly recording: CriRecording;
  readonly overrides?: CriReplies;
}): Promise<SocketServer> {
  const replies: CriReplies = { ...repliesOf(options.recording), ...options.overrides };
  return serveGrpc(options.socket, (service, method) => replies[`${service}.${method}`]);
}

/** A server that is not well, in one of the ways of `CriFault`. */
export async function startSickServer(socket: string, fault: CriFault): Promise<SocketServer> {
  switch (fault) {
    case 'no-cri':
      return serveGrpc(socket, () => undefined);
    case 'http1':
      return serveRaw(
        socket,
        createHttpServer((_, response) => response.writeHead(301, { Location: '/%2A' }).end()),
      );
    case 'closing':
      return serveRaw(
        socket,
        createServer((connection) => connection.destroy()),
      );
    case 'silent':
      return serveRaw(
        socket,
        createServer(() => {}),
      );
  }
}

/** A socket that nobody listens at any more, as a killed runtime leaves it: a connection is refused. */
export async function leaveStaleSocket(socket: string): Promise<void> {
  const server = await serveRaw(`${socket}~`, createServer());
  await link(`${socket}~`, socket);
  await server.close();
}

async function serveGrpc(socket: string, answers: Answers): Promise<SocketServer> {
  const server = new Server();
  for (const service of SERVICES) {
    const methods = [...criMethods(service)];
    server.addService(
      Object.fromEntries(methods.map(([name, method]) => [name, definitionOf(method)])),
      Object.fromEntries(
        methods.map(([name, { streams }]) => [name, (streams ? streamHandler : handler)(service, name, answers)]),
      ),
    );
  }
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`unix://${socket}`, ServerCredentials.createInsecure(), (error) =>
      error ? reject(error) : resolve(),
    );
  });
  // As the runtimes make it: for root and its group.
  await chmod(socket, 0o660);
  return {
    async close() {
      server.forceShutdown();
      await rm(socket, { force: true });
    },
  };
}

function definitionOf(method: CriMethod): ServiceDefinition[string] {
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

/** Answers one RPC. Status tells its info map only where the request is verbose, as the runtimes do. */
function handler(
  service: CriService,
  method: string,
  answers: Answers,
): handleUnaryCall<{ readonly [key: string]: Json; readonly verbose?: boolean }, object> {
  return ({ request }, callback) => {
    const answer = answers(service, method);
    if (answer && 'silent' in answer) return;
    if (!answer || 'stream' in answer) callback(unknownService(service));
    else if ('error' in answer) callback(answer.error);
    else if ('replyTo' in answer) callback(null, answer.replyTo(request));
    else callback(null, request.verbose === false ? { ...answer.reply, info: {} } : answer.reply);
  };
}

/** A stream that is open sends nothing, not even headers, until something happens: here nothing does. */
function streamHandler(
  service: CriService,
  method: string,
  answers: Answers,
): handleServerStreamingCall<object, object> {
  return (call) => {
    const answer = answers(service, method);
    if (answer && 'silent' in answer) return;
    if (!answer || 'reply' in answer || 'replyTo' in answer) call.emit('error', unknownService(service));
    else if ('error' in answer) call.emit('error', answer.error);
    else if (answer.stream === 'ended') call.end();
  };
}

function unknownService(service: CriService): { code: number; details: string } {
  return { code: status.UNIMPLEMENTED, details: `unknown service runtime.v1.${service}` };
}

async function serveRaw(socket: string, server: NetServer): Promise<SocketServer> {
  const connections = new Set<Socket>();
  server.on('connection', (connection) => {
    connections.add(connection);
    connection.on('error', () => {}).on('close', () => connections.delete(connection));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(socket, resolve);
  });
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const connection of connections) connection.destroy();
      }),
  };
}
