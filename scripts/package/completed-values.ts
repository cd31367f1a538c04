import { CHECKS } from '../../src/checks/index.ts';
import { OPTIONS, optionsOf } from '../../src/options/table.ts';
import { COMMANDS, type CommandName } from '../../src/options/commands.ts';
import type { OptionSpec } from '../../src/options/option-spec.ts';
import { SMOKE } from '../../src/smoke/findings.ts';

/** What can stand behind an option, for a shell that completes it. */
export type Values =
  | { readonly kind: 'none' }
  | { readonly kind: 'file' }
  | { readonly kind: 'directory' }
  | { readonly kind: 'anything' }
  /** One of these words; `list`: several, with commas between them. */
  | { readonly kind: 'words'; readonly words: readonly string[]; readonly list: boolean };

export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[];

/** Ids of checks and names of groups: what `--only` takes. */
const IDS = [...new Set([...CHECKS.map(({ group }) => group), ...CHECKS.map(({ id }) => id)])];

/** Every finding code, which `explain` takes. */
export const CODES = [...CHECKS, SMOKE].flatMap(({ id, codes }) => Object.keys(codes).map((name) => `${id}/${name}`));

/** What completes the value of an option, by the name that the help gives the value. */
export function valuesOf({ value, choices }: OptionSpec): Values {
  if (value === undefined) return { kind: 'none' };
  if (choices) return { kind: 'words', words: choices, list: false };
  if (value === 'IDS') return { kind: 'words', words: IDS, list: true };
  if (value === 'DIR') return { kind: 'directory' };
  return { kind: value === 'FILE' || value === 'BUNDLE' || value === 'PATH' ? 'file' : 'anything' };
}

/** An option as it is written, `-c` and `--config`, and `--no-…` where that is one. */
export function written({ name, short, negatable }: OptionSpec): readonly string[] {
  return [...(short ? [`-${short}`] : []), `--${name}`, ...(negatable ? [`--no-${name}`] : [])];
}

/** The options of every command. */
export function optionsByCommand(): ReadonlyMap<CommandName, readonly OptionSpec[]> {
  return new Map(COMMAND_NAMES.map((command) => [command, optionsOf(command)]));
}

/** The options that take a value, each once, whichever commands have it. */
export function optionsWithValues(): readonly OptionSpec[] {
  return OPTIONS.filter(({ value }) => value !== undefined);
}
