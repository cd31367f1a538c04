import { CHECKS } from '../checks/index.ts';
import type { Host } from '../host/host.ts';
import { liveHost } from '../host/live.ts';
import { checkRequestOf } from '../options/check-request.ts';
import { triageRequestOf } from '../options/triage-request.ts';
import type { CommandLine } from '../options/parse.ts';
import { absolute } from '../options/places.ts';
import { jsonDocument } from '../report/json.ts';
import { styleOf } from '../report/style.ts';
import type { Shown } from '../report/triage/shown.ts';
import { expectWritable, writeOutput } from './output-file.ts';
import { asRootOf } from './same-run.ts';
import { endedBy, wantsAscii, wantsColour, wantsProgress, type Session } from './session.ts';
import { triageCase, type Examined } from './triage-case.ts';
import { writeByExtension, type ByExtension } from './write-by-extension.ts';

const FORMATS = ['text', 'json', 'markdown'] as const;
type Format = (typeof FORMATS)[number];

/** The table of options has let no other format through. */
function formatOf(line: CommandLine): Format {
  const format = line.flag('json') ? 'json' : line.value('format');
  return FORMATS.find((one) => one === format) ?? 'text';
}

/** The extensions of the files that the screen's `w` writes. */
const BY_EXTENSION: ByExtension<Format> = { '.txt': 'text', '.json': 'json', '.md': 'markdown' };

/** Progress on stderr, for a person who waits for gigabytes. */
function progressOn(session: Session): { onProgress: (bytes: number, total: number) => void; end: () => void } {
  let shownAt = 0;
  const onProgress = (bytes: number, total: number): void => {
    const now = performance.now();
    if (now - shownAt < 200) return;
    shownAt = now;
    const [done, all] = [bytes, total].map((n) => (n / 2 ** 20).toFixed(0));
    session.stderr.write(`\r\u001b[K${session.lang === 'zh' ? '正在读取日志' : 'reading logs'} ${done} / ${all} MiB`);
  };
  const end = (): void => {
    if (shownAt > 0) session.stderr.write('\r\u001b[K');
  };
  return { onProgress, end };
}

/** Where it looks: this machine, or what a bundle has of another. */
async function lookedAt(line: CommandLine): Promise<{ readonly host: Host; readonly examined: Examined }> {
  const asked = checkRequestOf(line, CHECKS);
  const examined = { ...asked, options: { ...asked.options, users: [] } };
  const bundle = line.value('from');
  if (bundle === undefined) return { host: liveHost(), examined };
  const { openBundle } = await import('./open-bundle.ts');
  const { host, adapted } = await openBundle(bundle, line);
  return { host, examined: adapted(examined) };
}

/** `crane-doctor triage`: what the logs say went wrong, what the checks find of it now, and what to do first. */
export async function triage(line: CommandLine, session: Session): Promise<number> {
  const format = formatOf(line);
  const request = triageRequestOf(line);
  const output = line.value('output');
  const force = line.flag('force') ?? false;
  if (output !== undefined) await expectWritable(absolute(output), force);
  const { host, examined } = await lookedAt(line);
  try {
    if (session.screen) {
      const { triageOn } = await import('../ui/triage/triage-on.tsx');
      return await triageOn(session.screen, {
        lang: session.lang,
        asRoot: asRootOf(line, session),
        look: (onProgress) => triageCase(host, request, examined, session.signal, onProgress),
        ended: () => endedBy(session.signal),
        write: (path, shown, lang) =>
          writeByExtension(path, BY_EXTENSION, force, (format) =>
            rendered(format, shown, false, line, { ...session, lang }),
          ),
      });
    }
    const progress = wantsProgress(line, session) ? progressOn(session) : undefined;
    const shownIn = await triageCase(host, request, examined, session.signal, progress?.onProgress).finally(
      progress?.end,
    );
    const shown = shownIn(session.lang);
    const exitCode = endedBy(session.signal) ?? shown.exitCode;
    const text = await rendered(format, { ...shown, exitCode }, output === undefined, line, session);
    if (output === undefined) await session.print(text);
    else await writeOutput(absolute(output), text, force);
    return exitCode;
  } finally {
    host.close();
  }
}

async function rendered(
  format: Format,
  shown: Shown,
  onTerminal: boolean,
  line: CommandLine,
  session: Session,
): Promise<string> {
  if (format === 'json') return jsonDocument(shown.triaged);
  const { lang } = session;
  if (format === 'markdown') return (await import('../report/triage/triage-markdown.ts')).triageMarkdown(shown, lang);
  const { triageText } = await import('../report/triage/triage-text.ts');
  const style = styleOf(onTerminal && wantsColour(line, session), wantsAscii(line, session));
  const options = { lang, style, sources: [], asRoot: asRootOf(line, session), verbose: false, quiet: false };
  const width = onTerminal && session.stdout.isTTY ? { columns: session.stdout.columns } : {};
  return triageText(shown, { ...options, ...width, exitCode: shown.exitCode });
}
