import { CHECKS } from '../checks/index.ts';
import { start, type Examination, type Request } from '../engine/examination.ts';
import type { Host } from '../host/host.ts';
import { checkRequestOf, type CheckRequest } from '../options/check-request.ts';
import type { CommandLine } from '../options/parse.ts';
import { placesOf } from '../options/places.ts';
import { UsageError } from '../options/usage-error.ts';
import { exitCodeOf } from '../report/exit-code.ts';
import { renderJson } from '../report/json.ts';
import { reportOf } from '../report/report.ts';
import { styleOf } from '../report/style.ts';
import { hostFor } from './host-for.ts';
import { expectWritable, writeOutput } from './output-file.ts';
import { endedBy, wantsColour, wantsTui, type Session } from './session.ts';

/** What the engine is asked, from what the command line says. */
function requestFor(asked: CheckRequest, host: Host, signal: AbortSignal): Request {
  return {
    checks: CHECKS,
    host,
    configPath: asked.configPath,
    selection: asked.selection,
    options: asked.options,
    role: asked.role,
    limits: { checkMs: asked.checkMs, runMs: asked.runMs, signal },
  };
}

/** The report of an examination in the format asked for, with the exit code that goes with it. */
async function rendered(
  examination: Examination,
  asked: CheckRequest,
  line: CommandLine,
  session: Session,
): Promise<{ text: string; exitCode: number }> {
  const report = reportOf(examination, session.lang, asked.root);
  const exitCode = endedBy(session.signal) ?? exitCodeOf(report, asked.failOn, asked.allowUnknown);
  if (asked.format === 'json') return { text: renderJson(report), exitCode };
  const { renderText } = await import('../report/text/text.ts');
  const colour = asked.output === undefined && wantsColour(line, session);
  const style = styleOf(colour, line.flag('ascii') ?? false);
  const { lang } = session;
  const source = examination.config.text;
  return {
    text: renderText(report, { lang, style, source, exitCode, verbose: asked.verbose, quiet: asked.quiet }),
    exitCode,
  };
}

/** What a command line asks, with registries that are looked at as though `--registry` had named them. */
function askedWith(line: CommandLine, registries: readonly string[]): CheckRequest {
  const asked = checkRequestOf(line, CHECKS);
  return { ...asked, options: { ...asked.options, registries: [...asked.options.registries, ...registries] } };
}

/**
 * Examines with a given host: on a terminal interactively, elsewhere once, with a report at the end.
 * `registries` are named beside those of the command line.
 */
export async function examineWith(
  host: Host,
  line: CommandLine,
  session: Session,
  registries: readonly string[] = [],
): Promise<number> {
  const asked = askedWith(line, registries);
  const tui = wantsTui(line, session);
  if (asked.output !== undefined) await expectWritable(asked.output, asked.force);
  if (asked.requireRoot) {
    const identity = await host.ask('identity', {});
    if (!identity.ok || !identity.value.root)
      throw new UsageError({ en: '--require-root: this is not root', zh: '--require-root：当前用户不是 root' });
  }
  const request = requestFor(asked, host, session.signal);
  if (tui) {
    const { openTui } = await import('../ui/open-tui.tsx');
    return openTui({
      request,
      asked,
      ended: () => endedBy(session.signal),
      lang: session.lang,
      colour: wantsColour(line, session),
      ascii: line.flag('ascii') ?? false,
    });
  }
  const started = await start(request);
  const { text, exitCode } = await rendered(await started.run(), asked, line, session);
  if (asked.output === undefined) await session.print(text);
  else await writeOutput(asked.output, text, asked.force);
  return exitCode;
}

/** `crane-doctor [check]`: this machine, or the tree of a node image. */
export async function check(line: CommandLine, session: Session): Promise<number> {
  const { root } = placesOf(line);
  const host = hostFor(root);
  try {
    return await examineWith(host, line, session);
  } finally {
    host.close();
  }
}
