import type { Text } from '../lang.ts';
import type { CommandName } from './commands.ts';

/** One option: what parses argv, what `--help` prints, and what completions and manual pages are made from. */
export interface OptionSpec {
  readonly name: string;
  readonly short?: string;
  /** The name of its value in the help; none for a switch. */
  readonly value?: string;
  readonly choices?: readonly string[];
  /** Of commands that take fewer of them. */
  readonly choicesOf?: { readonly [command in CommandName]?: readonly string[] };
  /** May be given more than once. */
  readonly repeatable?: true;
  /** `--no-NAME` too. */
  readonly negatable?: true;
  readonly commands: readonly CommandName[];
  readonly summary: Text;
}
