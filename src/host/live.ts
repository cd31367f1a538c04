import { CRI_READS } from '../cri/cri-reads.ts';
import { answered, refused } from './answer.ts';
import { authorities, type AuthorityPaths } from './network/certificate-authorities.ts';
import { commands } from './processes/command.ts';
import { errorOf } from './errno.ts';
import { fileChildren } from './file-child/file-children.ts';
import { fileRoom } from './files/files.ts';
import { hostFrom, type Handlers, type Host } from './host.ts';
import { environmentHandler } from './processes/environment.ts';
import { httpHandlers } from './network/http.ts';
import { identityOfMachine } from './identity/identity.ts';
import { LIMITS, type Limits } from './limits.ts';
import { mountTable } from './files/mount-table.ts';
import { resolveHandler } from './resolver/resolve.ts';
import { fileChildCommand } from './file-child/self-command.ts';
import { socketHandlers, socketPathError } from './network/sockets.ts';

/** What a live host can be given in place of what it has by itself. */
export interface LiveOptions {
  /** The command line of a child that looks at files; by itself this very program. */
  readonly fileChild?: readonly [string, ...string[]];
  /** Where trusted authorities are; by itself the system's. */
  readonly authorities?: AuthorityPaths;
  /** Other limits than `LIMITS`: whoever knows its peers need not wait as long for one that is silent. */
  readonly limits?: Partial<Limits>;
}

/** The handlers of this machine, to be used whole or in part, and what ends what they hold. */
export function liveHandlers(options: LiveOptions = {}): {
  readonly handlers: Handlers;
  readonly lines: NonNullable<Host['lines']>;
  close(): void;
} {
  const limits: Limits = { ...LIMITS, ...options.limits };
  const table = mountTable();
  const children = fileChildren(options.fileChild ?? fileChildCommand(), limits.file);
  const files = fileRoom({ root: '/', view: () => table.view(), children });
  const programs = commands(files, limits);
  const sockets = socketHandlers(files, limits.connect);
  const { resolve } = resolveHandler((args, limitMs) => programs.run(args, limitMs), files.handlers, limits.dns);
  const web = httpHandlers(authorities(files.handlers, options.authorities), resolve, limits.http);
  let closeCri: () => void = () => {};
  // gRPC is loaded only when a call is made: it costs some 100 ms.
  const withCri = async <T>(client: Promise<T>): Promise<T> => {
    closeCri = (await import('../cri/channels.ts')).closeCri;
    return client;
  };

  const handlers: Handlers = {
    ...files.handlers,
    identity: () => identityOfMachine(files.handlers),
    clock: () => Promise.resolve(answered(Date.now())),
    zone: () => Promise.resolve(answered({ offsetMinutes: -new Date().getTimezoneOffset() })),
    mounts: () => table.mounts().then(answered, (cause: unknown) => refused(errorOf(cause))),
    command: (args) => programs.run(args),
    connect: (args) => sockets.connect(args),
    greet: (args) => sockets.greet(args),
    async cri(args) {
      if (!CRI_READS.has(args.method)) return refused({ code: 'EINVAL', message: `${args.method} is no question` });
      const error = await socketPathError(args.socket, files);
      return error ? refused(error) : (await withCri(import('../cri/client.ts'))).callCri(args, limits.cri);
    },
    async criStream(args) {
      const error = await socketPathError(args.socket, files);
      return error ? refused(error) : (await withCri(import('../cri/stream.ts'))).openStream(args, limits.cri);
    },
    resolve,
    http: (args) => web.http(args),
    ...environmentHandler(files.handlers),
  };
  return {
    handlers,
    lines: (args, take, signal) => programs.lines(args, take, signal),
    close() {
      for (const part of [children, programs, sockets, web]) part.close();
      closeCri();
    },
  };
}

/** A host that asks this machine. */
export function liveHost(options: LiveOptions = {}): Host {
  const live = liveHandlers(options);
  return { ...hostFrom('live', live.handlers, () => live.close()), lines: live.lines };
}
