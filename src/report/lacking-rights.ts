import type { Report } from './schema.ts';

/** How a host's refusal reads in a finding's reason: the errno, or the words of strerror(3). */
const REFUSED = /\b(?:EACCES|EPERM)\b|permission denied|operation not permitted|not permitted/i;

/**
 * Whether something could not be looked at for lack of rights, so that a run as root would tell more.
 * As root nothing more can be done about it.
 */
export function lacksRights({ host, checks }: Report): boolean {
  if (host.uid <= 0) return false;
  const unknown = checks.flatMap(({ findings }) => findings).filter(({ severity }) => severity === 'unknown');
  return unknown.some(({ args }) => typeof args['reason'] === 'string' && REFUSED.test(args['reason']));
}
