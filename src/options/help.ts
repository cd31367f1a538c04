import { padEnd } from '../report/cells.ts';
import type { Lang, Text } from '../lang.ts';
import { COMMANDS, OPTIONS, type CommandName, type OptionSpec } from './table.ts';

const EXAMINED = {
  en: `Exit codes
  0  no error finding (warnings allowed)     2  wrong call or settings: nothing was run
  1  an error finding (or as --fail-on says) 3  no error, but something could not be checked
  70 a defect of the doctor                  128+n  ended by signal n
`,
  zh: `退出码
  0  没有错误（可以有警告）                2  用法或设置有误：未运行任何检查
  1  有错误（或按 --fail-on）              3  没有错误，但有检查无法进行
  70 本工具自身的缺陷                      128+n  被信号 n 结束
`,
};

/** What the exit codes of a command mean; `list` has nothing to tell by them. */
const EXIT_CODES: { readonly [name in CommandName]?: Text } = {
  check: EXAMINED,
  demo: EXAMINED,
  config: {
    en: `Exit codes
  0  craned accepts the file                 2  wrong call
  1  craned stops, or there is no file       3  the file could not be read
`,
    zh: `退出码
  0  craned 接受此文件                     2  用法有误
  1  craned 会停止，或文件不存在           3  无法读取文件
`,
  },
};

/** What the values of the options are made of. */
const VALUES: { readonly [value: string]: Text } = {
  IDS: {
    en: 'IDS are names of checks or groups, separated by commas; crane-doctor list shows them.',
    zh: 'IDS：检查或组的名称，以逗号分隔；crane-doctor list 列出全部名称。',
  },
  DURATION: {
    en: 'DURATION is a number with ms, s, m or h; a bare number is seconds.',
    zh: 'DURATION：带 ms、s、m、h 的数字；不带单位为秒。',
  },
};

function column(text: string, width: number): string {
  return `${padEnd(text, width - 2)}  `;
}

function flagsOf({ name, short, value, negatable }: OptionSpec): string {
  const long = negatable ? `--[no-]${name}` : `--${name}`;
  return `${short ? `-${short}, ` : '    '}${long}${value ? ` ${value}` : ''}`;
}

function summaryOf(option: OptionSpec, lang: Lang): string {
  if (!option.choices || option.value === option.choices.join('|')) return option.summary[lang];
  const choices = lang === 'zh' ? `：${option.choices.join('、')}` : `: ${option.choices.join(', ')}`;
  return option.summary[lang] + choices;
}

/** The help of a command, made from the table that parses argv. */
export function helpText(command: CommandName, lang: Lang): string {
  const zh = lang === 'zh';
  const commands = (Object.keys(COMMANDS) as CommandName[]).map((name) => {
    const usage = `crane-doctor ${name === 'check' ? '[check]' : name}`;
    return `  ${column(usage, 24)}${COMMANDS[name][lang]}`;
  });
  const own = OPTIONS.filter((option) => option.commands.includes(command));
  const options = own.map((option) => `  ${column(flagsOf(option), 30)}${summaryOf(option, lang)}`);
  const title = zh
    ? 'crane-doctor 检查鹤思（CraneSched）容器节点，找出容器无法运行的原因，并给出解决方法。'
    : 'crane-doctor examines a CraneSched container node, finds why containers do not run, and says what to do.';
  const values = Object.entries(VALUES).filter(([name]) => own.some(({ value }) => value === name));
  const ends = [values.map(([, text]) => `${text[lang]}\n`).join(''), EXIT_CODES[command]?.[lang] ?? ''];
  return `${title}

${zh ? '用法' : 'Usage'}
${commands.join('\n')}

${zh ? `${command} 的选项` : `Options of ${command}`}
${options.join('\n')}
${ends.map((end) => (end === '' ? '' : `\n${end}`)).join('')}`;
}
