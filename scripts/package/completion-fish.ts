import { COMMANDS } from '../../src/options/commands.ts';
import type { OptionSpec } from '../../src/options/option-spec.ts';
import { CODES, COMMAND_NAMES, optionsByCommand, valuesOf } from './completed-values.ts';

/** A word in single quotes, in which fish knows two escapes. */
function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}

/** Where a command's completions hold: behind its name, and for check also where no command is named. */
function where(command: string): string {
  const named = `__fish_seen_subcommand_from ${command}`;
  const none = `not __fish_seen_subcommand_from ${COMMAND_NAMES.join(' ')}`;
  return quoted(command === 'check' ? `${named}; or ${none}` : named);
}

function valueFlags(option: OptionSpec): string {
  const completed = valuesOf(option);
  switch (completed.kind) {
    case 'none':
      return '';
    case 'file':
      return ' -r -F';
    case 'directory':
      return ` -x -a ${quoted('(__fish_complete_directories)')}`;
    case 'words': {
      const words = completed.words.join(' ');
      const list = `(__fish_append , ${words})`;
      return ` -x -a ${quoted(completed.list ? list : words)}`;
    }
    case 'anything':
      return ' -x';
  }
}

/** Completion for fish. */
export function fishCompletion(): string {
  const commands = COMMAND_NAMES.map(
    (name) => `complete -c crane-doctor -n __fish_use_subcommand -f -a ${name} -d ${quoted(COMMANDS[name].en)}`,
  );
  const options = [...optionsByCommand()].flatMap(([command, own]) =>
    own.flatMap((option) => {
      const { name, short, negatable, summary } = option;
      const at = `complete -c crane-doctor -n ${where(command)}`;
      const line = `${at} -l ${name}${short ? ` -s ${short}` : ''}${valueFlags(option)} -d ${quoted(summary.en)}`;
      return negatable ? [line, `${at} -l no-${name} -d ${quoted(`not: ${summary.en}`)}`] : [line];
    }),
  );
  const codes = `complete -c crane-doctor -n ${quoted('__fish_seen_subcommand_from explain')} -f -a ${quoted(CODES.join(' '))}`;
  return `# fish completion of crane-doctor, made from its table of options.
complete -c crane-doctor -f
${[...commands, ...options, codes].join('\n')}
`;
}
