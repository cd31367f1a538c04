import stringWidth from 'string-width';
import type { Lang } from '../lang.ts';
import { COMMANDS, OPTIONS, type CommandName, type OptionSpec } from './table.ts';

const EXIT_CODES = {
  en: `Exit codes
  0  no error finding (warnings allowed)     2  wrong call or settings: nothing was run
  1  an error finding (or as --fail-on says) 3  no error, but something could not be checked`,
  zh: `退出码
  0  没有错误（可以有警告）                2  用法或设置有误：未运行任何检查
  1  有错误（或按 --fail-on）              3  没有错误，但有检查无法进行`,
};

function column(text: string, width: number): string {
  return text + ' '.repeat(Math.max(2, width - stringWidth(text)));
}

function flagsOf({ name, short, value, negatable }: OptionSpec): string {
  const long = negatable ? `--[no-]${name}` : `--${name}`;
  return `${short ? `-${short}, ` : '    '}${long}${value ? ` ${value}` : ''}`;
}

function summaryOf(option: OptionSpec, lang: Lang): string {
  const choices = option.choices && option.value !== option.choices.join('|') ? `: ${option.choices.join(', ')}` : '';
  return option.summary[lang] + choices;
}

/** The help of a command, made from the table that parses argv. */
export function helpText(command: CommandName, lang: Lang): string {
  const zh = lang === 'zh';
  const commands = (Object.keys(COMMANDS) as CommandName[]).map((name) => {
    const usage = `crane-doctor ${name === 'check' ? '[check]' : name}`;
    return `  ${column(usage, 24)}${COMMANDS[name][lang]}`;
  });
  const options = OPTIONS.filter((option) => option.commands.includes(command)).map(
    (option) => `  ${column(flagsOf(option), 30)}${summaryOf(option, lang)}`,
  );
  const title = zh
    ? 'crane-doctor 检查鹤思（CraneSched）容器节点，找出容器无法运行的原因，并给出解决方法。'
    : 'crane-doctor examines a CraneSched container node, finds why containers do not run, and says what to do.';
  const durations = zh
    ? 'DURATION：带 ms、s、m、h 的数字；不带单位为秒。'
    : 'DURATION is a number with ms, s, m or h; a bare number is seconds.';
  return `${title}

${zh ? '用法' : 'Usage'}
${commands.join('\n')}

${zh ? `${command} 的选项` : `Options of ${command}`}
${options.join('\n')}

${durations}

${EXIT_CODES[lang]}
`;
}
