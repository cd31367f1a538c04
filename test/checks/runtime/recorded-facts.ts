import type { Identity, PathInfo } from '../../../src/host/questions.ts';

/** The identity of a Debian 12 node as its root sees it, with what a test wants otherwise. */
export function identityOfNode(otherwise: Partial<Identity> = {}): Identity {
  return {
    hostname: 'cn01',
    os: { id: 'debian', idLike: [], versionId: '12', prettyName: 'Debian GNU/Linux 12 (bookworm)' },
    kernel: '6.1.0-28-amd64',
    arch: 'x64',
    uid: 0,
    root: true,
    init: 'systemd',
    ...otherwise,
  };
}

/** What stands at a path, root's and reached without a symlink, with what a test wants otherwise. */
export function pathInfo(
  type: PathInfo['type'],
  realPath: string,
  mode: number,
  otherwise: Partial<PathInfo> = {},
): PathInfo {
  return { type, realPath, mode, uid: 0, gid: 0, size: 0, mtimeMs: 0, device: null, links: [], ...otherwise };
}
