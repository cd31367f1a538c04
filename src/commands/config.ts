import { CHECKS } from '../checks/index.ts';
import { start } from '../engine/examination.ts';
import { DEFAULT_LIMITS } from '../options/check-request.ts';
import type { CommandLine } from '../options/parse.ts';
import { placesOf } from '../options/places.ts';
import { configDocument } from '../report/config-json.ts';
import { jsonDocument } from '../report/json.ts';
import { hostFor } from './host-for.ts';
import { wantsAscii, wantsColour, type Session } from './session.ts';

const EXIT_OF = { starts: 0, exits: 1, aborts: 1, missing: 1, unknown: 3 } as const;

/**
 * `crane-doctor config`: what craned would read from the file. For people the config checks look at it
 * too, in the same examination and so from one reading of the file.
 */
export async function config(line: CommandLine, session: Session): Promise<number> {
  const { configPath, root } = placesOf(line);
  const host = hostFor(root);
  try {
    const started = await start({
      checks: CHECKS,
      host,
      configPath,
      selection: { only: ['config'], skip: [], offline: false },
      options: { registries: [], images: [], users: [], asIfEnabled: line.flag('as-if-enabled') ?? false },
      role: 'auto',
      limits: { ...DEFAULT_LIMITS, signal: session.signal },
    });
    const reading = started.config;
    const exitCode = EXIT_OF[reading.outcome];
    if (line.flag('json')) {
      await session.print(jsonDocument(configDocument(reading)));
      return exitCode;
    }
    const [examination, { configText }, { reportOf }, { styleOf }] = await Promise.all([
      started.run(),
      import('../report/config-text/config-text.ts'),
      import('../report/report.ts'),
      import('../report/style.ts'),
    ]);
    const { lang } = session;
    const style = styleOf(wantsColour(line, session), wantsAscii(line, session));
    const options = { lang, style, sources: [reading], exitCode, asRoot: null, verbose: false, quiet: false };
    await session.print(configText(reading, reportOf(examination, lang, root), options));
    return exitCode;
  } finally {
    host.close();
  }
}
