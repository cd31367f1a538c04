import type { State } from './state.ts';

/** The file that `w` suggests: the node and the minute of its clock (UTC), so that two reports do not meet. */
export function suggestedName({ seen, report }: Pick<State, 'seen' | 'report'>): string {
  const host = (report?.host.hostname ?? '').replaceAll(/[^A-Za-z0-9.-]/g, '').replace(/^[.-]+/, '') || 'node';
  const minute = new Date(seen.known?.startedAt ?? 0).toISOString().slice(0, 16).replaceAll(/[-:]/g, '');
  return `crane-doctor-${host}-${minute}.txt`;
}
