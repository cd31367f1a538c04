import { silentMountOf } from '../../host/answer.ts';
import { isLocalFileSystem } from '../../host/files/local-file-systems.ts';
import type { Mount, PathInfo } from '../../host/questions.ts';
import { defineCheck, type CheckContext, type Looked } from '../check.ts';
import { nearestAbove } from '../look/directory-above.ts';
import type { Finding } from '../finding.ts';
import { modeText, ownerText } from '../look/mode-text.ts';
import { MOUNT_BASE_DIR_CODES } from './mount-base-dir-codes.ts';
import { mountOf } from '../look/mount-of.ts';
import { ownersCount } from '../look/ownership.ts';

type Context = CheckContext<typeof MOUNT_BASE_DIR_CODES>;

/** Errors of a file system whose server or FUSE process is gone: as useless as one that is silent. */
const DEAD = new Set(['HUNG', 'ENOTCONN', 'ESTALE', 'EHOSTDOWN']);

/**
 * Whether the file system that the directory lies on answers, where it can be silent at all. statfs(2)
 * asks the server or the FUSE process each time; attributes may come from a cache. The BindFs mounts
 * below the directory are not touched here.
 */
async function silent({ host, found }: Context, path: string, mount: Mount | null): Promise<readonly Finding[]> {
  if (!mount || isLocalFileSystem(mount.fsType)) return [];
  const space = await host.ask('space', { path });
  if (space.ok || !DEAD.has(space.error.code)) return [];
  const { code, afterMs } = space.error;
  const about = { target: path, silentMount: silentMountOf(space.error) };
  return [found('hung', { path, error: code, afterMs: afterMs ?? 0 }, about)];
}

/** Who may write in the directory, beside root. */
async function openTo({ host, found }: Context, path: string, info: PathInfo): Promise<readonly Finding[]> {
  if (!(await ownersCount(host))) return [];
  const about = { target: path };
  return [
    ...(info.mode & 0o022 ? [found('insecure', { path, mode: modeText(info) }, about)] : []),
    ...(info.uid === 0 ? [] : [found('wrong-owner', { path, owner: ownerText(info) }, about)]),
  ];
}

/** A directory that is not there: csupervisor makes it, where it can. */
async function absent(context: Context, path: string): Promise<Looked> {
  const { host, found, notSeen } = context;
  const above = await nearestAbove(host, path);
  if (!above.ok) return { observed: { path }, findings: [notSeen(path, above.error)] };
  const observed = { path, above: above.value.realPath };
  if (above.value.type !== 'directory') {
    const args = { path: above.value.realPath, mode: modeText(above.value) };
    return { observed, findings: [found('not-a-directory', args, { target: path })] };
  }
  const mount = await mountOf(host, above.value.realPath);
  if (mount.ok && mount.value?.readOnly) {
    const args = { path, mount: mount.value.mountPoint, fileSystem: mount.value.fsType };
    return { observed, findings: [found('read-only', args, { target: path })] };
  }
  return { observed, findings: [found('missing', { path }, { target: path })] };
}

/**
 * Where csupervisor makes its BindFs mount points and locks (BindFs.cpp): a directory of its own on a
 * local file system, which it makes root's with mode 0700 at the first mount.
 */
export const mountBaseDir = defineCheck({
  id: 'mount-base-dir',
  group: 'bindfs',
  title: { en: 'MountBaseDir can hold mounts', zh: 'MountBaseDir 可用' },
  feature: 'bindfs',
  machine: false,
  needs: ['Container.BindFs.MountBaseDir'],
  codes: MOUNT_BASE_DIR_CODES,
  async run(context) {
    const { host, found, notSeen, config } = context;
    const path = config.container?.bindFs.mountBaseDir ?? '';
    const about = { target: path };
    const there = await host.ask('stat', { path, follow: true });
    if (!there.ok) {
      const { code, afterMs } = there.error;
      const observed = { path, error: code };
      if (code === 'ENOENT') return await absent(context, path);
      if (DEAD.has(code)) {
        const silentMount = silentMountOf(there.error);
        const hung = found('hung', { path, error: code, afterMs: afterMs ?? 0 }, { ...about, silentMount });
        return { observed, findings: [hung] };
      }
      if (code === 'ENOTDIR' || code === 'ELOOP') {
        return { observed, findings: [found('not-a-directory', { path, mode: code }, about)] };
      }
      return { observed, findings: [notSeen(path, there.error)] };
    }
    const info = there.value;
    const mount = await mountOf(host, info.realPath);
    const observed = {
      path,
      ...(info.realPath === path ? {} : { realPath: info.realPath }),
      mode: modeText(info),
      owner: ownerText(info),
      ...(mount.ok && mount.value ? { mount: mount.value.mountPoint, fileSystem: mount.value.fsType } : {}),
    };
    if (info.type !== 'directory')
      return { observed, findings: [found('not-a-directory', { path, mode: modeText(info) }, about)] };
    if (!mount.ok) return { observed, findings: [notSeen('/proc/self/mountinfo', mount.error)] };
    const on = mount.value ? { path, mount: mount.value.mountPoint, fileSystem: mount.value.fsType } : null;
    if (on && mount.value?.readOnly) return { observed, findings: [found('read-only', on, about)] };
    const distant = on && !isLocalFileSystem(on.fileSystem) ? [found('network-filesystem', on, about)] : [];
    const [hung, open] = await Promise.all([silent(context, path, mount.value), openTo(context, path, info)]);
    return { observed, findings: [...hung, ...open, ...distant] };
  },
});
