import { dirname } from 'node:path';
import { askCri } from '../cri/ask-cri.ts';
import type { Finding } from '../checks/finding.ts';
import { bindfsTarget } from './bindfs-command.ts';
import { unmount } from './unmount.ts';
import type { Owner } from './owner.ts';
import { cgroupParent } from './pod-config.ts';
import { MOUNT_FILE, pathsOf } from './parameters.ts';
import { isOwnImage, OWN_DIRECTORY, OWN_REPOSITORY } from './identity.ts';
import type { Left } from './left-behind.ts';
import type { Reached, StepContext } from './step.ts';

type Tools = Pick<StepContext, 'host' | 'changes' | 'p'>;

const CALL_MS = 5_000;

/** Images that the doctor has made, by their repository. */
async function removeImages({ host, changes, p }: Tools): Promise<readonly Left[]> {
  const listed = await askCri(host, p.imageSocket, 'ImageService', 'ListImages', {});
  if (!listed.ok) return [{ what: `the image ${OWN_REPOSITORY}`, reason: listed.error.message }];
  const left: Left[] = [];
  for (const tag of listed.value.images.flatMap(({ repo_tags }) => repo_tags)) {
    if (!isOwnImage(tag)) continue;
    const limits = { socket: p.imageSocket, limitMs: CALL_MS };
    const gone = await changes.call('RemoveImage', { image: { image: tag } }, limits);
    if (!gone.ok) left.push({ what: `the image ${tag}`, reason: gone.error.grpc?.details ?? gone.error.message });
  }
  return left;
}

/**
 * The cgroup that runc has made for the pod's parent, in each hierarchy, and the directories above it that
 * stand below the prefix that the supervisor leaves in front, where nobody else uses them: the kernel
 * removes no cgroup that has another in it.
 */
async function removeCgroups({ host, changes, p }: Tools): Promise<void> {
  const mounts = await host.ask('mounts', {});
  const roots = mounts.ok ? mounts.value.filter(({ fsType }) => /^cgroup2?$/.test(fsType)) : [];
  for (const { mountPoint } of roots) {
    for (let path = cgroupParent(p); path !== ''; path = path.slice(0, path.lastIndexOf('/'))) {
      const gone = await changes.file({ method: 'removeDirectory', path: `${mountPoint}${path}` });
      if (!gone.ok && gone.error.code !== 'ENOENT') break;
    }
  }
}

/** The files and directories of a run by their names, the innermost first. */
async function removeOwn({ host, changes, p }: Tools, mount: string | null): Promise<readonly Left[]> {
  const { owner, logDirectory, log, mountSource, touched, archive } = pathsOf(p);
  // A file of that name may be the user's own: then the test has ended before it mounted anything.
  const mayBeOurs = mount !== null && (await host.ask('stat', { path: touched, follow: false })).ok;
  const gone = [
    ...(mayBeOurs ? [{ method: 'removeFile', path: `${mount}/${MOUNT_FILE}` } as const] : []),
    { method: 'removeFile', path: touched },
    { method: 'removeFile', path: `${mountSource}/${MOUNT_FILE}` },
    { method: 'removeDirectory', path: mountSource },
    { method: 'removeFile', path: archive },
    { method: 'removeFile', path: log },
    { method: 'removeDirectory', path: logDirectory },
    { method: 'removeFile', path: owner },
    { method: 'removeDirectory', path: p.directory },
  ] as const;
  for (const change of gone) {
    const answer = await changes.file(change);
    if (!answer.ok && answer.error.code !== 'ENOENT' && answer.error.code !== 'ENOTDIR')
      return [{ what: change.path, reason: answer.error.code }];
  }
  // The doctor's own, where nothing else is kept in it (healthcheck does): what is not empty stays.
  const work = dirname(p.directory);
  if (work === OWN_DIRECTORY) await changes.file({ method: 'removeDirectory', path: work });
  return [];
}

/** What came of taking away: what is left, and what has to be said about how it went. */
export interface FilesRemoved {
  readonly left: readonly Left[];
  readonly findings: readonly Finding[];
}

/** Takes away what a run has made beside its pods, as far as `made` says that it has: another's is never touched. */
export async function removeFiles(tools: Tools, { mount }: Owner, made: Reached): Promise<FilesRemoved> {
  const images = made.imageAsked ? await removeImages(tools) : [];
  await removeCgroups(tools);
  const findings = made.bindfsAsked ? await unmount(tools) : [];
  const target = bindfsTarget(tools.p);
  const points = [...(made.bindfsAsked ? [target] : []), ...(made.mountBaseMade ? [dirname(target)] : [])];
  for (const path of points) await tools.changes.file({ method: 'removeDirectory', path });
  return { left: [...images, ...(made.directoryMade ? await removeOwn(tools, mount) : [])], findings };
}
