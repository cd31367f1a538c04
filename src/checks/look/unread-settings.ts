import { couldNotLook, type HostError } from '../../host/answer.ts';
import type { RuntimeSettings } from '../../runtime/runtime-settings.ts';
import type { CheckContext, Looked } from '../check.ts';

/**
 * The first of a runtime's configuration files that could not be looked at, with the reason: what nobody
 * else tells may be in it, so that who needs that does not know (and neither is silent nor goes by a default).
 * Null where all were seen.
 */
export function unreadFile({ files }: RuntimeSettings): { readonly path: string; readonly error: HostError } | null {
  for (const { path, state, error } of files) {
    if (state !== 'error' || error === undefined) continue;
    const reason: HostError = { code: error, message: error === 'invalid' ? 'not valid TOML' : 'could not be read' };
    if (error === 'invalid' || couldNotLook(reason)) return { path, error: reason };
  }
  return null;
}

/**
 * What a check says of a setting that nobody told while somebody could not be asked: a runtime whose Status has no
 * answer, which is runtime-status's finding, or a file that could not be read. Null where all were heard.
 */
export function unheard(
  { runs, notSeen }: Pick<CheckContext, 'runs' | 'notSeen'>,
  settings: RuntimeSettings,
  socket: string,
): Extract<Looked, { findings: unknown }> | Extract<Looked, { blockedBy: unknown }> | null {
  if (settings.unanswered) {
    if (runs('runtime-status')) return { blockedBy: ['runtime-status'] };
    return { findings: [notSeen(`Status, ${socket}`, settings.unanswered)] };
  }
  const unread = unreadFile(settings);
  return unread ? { findings: [notSeen(unread.path, unread.error)] } : null;
}
