import { padEnd } from '../report/cells.ts';
import type { Lang, Text } from '../lang.ts';
import { ARGUMENTS, COMMANDS, type CommandName } from './commands.ts';
import type { OptionSpec } from './option-spec.ts';
import { optionsOf } from './table.ts';

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
  wait: EXAMINED,
  healthcheck: EXAMINED,
  explain: {
    en: `Exit codes
  0  something is known of it                1  nothing is known of it, nor is anything near
  2  wrong call                              with --check: those of check
`,
    zh: `退出码
  0  有已知或相近的信息                    1  没有已知信息，也没有相近的
  2  用法有误                              与 --check 合用：同 check
`,
  },
  triage: {
    en: `Exit codes
  those of check; with --no-check:
  0  nothing in the logs                     1  faults or unknown errors in the logs
  2  wrong call                              3  nothing, but a log could not be read
`,
    zh: `退出码
  同 check；与 --no-check 合用时：
  0  日志中没有问题                        1  日志中有已知故障或未知错误
  2  用法有误                              3  没有问题，但有日志无法读取
`,
  },
  smoke: {
    en: `Exit codes
  0  the container ran as a job would        2  wrong call, or not root: nothing was done
  1  a step failed                           3  ended before it was known
  70 a defect of the doctor                  128+n  ended by signal n, after clearing up
`,
    zh: `退出码
  0  容器能像作业一样运行                  2  用法有误或不是 root：未做任何改变
  1  有步骤失败                            3  未能得出结论
  70 本工具自身的缺陷                      128+n  被信号 n 结束（已清除）
`,
  },
  fleet: {
    en: `Exit codes
  0  no node has an error finding            2  wrong call: nobody was asked
  1  some node has (or as --fail-on says)    3  none, but a node did not answer or could not be checked
`,
    zh: `退出码
  0  所有节点都没有错误                    2  用法有误：未连接任何节点
  1  有节点存在错误（或按 --fail-on）      3  没有错误，但有节点没有应答或未能检查
`,
  },
  bundle: {
    en: `Exit codes
  0  the bundle was written                  2  wrong call, or it could not be written
`,
    zh: `退出码
  0  已写入诊断包                          2  用法有误，或无法写入
`,
  },
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

/** An option with its short form and its value, aligned as the help has it. */
export function flagsOf({ name, short, value, negatable }: OptionSpec): string {
  const long = negatable ? `--[no-]${name}` : `--${name}`;
  return `${short ? `-${short}, ` : '    '}${long}${value ? ` ${value}` : ''}`;
}

/** What an option does, with the values that it takes. */
export function summaryOf(option: OptionSpec, lang: Lang): string {
  if (!option.choices || option.value === option.choices.join('|')) return option.summary[lang];
  const choices = lang === 'zh' ? `：${option.choices.join('、')}` : `: ${option.choices.join(', ')}`;
  return option.summary[lang] + choices;
}

/** What the values of these options are made of, a line each; '' where they say it themselves. */
export function valuesText(options: readonly OptionSpec[], lang: Lang): string {
  const values = Object.entries(VALUES).filter(([name]) => options.some(({ value }) => value === name));
  return values.map(([, text]) => `${text[lang]}\n`).join('');
}

/** What the exit codes of a command mean, under a title; '' where they mean nothing of its own. */
export function exitCodesText(command: CommandName, lang: Lang): string {
  return EXIT_CODES[command]?.[lang] ?? '';
}

/** The help of a command, made from the table that parses argv. */
export function helpText(command: CommandName, lang: Lang): string {
  const zh = lang === 'zh';
  const commands = (Object.keys(COMMANDS) as CommandName[]).map((name) => {
    const taken = ARGUMENTS[name] === undefined ? '' : ` ${ARGUMENTS[name]}`;
    const usage = `crane-doctor ${name === 'check' ? '[check]' : name}${taken}`;
    return `  ${column(usage, 36)}${COMMANDS[name][lang]}`;
  });
  const own = optionsOf(command);
  const options = own.map((option) => `  ${column(flagsOf(option), 30)}${summaryOf(option, lang)}`);
  const title = zh
    ? 'crane-doctor 检查鹤思（CraneSched）容器节点，找出容器无法运行的原因，并给出解决方法。'
    : 'crane-doctor examines a CraneSched container node, finds why containers do not run, and says what to do.';
  const ends = [valuesText(own, lang), exitCodesText(command, lang)];
  return `${title}

${zh ? '用法' : 'Usage'}
${commands.join('\n')}

${zh ? `${command} 的选项` : `Options of ${command}`}
${options.join('\n')}
${ends.map((end) => (end === '' ? '' : `\n${end}`)).join('')}`;
}
