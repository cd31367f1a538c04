import { DEFAULT_CONFIG_PATH } from '../config/default-path.ts';
import type { Lang } from '../lang.ts';
import type { Remedy, Step } from '../report/schema.ts';
import type { GuideCommand, GuideEntry, GuideStep, When } from './entry.ts';
import { visible } from '../report/visible.ts';
import { fill, type Values } from './placeholders.ts';
import { shellQuote } from './shell-quote.ts';
import { GUIDES } from './source.ts';

export { distroOf } from './distro.ts';

/** What decides which of a step's commands is this node's. Null where it is not known, or none that the guide knows. */
export interface GuideNode {
  readonly distro: NonNullable<When['distro']> | null;
  readonly runtime: string | null;
}

/** The entry for a finding code: the one that covers it, else the one that covers its name for every check. */
export function guideEntry(code: string, lang: Lang): GuideEntry | undefined {
  const entries = GUIDES[lang];
  const general = `*/${code.slice(code.indexOf('/') + 1)}`;
  return (
    entries.find((entry) => entry.covers.includes(code)) ?? entries.find((entry) => entry.covers.includes(general))
  );
}

/**
 * What to do about a finding, in one language, with this node's values: shell-quoted in commands, plain in
 * text. A step has the first of its commands that fits the node, or none where a value of it is missing or
 * cannot be pasted safely; a step whose text lacks a value is left out. Undefined where the guide has no entry.
 */
export function remedyFor(code: string, values: Values, node: GuideNode, lang: Lang): Remedy | undefined {
  const entry = guideEntry(code, lang);
  return entry && remedyOfEntry(entry, values, node);
}

/** What an entry of the guide says, with the values of a node. */
export function remedyOfEntry(entry: GuideEntry, values: Values, node: GuideNode): Remedy {
  return {
    guide: entry.id,
    title: entry.title,
    summary: entry.summary,
    steps: entry.steps.flatMap((step) => stepFor(step, values, node)),
  };
}

/** Whether a command is right for this node. */
export function fits({ distro, runtime }: When, node: GuideNode): boolean {
  return (distro === undefined || distro === node.distro) && (runtime === undefined || runtime === node.runtime);
}

function stepFor(step: GuideStep, values: Values, node: GuideNode): readonly Step[] {
  const text = fill(step.text, values, visible);
  if (text === null) return [];
  const command = step.commands.find(({ when }) => fits(when, node));
  const shell = command ? shellFor(command, values) : null;
  if (!command || shell === null) return [{ text, needsRoot: false, changes: false }];
  return [{ text, command: shell, needsRoot: command.root, changes: command.changes }];
}

/**
 * The doctor's own commands look at the same thing again: `-c` is there where the configuration is not
 * the default one, `--root` where a tree was examined.
 */
function shellFor({ shell }: GuideCommand, values: Values): string | null {
  if (!/^crane-doctor\b[^|;&\n]*$/.test(shell)) return fill(shell, values, shellQuote);
  const named = / -c\b/.test(shell);
  const elsewhere = !named && values['config'] !== undefined && values['config'] !== DEFAULT_CONFIG_PATH;
  const tree = values['root'] !== undefined;
  return fill(`${shell}${elsewhere ? ' -c {config}' : ''}${tree ? ' --root {root}' : ''}`, values, shellQuote);
}
