import { answered, refused } from './answer.ts';
import { fileChildren } from './file-child/file-children.ts';
import { fileRoom } from './files/files.ts';
import { hostFrom, type Handlers, type Host } from './host.ts';
import { identityOfTree } from './identity/identity.ts';
import type { LiveOptions } from './live.ts';
import { mountTable } from './files/mount-table.ts';
import { fileChildCommand } from './file-child/self-command.ts';

/**
 * A host that asks a directory tree (an image, a chroot): `root` is an absolute path, and every path
 * is resolved inside it, symlinks and `..` too. What needs a running machine is `NO_MACHINE`.
 * `overrides` take the place of single handlers: the demo has its sockets and its resolver there.
 */
export function treeHost(
  root: string,
  overrides: Partial<Handlers> = {},
  options: Pick<LiveOptions, 'fileChild'> & { readonly kind?: Host['kind'] } = {},
): Host {
  const table = mountTable();
  const children = fileChildren(options.fileChild ?? fileChildCommand());
  const files = fileRoom({ root, view: () => table.view(), children });
  const noMachine = (): Promise<ReturnType<typeof refused>> =>
    Promise.resolve(refused({ code: 'NO_MACHINE', message: 'a directory tree is no running machine' }));
  const handlers: Handlers = {
    ...files.handlers,
    // Its device nodes are the image's, and opening one would ask this machine's driver.
    openDevice: noMachine,
    identity: () => identityOfTree(files.handlers),
    clock: () => Promise.resolve(answered(Date.now())),
    zone: () => Promise.resolve(answered({ offsetMinutes: -new Date().getTimezoneOffset() })),
    mounts: noMachine,
    command: noMachine,
    connect: noMachine,
    greet: noMachine,
    cri: noMachine,
    criStream: noMachine,
    resolve: noMachine,
    http: noMachine,
    environment: noMachine,
    ...overrides,
  };
  return hostFrom(options.kind ?? 'tree', handlers, () => children.close());
}
