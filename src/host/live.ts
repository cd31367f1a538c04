import { answered, refused } from './answer.ts';
import { authorities, type AuthorityPaths } from './network/certificate-authorities.ts';
import { commands } from './processes/command.ts';
import { errorOf } from './errno.ts';
import { fileChildren } from './file-child/file-children.ts';
import { fileRoom } from './files/files.ts';
import { hostFrom, type Handlers, type Host } from './host.ts';
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
export function liveHandlers(options: LiveOptions = {}): { readonly handlers: Handlers; close(): void } {
  const limits: Limits = { ...LIMITS, ...options.limits };
  const table = mountTable();
  const children = fileChildren(options.fileChild ?? fileChildCommand(), limits.file);
  const files = fileRoom({ root: '/', view: () => table.view(), children });
  const programs = commands(files, limits.command);
  const sockets = socketHandlers(files, limits.connect);
  const { resolve } = resolveHandler((args, limitMs) => programs.run(args, limitMs), files.handlers, limits.dns);
  const web = httpHandlers(authorities(files.handlers, options.authorities), resolve, limits.http);
  let closeCri: () => void = () => {};

  const handlers: Handlers = {
    ...files.handlers,
    identity: () => identityOfMachine(files.handlers),
    clock: () => Promise.resolve(answered(Date.now())),
    mounts: () => table.mounts().then(answered, (cause: unknown) => refused(errorOf(cause))),
    command: (args) => programs.run(args),
    connect: (args) => sockets.connect(args),
    greet: (args) => sockets.greet(args),
    async cri(args) {
      const error = await socketPathError(args.socket, files);
      if (error) return refused(error);
      // gRPC is loaded only when a call is made: it costs some 100 ms.
      const client = await import('../cri/client.ts');
      closeCri = () => client.closeCri();
      return client.callCri(args, limits.cri);
    },
    resolve,
    http: (args) => web.http(args),
  };
  return {
    handlers,
    close() {
      for (const part of [children, programs, sockets, web]) part.close();
      closeCri();
    },
  };
}

/** A host that asks this machine. */
export function liveHost(options: LiveOptions = {}): Host {
  const live = liveHandlers(options);
  return hostFrom('live', live.handlers, () => live.close());
}
