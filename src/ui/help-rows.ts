import stringWidth from 'string-width';
import type { Lang, Text } from '../lang.ts';
import { padEnd } from '../report/cells.ts';
import { COLOUR_OF } from '../report/style.ts';
import { STATUS_NAMES } from '../report/words.ts';
import { wrap } from '../report/wrap.ts';
import { statusSpan, type Look } from './look.ts';
import { span, type Row } from './row.ts';

/** A line of the help: keys, and what they do. */
export type KeyLine = readonly [keys: string, does: Text];

/** The keys that mean the same in every view; each view adds its own between them. */
export function keyLines({ glyphs: { upDown, leftRight, enter } }: Look) {
  return {
    move: [`${upDown}  k j`, { en: 'move, or scroll what is open', zh: '移动；在打开的内容中滚动' }],
    page: ['PgUp PgDn  Space', { en: 'a page', zh: '翻页' }],
    ends: ['Home End  g G', { en: 'to the beginning, to the end', zh: '到开头、到末尾' }],
    open: [enter, { en: 'open what is selected', zh: '打开所选内容' }],
    fold: [leftRight, { en: 'fold, unfold', zh: '折叠、展开' }],
    back: ['Esc', { en: 'back; the whole list again', zh: '返回；恢复完整列表' }],
    nextCommand: ['Tab', { en: 'choose the next command', zh: '选择下一条命令' }],
    copy: ['c', { en: 'copy the chosen command', zh: '复制所选命令' }],
    language: ['l', { en: '中文', zh: 'English' }],
    suspend: ['Ctrl-Z', { en: 'to the shell; fg comes back', zh: '回到 shell；fg 返回' }],
    leave: ['q  Ctrl-C', { en: 'leave, with a summary on the normal screen', zh: '退出，并在普通屏幕上留下摘要' }],
  } satisfies { readonly [name: string]: KeyLine };
}

/** A symbol of a status and what it means in a view. */
export type SymbolLine = readonly [status: 'pass' | 'warn' | 'fail' | 'unknown' | 'skip', means: Text];

/** All keys, and what the symbols mean. */
export function helpRows(
  keys: readonly KeyLine[],
  symbols: readonly SymbolLine[],
  lang: Lang,
  width: number,
  look: Look,
): Row[] {
  const column = Math.max(...keys.map(([key]) => stringWidth(key))) + 2;
  const described = (left: Row, leftWidth: number, text: string): Row[] =>
    wrap(text, width - leftWidth).map((line, index) =>
      index === 0 ? [...left, span(line)] : [span(' '.repeat(leftWidth)), span(line)],
    );
  const symbol = (status: SymbolLine[0]): Row => [
    statusSpan(status, look),
    span(` ${padEnd(STATUS_NAMES[status]![lang], column - 2)}`, COLOUR_OF[status]!),
  ];
  return [
    [span(lang === 'zh' ? '按键' : 'KEYS', 'gray')],
    ...keys.flatMap(([key, does]) => described([span(padEnd(key, column), 'bold')], column, does[lang])),
    [],
    [span(lang === 'zh' ? '符号' : 'SYMBOLS', 'gray')],
    ...symbols.flatMap(([status, means]) =>
      described(symbol(status), column - 1 + look.style.symbols.pass.length, means[lang]),
    ),
  ];
}
