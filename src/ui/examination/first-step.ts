import type { Report, Step } from '../../report/schema.ts';

/**
 * What to do first: the first step of the first cause's remedy, as the guide looks before it changes
 * anything. Where a file has to be edited, no later command does it.
 */
export function firstStep({ causes: [cause], checks }: Report): Step | undefined {
  const check = checks.find(({ id }) => id === cause?.check);
  return check?.findings.find(({ code }) => code === cause?.code)?.remedy?.steps[0];
}
