import { nodeChanges } from '../host/changes/node-changes.ts';
import type { Host } from '../host/host.ts';
import { liveHost } from '../host/live.ts';
import type { Text } from '../lang.ts';
import type { CommandLine } from '../options/parse.ts';
import { absolute, placesOf } from '../options/places.ts';
import { smokeLineOf } from '../options/smoke-request.ts';
import { UsageError } from '../options/usage-error.ts';
import { EXIT } from '../report/exit-code.ts';
import { jsonDocument } from '../report/json.ts';
import { dryRunText } from '../report/smoke/dry-run-text.ts';
import { exitCodeOfSmoke } from '../report/smoke/exit-code.ts';
import type { Planned } from '../report/smoke/schema.ts';
import { smokedOf, smokedStep, type About } from '../report/smoke/smoked.ts';
import { closingText, openingText, stepText } from '../report/smoke/smoke-text.ts';
import { styleOf } from '../report/style.ts';
import type { Told } from '../report/text/remedy-block.ts';
import type { TextOptions } from '../report/text/text-options.ts';
import { plannedBindfs, plannedCalls } from '../smoke/dry-run.ts';
import { ownerHere } from '../smoke/owner.ts';
import type { SmokeParameters } from '../smoke/parameters.ts';
import type { SmokeEvent } from '../smoke/run.ts';
import { expectWritable, writeOutput } from './output-file.ts';
import { renderedSmoke, SMOKE_BY_EXTENSION, type SmokeFormat } from './render-smoke.ts';
import { carryOut, readyFor } from './smoke-ready.ts';
import { endedBy, wantsAscii, wantsColour, type Session } from './session.ts';
import { writeByExtension } from './write-by-extension.ts';

const CLEARING: Text = {
  en: 'ending: what was made is being taken away (once more: leave it to the next test)',
  zh: '正在结束：清除已创建的内容（再按一次：留给下次测试清除）',
};

/** The table of options has let no other format through. */
function formatOf(line: CommandLine): SmokeFormat {
  const format = line.flag('json') ? 'json' : line.value('format');
  return format === 'json' || format === 'markdown' ? format : 'text';
}

function textOptions(line: CommandLine, session: Session, toFile: boolean): TextOptions {
  const style = styleOf(!toFile && wantsColour(line, session), wantsAscii(line, session));
  const columns = toFile || !session.stdout.isTTY ? {} : { columns: session.stdout.columns };
  return {
    lang: session.lang,
    style,
    sources: [],
    exitCode: 0,
    asRoot: null,
    verbose: false,
    quiet: false,
    ...columns,
  };
}

/** `crane-doctor smoke`: one container the way craned's supervisor starts it, live, and taken away again. */
export async function smoke(line: CommandLine, session: Session): Promise<number> {
  const format = formatOf(line);
  const asked = smokeLineOf(line);
  const output = line.value('output');
  const force = line.flag('force') ?? false;
  const dryRun = line.flag('dry-run') ?? false;
  const bindfsOnly = line.flag('bindfs-only') ?? false;
  if (!dryRun && process.getuid?.() !== 0)
    throw new UsageError({
      en: 'smoke needs root, as craned and the container runtime do (--dry-run does not)',
      zh: 'smoke 需要 root 权限，与 craned 和容器运行时一样（--dry-run 不需要）',
    });
  if (output !== undefined) await expectWritable(absolute(output), force);
  const host = liveHost();
  const changes = nodeChanges();
  try {
    const wanted = { host, changes, asked, bindfsOnly, configPath: placesOf(line).configPath };
    if (session.screen && !dryRun) {
      const { smokeOnScreen } = await import('./smoke-on-screen.ts');
      return await smokeOnScreen(session.screen, wanted, session, (path, smoked, lang) =>
        writeByExtension(path, SMOKE_BY_EXTENSION, force, (asFormat) => {
          const exitCode = exitCodeOfSmoke(smoked);
          return renderedSmoke(asFormat, smoked, { ...textOptions(line, session, true), lang, exitCode });
        }),
      );
    }
    const ready = await readyFor(wanted);
    const { parameters, about } = ready;
    const put = (text: string): Promise<void> =>
      output === undefined ? session.print(text) : writeOutput(absolute(output), text, force);
    const options = textOptions(line, session, output !== undefined);

    if (dryRun && !('code' in parameters)) {
      const planned = await plannedOf(host, parameters, bindfsOnly);
      await put(format === 'json' ? jsonDocument(planned) : dryRunText(planned, session.lang));
      return EXIT.ok;
    }
    const live = format === 'text' && output === undefined;
    const tell = live ? liveOn(session, about.wording, options) : undefined;
    if (live) await session.print(openingText({ node: about.node, asked: about.parameters }, options));
    const hint = (): void => void session.stderr.write(`crane-doctor: ${CLEARING[session.lang]}\n`);
    session.signal.addEventListener('abort', hint, { once: true });
    const done = await carryOut(ready, wanted, session.signal, tell);
    const smoked = smokedOf(done, about, session.lang);
    const exitCode = endedBy(session.signal) ?? exitCodeOfSmoke(smoked);
    if (live) await session.print(closingText(smoked, { ...options, exitCode }));
    else await put(renderedSmoke(format, smoked, { ...options, exitCode }));
    return exitCode;
  } finally {
    changes.close();
    host.close();
  }
}

async function plannedOf(host: Host, parameters: SmokeParameters, bindfsOnly: boolean): Promise<Planned> {
  const owner = await ownerHere(host, parameters.mount);
  const calls = bindfsOnly ? plannedBindfs(parameters) : plannedCalls(parameters, owner);
  return { schemaVersion: 1, node: parameters.node, dryRun: true, calls: calls as Planned['calls'] };
}

/** Prints each step as soon as it is done. A reader that has gone does not end the test. */
function liveOn(session: Session, wording: About['wording'], options: TextOptions): (event: SmokeEvent) => void {
  const told: Told = [];
  return (event) => {
    if (event.event !== 'done') return;
    void session.print(stepText(smokedStep(event.result, wording, session.lang), options, told)).catch(() => {});
  };
}
