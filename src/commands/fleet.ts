import { liveHost } from '../host/live.ts';
import type { Host } from '../host/host.ts';
import { fleetRequestOf, type FleetFormat, type FleetRequest } from '../options/fleet-request.ts';
import type { Text } from '../lang.ts';
import type { CommandLine } from '../options/parse.ts';
import type { FleetShown } from '../report/fleet/shown.ts';
import type { Screen } from '../ui/open-screen.tsx';
import { fleetCase } from './fleet-case.ts';
import { expectWritable, writeOutput } from './output-file.ts';
import { renderedFleet } from './render-fleet.ts';
import { endedBy, wantsAscii, wantsColour, wantsProgress, type Session } from './session.ts';
import { writeByExtension, type ByExtension } from './write-by-extension.ts';

/** The extensions of the files that the screen's `w` writes. */
const BY_EXTENSION: ByExtension<FleetFormat> = {
  '.txt': 'text',
  '.json': 'json',
  '.md': 'markdown',
  '.html': 'html',
  '.prom': 'prometheus',
};

/** A line on stderr that says how many have answered, for a person who waits. */
function progressOn(session: Session): { tick: (answered: number, total: number | null) => void; end: () => void } {
  let shownAt = 0;
  const words = session.lang === 'zh' ? '已应答的节点：' : 'nodes that answered: ';
  return {
    tick(answered, total) {
      const now = performance.now();
      if (now - shownAt < 200) return;
      shownAt = now;
      session.stderr.write(`\r\u001b[K${words}${answered}${total === null ? '' : ` / ${total}`}`);
    },
    end() {
      if (shownAt > 0) session.stderr.write('\r\u001b[K');
    },
  };
}

function say(text: Text, { stderr, lang }: Pick<Session, 'stderr' | 'lang'>): void {
  stderr.write(`crane-doctor: ${text[lang]}\n`);
}

function rendered(
  format: FleetFormat,
  { document, exitCode }: Pick<FleetShown, 'document' | 'exitCode'>,
  onTerminal: boolean,
  line: CommandLine,
  session: Session,
): Promise<string> {
  return renderedFleet(document, format, {
    lang: session.lang,
    colour: onTerminal && wantsColour(line, session),
    ascii: wantsAscii(line, session),
    exitCode,
    quiet: line.flag('quiet') ?? false,
    ...(session.stdout.isTTY && onTerminal ? { columns: session.stdout.columns } : {}),
  });
}

/** The fleet on the interactive screen, until it is left; what still runs then is stopped. */
async function onScreen(
  screen: Screen,
  host: Host,
  request: FleetRequest,
  line: CommandLine,
  session: Session,
): Promise<number> {
  const left = new AbortController();
  const signal = AbortSignal.any([session.signal, left.signal]);
  let running: Promise<unknown> = Promise.resolve();
  // Said when the screen is gone, which would be torn by it.
  const notes = new Map<string, Text>();
  const note = (text: Text): void => void notes.set(text.en, text);
  const { fleetOn } = await import('../ui/fleet/fleet-on.tsx');
  try {
    return await fleetOn(screen, {
      lang: session.lang,
      look(onProgress) {
        const looking = fleetCase(host, request, { ...session, signal, note }, onProgress);
        running = looking.catch(() => {});
        return looking;
      },
      ended: () => endedBy(session.signal),
      write: (path, shown, lang) =>
        writeByExtension(path, BY_EXTENSION, request.force, (format) =>
          rendered(format, shown, false, line, { ...session, lang }),
        ),
    });
  } finally {
    left.abort();
    await running;
    for (const text of notes.values()) say(text, session);
  }
}

/** `crane-doctor fleet`: many nodes at once, and what they have in common. */
export async function fleet(line: CommandLine, session: Session): Promise<number> {
  const request = fleetRequestOf(line);
  const { output, force, format } = request;
  if (output !== undefined) await expectWritable(output, force);
  const host = liveHost();
  try {
    if (session.screen) return await onScreen(session.screen, host, request, line, session);
    const progress = wantsProgress(line, session) ? progressOn(session) : undefined;
    const note = (text: Text): void => say(text, session);
    const shownIn = await fleetCase(host, request, { ...session, note }, ({ answered, total }) =>
      progress?.tick(answered, total),
    ).finally(() => progress?.end());
    const shown = shownIn(session.lang);
    const exitCode = endedBy(session.signal) ?? shown.exitCode;
    const text = await rendered(format, { ...shown, exitCode }, output === undefined, line, session);
    if (output === undefined) await session.print(text);
    else await writeOutput(output, text, force, format === 'prometheus' ? 0o644 : 0o600);
    return exitCode;
  } finally {
    host.close();
  }
}
