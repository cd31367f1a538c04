import { askCri } from '../../cri/ask-cri.ts';
import type { CheckContext } from '../check.ts';
import { CRANE_PODS } from './crane-pods.ts';

/**
 * Whether a runtime that answered Version answers nothing more: it has no Status either, or does not even list
 * pods: it was killed since, has only begun to start, or docker has died under cri-dockerd. That is
 * runtime-status's finding, which makes the same calls; what else fails then follows from it. A call that the
 * runtime merely does not have (`unimplemented`) is a fault of its own where there is a Status. False
 * where that check does not run.
 */
export async function isRuntimeLost(
  { host, runs }: Pick<CheckContext, 'host' | 'runs'>,
  socket: string,
  { unimplemented = false } = {},
): Promise<boolean> {
  if (!runs('runtime-status')) return false;
  const status = await askCri(host, socket, 'RuntimeService', 'Status', { verbose: true });
  if (!status.ok || unimplemented) return !status.ok;
  return !(await askCri(host, socket, 'RuntimeService', 'ListPodSandbox', CRANE_PODS)).ok;
}
