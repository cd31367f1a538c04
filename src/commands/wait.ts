import { setTimeout as pause } from 'node:timers/promises';
import { CHECKS } from '../checks/index.ts';
import { start, type Examination } from '../engine/examination.ts';
import type { Host } from '../host/host.ts';
import type { Lang } from '../lang.ts';
import { checkRequestOf } from '../options/check-request.ts';
import { durationOf } from '../options/duration-of.ts';
import type { CommandLine } from '../options/parse.ts';
import { exitCodeOf } from '../report/exit-code.ts';
import { reportOf } from '../report/report.ts';
import { formatNamed } from '../report/formats/formats.ts';
import { headlineOf } from '../report/headline.ts';
import { changeOf } from '../report/change.ts';
import { rendered, requestFor } from './check.ts';
import { hostFor } from './host-for.ts';
import { expectWritable, writeOutput } from './output-file.ts';
import { endedBy, type Session } from './session.ts';
import { settle } from './settle.ts';

/** How long is waited for, and how long between two runs, ms, where the command line does not say. */
const DEFAULT_FOR_MS = 300_000;
const DEFAULT_EVERY_MS = 5_000;

async function withHost<T>(root: string | null, work: (host: Host) => Promise<T>): Promise<T> {
  const host = hostFor(root);
  try {
    return await work(host);
  } finally {
    host.close();
  }
}

/** The lines for what is otherwise than in the run before; at first for what is wrong. */
function changes(before: Examination | null, now: Examination, lang: Lang): readonly string[] {
  const words = [...now.results].flatMap(([id, result]) => {
    const change = before
      ? changeOf(before.results.get(id), result, lang)
      : ['fail', 'unknown'].includes(result.status)
        ? result.findings.map(({ code }) => code.slice(id.length + 1)).join(', ')
        : null;
    return change === null || result.skip ? [] : [`${id}: ${change}`];
  });
  return words;
}

/**
 * `crane-doctor wait`: examines again and again until nothing makes the exit code other than 0, or until
 * `--for` has passed. Each change is a line; in a format that a program reads, on stderr. The exit code
 * is that of the last run, whose report comes last.
 */
export async function wait(line: CommandLine, given: Session): Promise<number> {
  const first = checkRequestOf(line, CHECKS);
  const asked = await withHost(first.root, (host) => settle(first, line, host));
  const session = { ...given, lang: asked.lang ?? given.lang };
  const patience = durationOf(line, 'for', DEFAULT_FOR_MS);
  const every = durationOf(line, 'every', DEFAULT_EVERY_MS);
  if (asked.output !== undefined) await expectWritable(asked.output, asked.force);
  const began = performance.now();
  const say = async (text: string): Promise<void> => {
    const told = `${((performance.now() - began) / 1000).toFixed(1)} s  ${text}\n`;
    if (asked.format === undefined && asked.output === undefined) await session.print(told);
    else session.stderr.write(told);
  };

  let before: Examination | null = null;
  for (;;) {
    // A host of its own for each run: a channel to a runtime that was down waits before it tries again.
    const now: Examination = await withHost(asked.root, async (host) => {
      const started = await start(requestFor(asked, host, session.signal));
      return started.run();
    });
    const report = reportOf(now, session.lang, asked.root);
    for (const text of changes(before, now, session.lang)) await say(text);
    const exitCode = exitCodeOf(report, { ...asked, format: undefined });
    const left = patience - (performance.now() - began);
    if (exitCode === 0 || left <= 0 || endedBy(session.signal) !== undefined) {
      await say(headlineOf(report, session.lang));
      const last = await rendered(now, asked, line, session);
      if (asked.output !== undefined)
        await writeOutput(asked.output, last.text, asked.force, formatNamed(asked.format ?? 'text').mode);
      else if (asked.format !== undefined) await session.print(last.text);
      return last.exitCode;
    }
    before = now;
    await pause(Math.min(every, left), undefined, { signal: session.signal }).catch(() => undefined);
  }
}
