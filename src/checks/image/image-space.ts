import type { ImageFsInfoResponse__Output } from '../../cri/generated/runtime/v1/ImageFsInfoResponse.ts';
import { couldNotLook } from '../../host/answer.ts';
import type { FileSystemSpace } from '../../host/questions.ts';
import type { Json } from '../../json.ts';
import { isBelow, type SpaceLimit } from '../../settings/space-limit.ts';
import type { Thresholds } from '../../settings/settings.ts';
import type { CheckContext } from '../check.ts';
import type { Finding } from '../finding.ts';
import { oneLine } from '../look/one-line.ts';
import type { IMAGE_SERVICE_CODES } from './image-service-codes.ts';

/** More file systems than this no runtime has: one for each snapshotter. */
const MAX_FILE_SYSTEMS = 16;

const GIB = 1024 ** 3;
const WARNING: SpaceLimit = { bytes: 10 * GIB, part: 0.1 };
const ERROR: SpaceLimit = { bytes: GIB / 4, part: 0.05 };

/**
 * A warning where an image for GPUs (several GiB, packed and unpacked at once) may not fit any more:
 * craned deletes no image (CriClient has no caller of RemoveImage), so that it only gets worse. An
 * error where hardly any layer fits. Both want a low part as well: a small disk may be meant to be small.
 * A site may have limits of its own.
 */
function severityOf(space: FileSystemSpace, limits: Thresholds['imageSpace'] = {}): 'error' | 'warning' | null {
  const { totalInodes, freeInodes } = space;
  // btrfs and network file systems count no inodes: their total is 0.
  if (totalInodes > 0 && freeInodes === 0) return 'error';
  if (isBelow(space, limits.error ?? ERROR)) return 'error';
  if (totalInodes > 0 && freeInodes < totalInodes * 0.01) return 'warning';
  return isBelow(space, limits.warning ?? WARNING) ? 'warning' : null;
}

/**
 * The space of the file systems that ImageFsInfo names. Its `mountpoint` is a directory of the
 * snapshotter. A runtime in a container names its own paths: what is not there says nothing.
 */
export async function imageSpace(
  { host, found, notSeen, options }: CheckContext<typeof IMAGE_SERVICE_CODES>,
  { image_filesystems }: ImageFsInfoResponse__Output,
): Promise<{ readonly observed: readonly Json[]; readonly findings: readonly Finding[] }> {
  const named = image_filesystems.map(({ fs_id }) => fs_id?.mountpoint ?? '').filter((path) => path.startsWith('/'));
  const paths = [...new Set(named)].sort().slice(0, MAX_FILE_SYSTEMS);
  const observed: Json[] = [];
  const findings: Finding[] = [];
  for (const path of paths) {
    const space = await host.ask('space', { path });
    const shown = oneLine(path);
    if (!space.ok) {
      observed.push({ path: shown, error: space.error.code });
      if (couldNotLook(space.error) || space.error.code === 'ENOTCONN') findings.push(notSeen(shown, space.error));
      continue;
    }
    const { freeBytes, totalBytes, freeInodes } = space.value;
    observed.push({ path: shown, freeBytes, totalBytes, freeInodes });
    const severity = severityOf(space.value, options.thresholds?.imageSpace);
    const freePart = Math.round((freeBytes / Math.max(totalBytes, 1)) * 1000) / 10;
    if (severity) {
      findings.push(found('disk-low', { path: shown, freeBytes, freePart, freeInodes }, { target: shown, severity }));
    }
  }
  return { observed, findings };
}
