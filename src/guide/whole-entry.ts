import { KNOWN_RUNTIMES } from '../cri/runtimes.ts';
import type { Lang } from '../lang.ts';
import { visible } from '../report/visible.ts';
import { fits, type GuideNode } from './resolve.ts';
import type { GuideEntry, When } from './entry.ts';
import { fillKnown, type Values } from './placeholders.ts';
import { shellQuote } from './shell-quote.ts';
import { GUIDES } from './source.ts';

/** One of a step's commands. `here` is whether it is the one for this node; `meantFor` names what it is for otherwise. */
export interface WholeCommand {
  readonly shell: string;
  readonly needsRoot: boolean;
  readonly changes: boolean;
  readonly here: boolean;
  readonly meantFor: readonly string[];
}

/** A step with all of its commands, those for other distributions and runtimes too. */
export interface WholeStep {
  readonly text: string;
  readonly commands: readonly WholeCommand[];
}

const DISTROS = { debian: 'Debian, Ubuntu', rhel: 'RHEL, Rocky Linux' } as const;

/** Names of distributions and runtimes, which are the same in every language. */
function namesOf({ distro, runtime }: When): string[] {
  const known = KNOWN_RUNTIMES.find(({ id }) => id === runtime);
  return [...(distro ? [DISTROS[distro]] : []), ...(runtime === undefined ? [] : [known?.name ?? runtime])];
}

/** The entry of the guide by its id. */
export function entryById(id: string, lang: Lang): GuideEntry | undefined {
  return GUIDES[lang].find((entry) => entry.id === id);
}

/**
 * An entry as the guide has it, nothing left out: every step and every command, with this node's values
 * where they are known; a value that is not stays a `{placeholder}`.
 */
export function wholeSteps({ steps }: GuideEntry, values: Values, node: GuideNode): readonly WholeStep[] {
  return steps.map((step) => {
    const own = step.commands.find(({ when }) => fits(when, node));
    return {
      text: fillKnown(step.text, values, visible),
      commands: step.commands.map((command) => ({
        shell: fillKnown(command.shell, values, shellQuote),
        needsRoot: command.root,
        changes: command.changes,
        here: command === own,
        meantFor: namesOf(command.when),
      })),
    };
  });
}
