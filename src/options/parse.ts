import { parseArgs, type ParseArgsConfig } from 'node:util';
import { didYouMean } from './nearest.ts';
import { ARGUMENTS, COMMANDS, type CommandName } from './commands.ts';
import type { OptionSpec } from './option-spec.ts';
import { OPTIONS, optionsOf } from './table.ts';
import { UsageError } from './usage-error.ts';

/** A command line, parsed: values as they were written, lists split at commas where the value is IDS. */
export interface CommandLine {
  readonly command: CommandName;
  /** What is no option, for a command that takes such words. */
  readonly words: readonly string[];
  /** The last value of an option. */
  value(name: string): string | undefined;
  /** All values of an option; IDS are split at commas. */
  values(name: string): readonly string[];
  /** True, false after `--no-`, undefined where it was not given. */
  flag(name: string): boolean | undefined;
}

/** The command is the first word that is no option; without one it is `check`. */
function commandIn(argv: readonly string[]): { command: CommandName; rest: string[] } {
  const [first] = argv;
  if (first === undefined || first.startsWith('-')) return { command: 'check', rest: [...argv] };
  if (Object.hasOwn(COMMANDS, first)) return { command: first as CommandName, rest: argv.slice(1) };
  const hint = didYouMean(first, Object.keys(COMMANDS));
  throw new UsageError({ en: `unknown command: ${first}${hint.en}`, zh: `未知命令：${first}${hint.zh}` });
}

function unexpectedArgument(word: string): UsageError {
  const first = word in COMMANDS;
  return new UsageError({
    en: `unexpected argument: ${word}${first ? `; a command comes first: crane-doctor ${word} …` : ''}`,
    zh: `多余的参数：${word}${first ? `；命令须写在最前：crane-doctor ${word} …` : ''}`,
  });
}

function unknownOption(written: string, options: readonly OptionSpec[]): UsageError {
  const names = options.flatMap(({ name, negatable }) => (negatable ? [name, `no-${name}`] : [name]));
  const hint = didYouMean(written.replace(/^-+/, ''), names, '--');
  return new UsageError({ en: `unknown option: ${written}${hint.en}`, zh: `未知选项：${written}${hint.zh}` });
}

function checkValue(option: OptionSpec, value: string | undefined, written: string, inline: boolean): void {
  if (option.value === undefined) {
    if (value !== undefined) throw new UsageError({ en: `${written} takes no value`, zh: `${written} 不接受值` });
    return;
  }
  if (value === undefined || value === '' || (!inline && value.startsWith('-'))) {
    throw new UsageError({
      en: `${written} needs a value: ${option.value}`,
      zh: `${written} 需要一个值：${option.value}`,
    });
  }
  if (option.choices && !option.choices.includes(value)) {
    const hint = didYouMean(value, option.choices);
    const list = option.choices.join(', ');
    throw new UsageError({
      en: `${written}: ${value} is none of ${list}${hint.en}`,
      zh: `${written}：${value} 不在 ${list} 之中${hint.zh}`,
    });
  }
}

/**
 * Parses the words after the program's name by the table of options. Anything that the command does
 * not know is a UsageError that names the nearest thing it does know.
 */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const { command, rest } = commandIn(argv);
  const options = optionsOf(command);
  const known: NonNullable<ParseArgsConfig['options']> = {};
  for (const { name, short, value, negatable } of options) {
    known[name] = { type: value === undefined ? 'boolean' : 'string', ...(short === undefined ? {} : { short }) };
    if (negatable) known[`no-${name}`] = { type: 'boolean' };
  }
  const { tokens } = parseArgs({ args: rest, strict: false, tokens: true, allowPositionals: true, options: known });

  const words: string[] = [];
  const given = new Map<string, string[]>();
  const flags = new Map<string, boolean>();
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') {
      if (ARGUMENTS[command] === undefined) throw unexpectedArgument(token.value);
      words.push(token.value);
      continue;
    }
    const positive = token.name.replace(/^no-/, '');
    const option =
      options.find(({ name }) => name === token.name) ??
      options.find(({ name, negatable }) => negatable && name === positive);
    if (!option) throw unknownOption(token.rawName, options);
    checkValue(option, token.value, token.rawName, token.inlineValue === true);
    if (option.value === undefined) flags.set(option.name, option.name === token.name);
    else given.set(option.name, [...(given.get(option.name) ?? []), token.value!]);
  }
  return {
    command,
    words,
    value: (name) => given.get(name)?.at(-1),
    values: (name) => {
      const all = given.get(name) ?? [];
      const ids = OPTIONS.find((option) => option.name === name)?.value === 'IDS';
      return ids
        ? all
            .flatMap((list) => list.split(','))
            .map((id) => id.trim())
            .filter((id) => id !== '')
        : all;
    },
    flag: (name) => flags.get(name),
  };
}
