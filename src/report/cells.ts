import stringWidth from 'string-width';

/** Made when it is first needed: it takes 12 ms, and a report in JSON needs none. */
let graphemes: Intl.Segmenter | undefined;

/** As much of the beginning of a text as fits into `width` cells, never half a character. */
export function cells(text: string, width: number): string {
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  let taken = '';
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    used += stringWidth(segment);
    if (used > width) break;
    taken += segment;
  }
  return taken;
}

/** A text filled up with blanks to a width in terminal cells. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}
