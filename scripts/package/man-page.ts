import type { Lang } from '../../src/lang.ts';
import { exitCodesText, flagsOf, summaryOf, valuesText } from '../../src/options/help.ts';
import { optionsOf } from '../../src/options/table.ts';
import { COMMANDS, type CommandName } from '../../src/options/commands.ts';
import { macro, roff, tagged } from './roff.ts';

const HEADINGS = {
  en: {
    manual: 'CraneSched container nodes',
    name: 'NAME',
    synopsis: 'SYNOPSIS',
    description: 'DESCRIPTION',
    commands: 'COMMANDS',
    options: 'OPTIONS',
    exit: 'EXIT STATUS',
    files: 'FILES',
    also: 'SEE ALSO',
  },
  zh: {
    manual: '鹤思容器节点',
    name: '名称',
    synopsis: '概要',
    description: '描述',
    commands: '命令',
    options: '选项',
    exit: '退出码',
    files: '文件',
    also: '另见',
  },
} as const;

const PURPOSE = {
  en: 'find out why containers do not run on a CraneSched node',
  zh: '查明鹤思（CraneSched）节点上容器无法运行的原因',
} as const;

const DESCRIPTION = {
  en: `crane-doctor examines a node of a CraneSched cluster on which the container feature is enabled or about to be, finds the cause when containers do not work, and shows the remedy from the troubleshooting guide with that node's own values. On a terminal it opens an interactive screen; elsewhere it prints text. It changes nothing on the node, unless the command is there to.`,
  zh: `crane-doctor 检查已启用或即将启用容器功能的鹤思（CraneSched）节点，在容器无法工作时找出原因，并按排错指南给出填好本节点实际值的解决方法。在终端上打开交互界面，其他情况下输出文本。除专为此而设的命令外，不改动节点上的任何内容。`,
} as const;

const FILES = [
  ['/etc/crane/config.yaml', { en: 'the configuration that is examined', zh: '被检查的配置文件' }],
  ['/etc/crane/doctor.yaml', { en: "this site's settings; may be absent", zh: '本站点的设置；可以没有' }],
] as const;

const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[];

/** The name of a command's page, or of the program's own. */
export function pageName(command: CommandName | null): string {
  return command === null ? 'crane-doctor' : `crane-doctor-${command}`;
}

/** All pages, a command each and the program's own in front. */
export const PAGES: readonly (CommandName | null)[] = [null, ...COMMAND_NAMES];

/** The manual page of a command, or with null of the program: made from the table that parses argv. `date` is the day of its release. */
export function manPage(command: CommandName | null, lang: Lang, version: string, date: string): string {
  const heading = HEADINGS[lang];
  const name = pageName(command);
  const about = command === null ? PURPOSE[lang] : COMMANDS[command][lang];
  const called = command === null ? ['[COMMAND]', '[OPTIONS]'] : [command, '[OPTIONS]'];
  const own = optionsOf(command ?? 'check');
  const lines = [
    macro('TH', name.toUpperCase(), '1', date, `crane-doctor ${version}`, heading.manual),
    // Chinese has no blanks to stretch.
    '.ad l',
    macro('SH', heading.name),
    `${roff(name)} \\- ${roff(about)}`,
    macro('SH', heading.synopsis),
    `.B crane\\-doctor`,
    roff(called.join(' ')),
    macro('SH', heading.description),
    roff(command === null ? DESCRIPTION[lang] : `${about}${lang === 'zh' ? '。' : '.'}`),
    ...(command === null ? commands(lang) : []),
    macro('SH', command === null ? `${heading.options} (check)` : heading.options),
    ...own.flatMap((option) => tagged(flagsOf(option).trim(), summaryOf(option, lang))),
    ...(valuesText(own, lang) === '' ? [] : ['.PP', roff(valuesText(own, lang).trimEnd())]),
    ...exitStatus(command ?? 'check', lang),
    macro('SH', heading.files),
    ...FILES.flatMap(([path, text]) => tagged(path, text[lang])),
    macro('SH', heading.also),
    PAGES.filter((page) => page !== command)
      .map((page) => `.BR ${roff(pageName(page))} (1)`)
      .join(' ,\n'),
  ];
  return `${lines.join('\n')}\n`;
}

function commands(lang: Lang): string[] {
  return [macro('SH', HEADINGS[lang].commands), ...COMMAND_NAMES.flatMap((name) => tagged(name, COMMANDS[name][lang]))];
}

/** As the help has it, under a heading instead of its title; nothing where the exit codes mean nothing of their own. */
function exitStatus(command: CommandName, lang: Lang): string[] {
  const [, ...lines] = exitCodesText(command, lang).trimEnd().split('\n');
  return lines.length === 0 ? [] : [macro('SH', HEADINGS[lang].exit), '.nf', roff(lines.join('\n')), '.fi'];
}
