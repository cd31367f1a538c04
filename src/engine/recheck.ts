import { start, type Examination, type Request } from './examination.ts';
import type { RunEvent } from './run.ts';

/**
 * The checks that are looked at again when some are: with them all that they wait for, and what was
 * blocked by any of these, with all that it waits for in turn.
 */
function lookedAtAgain(before: Examination, ids: readonly string[]): string[] {
  const again = new Set(ids);
  // A set gives what is added while it is gone through, too.
  for (const id of again) {
    for (const need of before.plan.find(({ check }) => check.id === id)?.after ?? []) again.add(need);
    for (const [blocked, { skip }] of before.results) if (skip?.by.includes(id)) again.add(blocked);
  }
  return [...again];
}

/**
 * Looks again at some checks and what they need, with the configuration read anew and no answer
 * remembered, and gives the examination with their new results in the place of the old ones. What
 * hangs on them is looked at again too: a check that was blocked may run now. Where the configuration
 * has switched a feature on or off meanwhile, other checks apply, and all are looked at.
 */
export async function recheck(
  before: Examination,
  request: Request,
  ids: readonly string[],
  onEvent?: (event: RunEvent) => void,
): Promise<Examination> {
  const selection = { ...request.selection, only: lookedAtAgain(before, ids) };
  const again = await (
    await start({ ...request, selection })
  ).run((event) => {
    if (event.event === 'running' || event.result.skip?.reason !== 'excluded') onEvent?.(event);
  });
  if (JSON.stringify(again.facts) !== JSON.stringify(before.facts)) return (await start(request)).run(onEvent);
  const results = new Map(before.results);
  for (const [id, result] of again.results) if (result.skip?.reason !== 'excluded') results.set(id, result);
  return { ...again, plan: before.plan, results, startedAt: before.startedAt, durationMs: before.durationMs };
}
