import type { Text } from '../lang.ts';
import type { CommandLine } from '../options/parse.ts';
import type { CommandName } from '../options/commands.ts';
import type { Screen } from '../ui/open-screen.tsx';
import { WORDS } from '../ui/words.ts';
import { wantsAscii, wantsColour, wantsTui, type Session } from './session.ts';

/** The commands that have a view on the interactive screen, and what they begin with. */
const OPENING: { readonly [name in CommandName]?: Text } = {
  check: WORDS.readingConfig,
  triage: WORDS.readingLogs,
  smoke: WORDS.readingConfig,
  fleet: WORDS.askingNodes,
  demo: WORDS.readingConfig,
};

/** Opens the interactive screen where the command line and the terminal want it. */
export async function openScreenFor(line: CommandLine, session: Session): Promise<Screen | undefined> {
  const opening = OPENING[line.command];
  // What would be sent is there to be read or piped, and nothing of it changes while one looks.
  if (line.flag('dry-run')) return undefined;
  // What comes on stdin leaves no keys: nobody has to be told so.
  if (!opening || line.flag('list') || line.words.includes('-') || !wantsTui(line, session)) return undefined;
  const { openScreen } = await import('../ui/open-screen.tsx');
  return openScreen({
    opening,
    lang: session.lang,
    colour: wantsColour(line, session),
    ascii: wantsAscii(line, session),
    spoken: session.env['INK_SCREEN_READER'] === 'true',
    signal: session.signal,
  });
}
