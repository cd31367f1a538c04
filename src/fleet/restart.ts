import type { KeptNode } from './kept.ts';

/** The checks that compare the start of a daemon with the time of its configuration: of compute nodes, of the control machine. */
const DAEMONS = ['craned-service', 'cranectld-service'] as const;

/**
 * Whether the daemon of a node was started since its configuration changed: `missing` where it was not, `unseen` where no
 * check has looked, or has seen enough.
 */
export function restartOf({ findings, picture }: KeptNode): 'done' | 'missing' | 'unseen' {
  if (findings.some(({ code }) => DAEMONS.some((daemon) => code === `${daemon}/stale-config`))) return 'missing';
  const looked = DAEMONS.some((daemon) => ['pass', 'warn', 'fail'].includes(picture.statuses.get(daemon) ?? 'skip'));
  return looked ? 'done' : 'unseen';
}
