import stringWidth from 'string-width';
import type { Lang } from '../../lang.ts';
import { cells, padEnd } from '../cells.ts';
import type { Style } from '../style.ts';
import { visible } from '../visible.ts';
import type { Setting } from './setting.ts';

/** A column is as wide as its widest cell; one that is wider than this pushes what follows to the right instead. */
const WIDEST = 48;
const LONGEST_VALUE = 200;

/** Settings as a table: the key, the value that craned uses, where it comes from, and what there is to say of it. */
export function settingsTable(settings: readonly Setting[], lang: Lang, style: Style): string[] {
  const zh = lang === 'zh';
  const rows = settings.map((setting) => ({
    setting,
    key: visible(setting.key),
    value: valueText(setting, style),
    from: fromText(setting, zh),
    notes: setting.notes.map((note) => visible(note[lang])).join(zh ? '；' : '; '),
  }));
  const title = zh
    ? { key: '键', value: 'craned 使用的值', from: '来源', notes: '说明' }
    : { key: 'key', value: 'value in craned', from: 'from', notes: 'note' };
  const width = (column: 'key' | 'value' | 'from'): number =>
    Math.max(...[title, ...rows].map((row) => stringWidth(row[column])).filter((size) => size <= WIDEST));
  const [key, value, from] = [width('key'), width('value'), width('from')];
  const line = (row: typeof title): string =>
    `  ${padEnd(row.key, key)}  ${padEnd(row.value, value)}  ${padEnd(row.from, from)}  ${row.notes}`.trimEnd();
  return [
    style.paint('gray', line(title)),
    ...rows.map((row) => (row.setting.value === null ? style.paint('gray', line(row)) : line(row))),
  ];
}

/** A text that is empty, or begins or ends with a blank, is quoted: it would not be seen. */
function valueText({ value }: Setting, { symbols }: Style): string {
  if (value === null) return symbols.skip;
  const shown = visible(value);
  const text = cells(shown, LONGEST_VALUE);
  if (text !== shown) return `${text}…`;
  return text === '' || text.trim() !== text ? `"${text}"` : text;
}

function fromText({ line, value }: Setting, zh: boolean): string {
  if (line !== null) return zh ? `第 ${line} 行` : `line ${line}`;
  if (value === null) return '';
  return zh ? '默认' : 'default';
}
