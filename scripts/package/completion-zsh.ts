import { COMMANDS } from '../../src/options/commands.ts';
import type { OptionSpec } from '../../src/options/option-spec.ts';
import { CODES, COMMAND_NAMES, optionsByCommand, valuesOf } from './completed-values.ts';

/** A word in single quotes. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Inside a specification of _arguments, brackets and colons mean something. */
function described(text: string): string {
  return text.replace(/[[\]:\\]/g, '\\$&');
}

function action(option: OptionSpec): string {
  const completed = valuesOf(option);
  switch (completed.kind) {
    case 'none':
      return '';
    case 'file':
      return `:${option.value}:_files`;
    case 'directory':
      return `:${option.value}:_files -/`;
    case 'words':
      return completed.list
        ? `:${option.value}:_values -s , ${option.value} ${completed.words.join(' ')}`
        : `:${option.value}:(${completed.words.join(' ')})`;
    case 'anything':
      return `:${option.value}: `;
  }
}

function specifications(option: OptionSpec): string[] {
  const { name, short, negatable, repeatable, summary } = option;
  const about = `[${described(summary.en)}]`;
  // An option with a value is taken as `--name value` and as `--name=value`.
  const equals = option.value === undefined ? '' : '=';
  const many = repeatable ? '*' : '';
  return [
    quoted(`${many}--${name}${equals}${about}${action(option)}`),
    ...(short ? [quoted(`${many}-${short}${about}${action(option)}`)] : []),
    ...(negatable ? [quoted(`--no-${name}[${described(`not: ${summary.en}`)}]`)] : []),
  ];
}

/** Completion for zsh. */
export function zshCompletion(): string {
  const commands = COMMAND_NAMES.map((name) => `    ${quoted(`${name}:${described(COMMANDS[name].en)}`)}`);
  const cases = [...optionsByCommand()].map(([command, own]) => {
    const lines = own.flatMap(specifications);
    if (command === ('explain' as string)) lines.push(quoted(`*:code:(${CODES.join(' ')})`));
    return `    ${command})\n      _arguments ${lines.join(' \\\n        ')}\n      ;;`;
  });
  return `#compdef crane-doctor
# zsh completion of crane-doctor, made from its table of options.

_crane_doctor() {
  local command=check
  local -a commands
  commands=(
${commands.join('\n')}
  )
  if (( CURRENT == 2 )) && [[ \${words[2]} != -* ]]; then
    _describe command commands
    return
  fi
  if [[ \${words[2]} == (${COMMAND_NAMES.join('|')}) ]]; then
    command=\${words[2]}
    shift words
    (( CURRENT -= 1 ))
  fi
  case $command in
${cases.join('\n')}
  esac
}

_crane_doctor "$@"
`;
}
