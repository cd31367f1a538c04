import { answered, type Answer } from '../../host/answer.ts';
import type { Host } from '../../host/host.ts';

/**
 * Whether the kernel has FUSE by now, built in or loaded. /proc/filesystems tells both alike, which
 * lsmod does not.
 */
export async function hasFuse(host: Host): Promise<Answer<boolean>> {
  const file = await host.ask('readFile', { path: '/proc/filesystems', maxBytes: 65_536 });
  if (!file.ok) return file;
  // A line is `nodev<TAB>name` or `<TAB>name` (proc_filesystems(5)).
  const lines = Buffer.from(file.value.bytes).toString('latin1').split('\n');
  return answered(lines.some((line) => line.split('\t')[1] === 'fuse'));
}
