import type { Lang, Text } from '../lang.ts';
import type { Look } from './look.ts';
import type { KeyHint } from './scene.ts';

/** The keys that a footer may name, by what they do. The lower its rank, the longer a key stays where room is short. */
export function keyHints({ glyphs, style }: Look, lang: Lang) {
  const ascii = style.symbols.pass === 'ok';
  const hint = (key: string, rank: number, does: Text): KeyHint => ({ key, does: does[lang], rank });
  return {
    move: hint(glyphs.upDown, 4, { en: 'move', zh: '移动' }),
    scroll: hint(glyphs.upDown, 4, { en: 'scroll', zh: '滚动' }),
    open: hint(glyphs.enter, 1, { en: 'open', zh: '打开' }),
    fold: hint(glyphs.leftRight, 4, { en: 'unfold', zh: '展开' }),
    back: hint('Esc', 1, { en: 'back', zh: '返回' }),
    again: hint('r', 2, { en: 'again', zh: '再次检查' }),
    nextCommand: hint('Tab', 8, { en: 'next command', zh: '下一条命令' }),
    copy: hint('c', 5, { en: 'copy', zh: '复制' }),
    explain: hint('e', 7, { en: 'explain', zh: '说明' }),
    search: hint('/', 8, { en: 'search', zh: '搜索' }),
    problems: hint('f', 9, { en: 'problems', zh: '问题' }),
    write: hint('w', 10, { en: 'write', zh: '写入' }),
    language: hint('l', 6, { en: ascii ? 'Chinese' : '中文', zh: 'English' }),
    help: hint('?', 3, { en: 'help', zh: '帮助' }),
    leave: hint('q', 0, { en: 'leave', zh: '退出' }),
  };
}
