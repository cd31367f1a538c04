import stringWidth from 'string-width';
import { cells } from '../report/cells.ts';
import type { Browsing } from './browsing.ts';
import type { Look } from './look.ts';
import { fit, rowWidth, span, type Row } from './row.ts';
import type { KeyHint } from './scene.ts';
import { WORDS } from './words.ts';

/** What is typed, with a cursor after it; of a long text the end is shown. */
function promptRow(
  { kind, text }: NonNullable<Browsing['prompt']>,
  lang: Browsing['lang'],
  width: number,
  ellipsis: string,
): Row {
  const label = kind === 'search' ? `${WORDS.search[lang]} /` : `${WORDS.writeTo[lang]}${lang === 'zh' ? '：' : ': '}`;
  const room = width - stringWidth(label) - 1;
  let shown = text;
  while (stringWidth(shown) > Math.max(1, room)) shown = shown.slice(cells(shown, 2).length || 1);
  return fit([span(label, 'bold'), span(shown), span('_', 'bold')], width, ellipsis);
}

/**
 * The last line: what is being typed, else what has just happened, else the keys that do something
 * now. Where not all keys fit, the less needed are left out; `?` shows them all.
 */
export function footerRow(
  { prompt, notice, lang }: Pick<Browsing, 'prompt' | 'notice' | 'lang'>,
  hints: readonly KeyHint[],
  width: number,
  look: Look,
): Row {
  if (prompt) return promptRow(prompt, lang, width, look.glyphs.ellipsis);
  if (notice)
    return fit([span(notice.text[lang], notice.good ? 'green' : 'yellow', 'bold')], width, look.glyphs.ellipsis);
  const spans = ({ key, does }: KeyHint): Row => [span(key, 'bold'), span(` ${does}`, 'gray')];
  const shown = [...hints];
  const sizeOf = (hint: KeyHint): number => rowWidth(spans(hint)) + 2;
  const size = (): number => shown.reduce((sum, hint) => sum + sizeOf(hint), -2);
  while (shown.length > 1 && size() > width)
    shown.splice(shown.indexOf(shown.reduce((a, b) => (a.rank > b.rank ? a : b))), 1);
  return shown.flatMap((hint, index) => [span(index === 0 ? '' : '  '), ...spans(hint)]);
}
