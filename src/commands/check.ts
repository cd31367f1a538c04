import { CHECKS } from '../checks/index.ts';
import { start, type Examination, type Request } from '../engine/examination.ts';
import type { RunEvent } from '../engine/run.ts';
import type { Host } from '../host/host.ts';
import { checkRequestOf, type CheckRequest } from '../options/check-request.ts';
import type { CommandLine } from '../options/parse.ts';
import { placesOf } from '../options/places.ts';
import { UsageError } from '../options/usage-error.ts';
import { exitCodeOf } from '../report/exit-code.ts';
import { formatNamed } from '../report/formats/formats.ts';
import { reportOf } from '../report/report.ts';
import type { Report } from '../report/schema.ts';
import { sourcesOf } from '../report/source.ts';
import { styleOf } from '../report/style.ts';
import { hostFor } from './host-for.ts';
import { expectWritable, writeOutput } from './output-file.ts';
import { asRootOf, reportLine } from './same-run.ts';
import { endedBy, wantsAscii, wantsColour, wantsProgress, type Session } from './session.ts';
import { settle, type Settled } from './settle.ts';
import { reportWriter } from './write-report.ts';

/** What the engine is asked, from what the command line and the site say. */
export function requestFor(asked: Settled, host: Host, signal: AbortSignal): Request {
  return {
    checks: CHECKS,
    host,
    configPath: asked.configPath,
    selection: asked.selection,
    options: asked.options,
    role: asked.role,
    limits: { checkMs: asked.checkMs, runMs: asked.runMs, signal },
    settings: asked.settings,
    baseline: asked.baseline,
  };
}

/** Where a reader of the report looks for files: in GitHub's checkout, else where the caller stands ('' where that is gone). */
function baseOf(env: NodeJS.ProcessEnv): string {
  try {
    return env['GITHUB_WORKSPACE'] || process.cwd();
  } catch {
    return '';
  }
}

/** The report of an examination in the format asked for, with the exit code that goes with it. */
export async function rendered(
  examination: Examination,
  asked: CheckRequest,
  line: CommandLine,
  session: Session,
): Promise<{ report: Report; text: string; exitCode: number }> {
  const report = reportOf(examination, session.lang, asked.root);
  const exitCode = endedBy(session.signal) ?? exitCodeOf(report, asked);
  if (asked.compact) return { report, text: (await import('../report/compact.ts')).renderCompact(report), exitCode };
  const colour = asked.output === undefined && wantsColour(line, session);
  const render = await formatNamed(asked.format ?? 'text').load();
  const text = render(report, {
    lang: session.lang,
    style: styleOf(colour, wantsAscii(line, session)),
    sources: sourcesOf(examination),
    exitCode,
    asRoot: asRootOf(line, session),
    verbose: asked.verbose,
    quiet: asked.quiet,
    ...(session.stdout.isTTY && asked.output === undefined ? { columns: session.stdout.columns } : {}),
    base: baseOf(session.env),
  });
  return { report, text, exitCode };
}

/**
 * Examines with a given host: on a terminal interactively, elsewhere once, with a report at the end.
 * `adapted` completes what the command line asks.
 */
export async function examineWith(
  host: Host,
  line: CommandLine,
  given: Session,
  adapted: (asked: CheckRequest) => CheckRequest = (asked) => asked,
): Promise<number> {
  const asked = await settle(adapted(checkRequestOf(line, CHECKS)), line, host);
  const session = { ...given, lang: asked.lang ?? given.lang };
  if (asked.output !== undefined) await expectWritable(asked.output, asked.force);
  if (asked.requireRoot) {
    const identity = await host.ask('identity', {});
    if (!identity.ok || !identity.value.root)
      throw new UsageError({ en: '--require-root: this is not root', zh: '--require-root：当前用户不是 root' });
  }
  const request = requestFor(asked, host, session.signal);
  if (session.screen) {
    const { examineOn } = await import('../ui/examination/examine.tsx');
    return examineOn(session.screen, {
      request,
      lang: session.lang,
      asked: { ...asked, asRoot: asRootOf(line, session), report: reportLine(session.argv) },
      ended: () => endedBy(session.signal),
      write: reportWriter(asked.force, async (examination, format, lang, output) => {
        const { text } = await rendered(examination, { ...asked, format, output }, line, { ...session, lang });
        return text;
      }),
    });
  }
  const started = await start(request);
  const progress = wantsProgress(line, session)
    ? (await import('./progress.ts')).progressOn(session.stderr, started, session.lang)
    : undefined;
  const events =
    asked.format === 'ndjson' && asked.output === undefined
      ? (await import('./event-stream.ts')).eventStream(started, asked.root, session)
      : undefined;
  const onEvent = (event: RunEvent): void => {
    progress?.onEvent(event);
    events?.onEvent(event);
  };
  const examination = await started.run(onEvent).finally(() => progress?.end());
  const { report, text, exitCode } = await rendered(examination, asked, line, session);
  if (events) await events.end(report, exitCode);
  else if (asked.output === undefined) await session.print(text);
  else await writeOutput(asked.output, text, asked.force, formatNamed(asked.format ?? 'text').mode);
  return exitCode;
}

/** `crane-doctor [check]`: this machine, the tree of a node image, or what a bundle has of another. */
export async function check(line: CommandLine, session: Session): Promise<number> {
  const { root } = placesOf(line);
  const bundle = line.value('from');
  if (bundle !== undefined) {
    const { openBundle } = await import('./open-bundle.ts');
    const { host, adapted } = await openBundle(bundle, line);
    return await examineWith(host, line, session, adapted);
  }
  const host = hostFor(root);
  try {
    return await examineWith(host, line, session);
  } finally {
    host.close();
  }
}
