import type { Host } from '../../host/host.ts';
import type { PathInfo } from '../../host/questions.ts';
import { modeText } from './mode-text.ts';
import { mountOf } from './mount-of.ts';

/**
 * Why root cannot execute what is at a path, as evidence in any language: its mode where it is no file with an execute
 * bit (root needs one, whosesoever it is), `noexec, /opt` where the file system is mounted so. Null where it can, or
 * where mounts cannot be told.
 */
export async function notExecutable(host: Host, info: PathInfo): Promise<string | null> {
  if (info.type !== 'file' || (info.mode & 0o111) === 0) return modeText(info);
  const mount = await mountOf(host, info.realPath);
  return mount.ok && mount.value?.noExec ? `noexec, ${mount.value.mountPoint}` : null;
}
