import { CODES, COMMAND_NAMES, optionsByCommand, optionsWithValues, valuesOf, written } from './completed-values.ts';

/** Completion for bash, without bash-completion's functions: not every compute node has them. */
export function bashCompletion(): string {
  const values = optionsWithValues().flatMap((option) => {
    const completed = valuesOf(option);
    const pattern = written(option).join('|');
    switch (completed.kind) {
      case 'file':
        return [`    ${pattern}) compopt -o filenames; COMPREPLY=($(compgen -f -- "$current")); return ;;`];
      case 'directory':
        return [`    ${pattern}) compopt -o filenames; COMPREPLY=($(compgen -d -- "$current")); return ;;`];
      case 'words':
        return [
          `    ${pattern}) _crane_doctor_${completed.list ? 'list' : 'words'} '${completed.words.join(' ')}'; return ;;`,
        ];
      default:
        return [`    ${pattern}) return ;;`];
    }
  });
  const options = [...optionsByCommand()].map(
    ([command, own]) => `    ${command}) options='${own.flatMap(written).join(' ')}' ;;`,
  );
  return `# bash completion of crane-doctor, made from its table of options.

_crane_doctor_words() {
  COMPREPLY=($(compgen -W "$1" -- "$current"))
}

# Several words with commas between them: the last one is completed.
_crane_doctor_list() {
  local before=
  [[ $current == *,* ]] && before=\${current%,*},
  COMPREPLY=($(compgen -P "$before" -W "$1" -- "\${current##*,}"))
  compopt -o nospace
}

_crane_doctor() {
  # Without bash-completion a word ends at "=" and ":", where an option's value begins.
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} command=check options=
  if [[ $current == = ]]; then current=; elif [[ $previous == = ]]; then previous=\${COMP_WORDS[COMP_CWORD - 2]}; fi
  COMPREPLY=()
  case $previous in
${values.join('\n')}
  esac
  case \${COMP_WORDS[1]} in
    ${COMMAND_NAMES.join('|')}) command=\${COMP_WORDS[1]} ;;
  esac
  case $command in
${options.join('\n')}
  esac
  if [[ $current == -* ]]; then
    _crane_doctor_words "$options"
  elif ((COMP_CWORD == 1)); then
    _crane_doctor_words '${COMMAND_NAMES.join(' ')}'
  elif [[ $command == explain ]]; then
    _crane_doctor_words '${CODES.join(' ')}'
  fi
}

complete -F _crane_doctor crane-doctor
`;
}
