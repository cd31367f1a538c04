import type { HostError } from '../host/answer.ts';
import { launch } from '../host/launch.ts';
import { visible } from '../report/visible.ts';
import { foldNames } from './fold.ts';
import { runArgs, type LaunchPlan } from './launcher.ts';
import { launcherWord, nodeLine } from './launcher-line.ts';
import { lineReader } from './line-reader.ts';
import type { Hearing, Source } from './hearing.ts';

/** Beyond what the launcher itself allows, ms: it hangs then. */
const LAUNCHER_GRACE_MS = 10_000;

/** How long a launcher may take for so many nodes: each wave of `fanout` as long as a node may. */
export function limitOf({ fanout, connectMs, commandMs }: LaunchPlan, nodes: number): number {
  return Math.ceil(nodes / fanout) * (connectMs + commandMs) + LAUNCHER_GRACE_MS;
}

/**
 * Runs a program and lets all that it says be heard. Null where it ran, else why not: it is not there, or it has failed
 * without a word about any node, as with settings of its own that are wrong.
 */
export async function heardFrom(
  program: { readonly file: string; readonly args: readonly string[]; readonly leavesNothing: boolean },
  hearing: Pick<Hearing, 'line'>,
  limitMs: number,
  signal: AbortSignal,
): Promise<HostError | null> {
  let aboutNodes = false;
  let itsLast = '';
  const reader = (source: Source): ReturnType<typeof lineReader> =>
    lineReader((line, cut) => {
      if (launcherWord(line) || nodeLine(line)) aboutNodes = true;
      else if (source === 'err' && line.trim() !== '') itsLast = visible(line.trim().slice(0, 300).toWellFormed());
      hearing.line(line, cut, source);
    });
  const [output, error] = [reader('out'), reader('err')];
  const end = await launch({
    ...program,
    onOutput: (chunk) => output.push(chunk),
    onError: (chunk) => error.push(chunk),
    signal,
    limitMs,
  });
  output.end();
  error.end();
  if (!end.ok) return end.error;
  const failed = end.value !== null && end.value !== 0 && !aboutNodes;
  return failed ? { code: 'FAILED', message: itsLast || `exit code ${end.value}` } : null;
}

/** Runs a shell command on nodes and listens. */
export function askNodes(
  plan: LaunchPlan,
  nodes: readonly string[],
  command: string,
  hearing: Pick<Hearing, 'line'>,
  signal: AbortSignal,
): Promise<HostError | null> {
  const args = runArgs(plan, foldNames(nodes), command);
  return heardFrom(
    { file: plan.launcher, args, leavesNothing: plan.local },
    hearing,
    limitOf(plan, nodes.length),
    signal,
  );
}
