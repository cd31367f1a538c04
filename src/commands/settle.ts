import { CHECKS } from '../checks/index.ts';
import { COMMON_CODES } from '../checks/common-codes.ts';
import type { Baseline } from '../engine/baseline.ts';
import type { Host } from '../host/host.ts';
import type { Lang } from '../lang.ts';
import type { CheckRequest } from '../options/check-request.ts';
import type { CommandLine } from '../options/parse.ts';
import { mayDrain } from '../health-check/may-drain.ts';
import { readSettings } from '../settings/read-settings.ts';
import type { KnownNames, SettingsReading } from '../settings/settings.ts';
import { expectUsable } from './named-settings.ts';
import { openBaseline } from './open-baseline.ts';

/** What a run is asked for by the command line, the site's settings and an earlier report together. */
export interface Settled extends CheckRequest {
  readonly settings: SettingsReading;
  readonly baseline: Baseline | null;
  /** The site's language, where the command line has none. */
  readonly lang: Lang | null;
}

/** The names that a settings file may use. */
function knownNames(): KnownNames {
  const codes = CHECKS.flatMap(({ id, codes: own }) =>
    [...Object.keys(own), ...Object.keys(COMMON_CODES)].map((name) => `${id}/${name}`),
  );
  return { codes, drains: mayDrain(CHECKS) };
}

/** Of two lists the one that says something. */
function orElse<T>(first: readonly T[], second: readonly T[]): readonly T[] {
  return first.length > 0 ? first : second;
}

/**
 * Completes what a command line asks by the settings on the host, which are read once in a run of the
 * program: the command line wins. A file that was named and cannot be used is a wrong call.
 */
export async function settle(asked: CheckRequest, line: CommandLine, host: Host): Promise<Settled> {
  const read = await readSettings(host, asked.settingsPath, knownNames());
  if (asked.settingsNamed) expectUsable(read);
  const { registries, images, users, thresholds, language, checkMs, runMs } = read.settings;
  const lists = (['registries', 'images'] as const).filter(
    (list) => asked.options[list].length === 0 && read.settings[list].length > 0,
  );
  const given = (name: string): boolean => line.value(name) !== undefined;
  return {
    ...asked,
    options: {
      ...asked.options,
      registries: orElse(asked.options.registries, registries),
      images: orElse(asked.options.images, images),
      fromSettings: [...(asked.options.fromSettings ?? []), ...lists],
      users: orElse(asked.options.users, users),
      thresholds,
    },
    checkMs: given('timeout') ? asked.checkMs : (checkMs ?? asked.checkMs),
    runMs: given('deadline') ? asked.runMs : (runMs ?? asked.runMs),
    settings: read,
    baseline: asked.baselinePath === undefined ? null : await openBaseline(asked.baselinePath),
    lang: given('lang') ? null : language,
  };
}
