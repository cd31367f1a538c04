import type { Lang } from '../../lang.ts';
import { helpRows, keyLines, type KeyLine, type SymbolLine } from '../help-rows.ts';
import type { Look } from '../look.ts';
import type { Row } from '../row.ts';

function keysOf(look: Look): readonly KeyLine[] {
  const { move, page, ends, open, fold, back, nextCommand, copy, language, suspend, leave } = keyLines(look);
  return [
    move,
    page,
    ends,
    [open[0], { en: 'open the check or cause; unfold the group', zh: '打开检查或原因；展开组' }],
    [fold[0], { en: 'fold, unfold: a group, what hangs on a cause', zh: '折叠、展开：组，或受原因影响的检查' }],
    back,
    ['/', { en: 'search ids, titles, codes, messages', zh: '搜索标识、标题、代码、消息' }],
    ['f', { en: 'only problems, or all', zh: '只看问题，或全部' }],
    ['r', { en: 'look again at what is selected, with what it needs', zh: '再次检查所选内容及其依赖' }],
    ['R', { en: 'look at everything again', zh: '全部重新检查' }],
    nextCommand,
    copy,
    ['e', { en: "explain: the guide's whole entry", zh: '说明：指南中的完整条目' }],
    [
      'w',
      {
        en: 'write the report to a file; its extension says the format',
        zh: '将报告写入文件，格式由扩展名决定',
      },
    ],
    language,
    suspend,
    leave,
  ];
}

const SYMBOLS: readonly SymbolLine[] = [
  ['fail', { en: 'an error: containers, or some of them, cannot run', zh: '错误：容器或部分容器无法运行' }],
  ['unknown', { en: 'could not be looked at: not permitted, or no answer', zh: '未能检查：权限不足或没有应答' }],
  ['warn', { en: 'a warning', zh: '警告' }],
  ['pass', { en: 'nothing is wrong', zh: '没有问题' }],
  ['skip', { en: 'not looked at: blocked by another, or does not apply', zh: '未检查：受阻于其他检查，或不适用' }],
];

/** All keys of an examination, and what the symbols mean in it. */
export function examinationHelp(lang: Lang, width: number, look: Look): Row[] {
  return helpRows(keysOf(look), SYMBOLS, lang, width, look);
}
