import { outputIn, seenIn } from '../container-log.ts';
import { found } from '../findings.ts';
import { pathsOf } from '../parameters.ts';
import { GREETING } from '../script.ts';
import type { Seen, Step, StepContext } from '../step.ts';

const MAX_BYTES = 256 * 1024;
/** How long the runtime may take to write what a container that has ended printed, ms. */
const WRITTEN_MS = 2_000;
const EVERY_MS = 50;

async function read({ host, p }: StepContext): Promise<Seen | string> {
  const { log } = pathsOf(p);
  const file = await host.ask('readTail', { path: log, maxBytes: MAX_BYTES });
  return file.ok ? seenIn(outputIn(Buffer.from(file.value.bytes).toString('utf8'))) : file.error.code;
}

const complete = (seen: Seen | string): seen is Seen => typeof seen !== 'string' && seen.parts.has('end');

/** Reads the container's line back from the file that `ccon logs` reads. */
export const log: Step = {
  name: 'log',
  title: { en: 'its line read back from the log', zh: '从日志读回输出' },
  deadlineMs: null,
  kind: 'look',
  async run(context) {
    const until = performance.now() + WRITTEN_MS;
    let seen = await read(context);
    while (!complete(seen) && performance.now() < until && !context.signal.aborted) {
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
      seen = await read(context);
    }
    const path = pathsOf(context.p).log;
    if (typeof seen === 'string') return { findings: [found('log-missing', { path, reason: seen }, { target: path })] };
    const greeted = seen.output.split('\n').includes(GREETING);
    if (greeted) return { reached: { seen }, note: GREETING };
    const reason = seen.output === '' ? 'the file is empty' : `it has ${JSON.stringify(seen.output.slice(0, 60))}`;
    return { reached: { seen }, findings: [found('log-missing', { path, reason }, { target: path })] };
  },
};
