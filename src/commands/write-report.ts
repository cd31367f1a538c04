import type { Examination } from '../engine/examination.ts';
import type { Lang, Text } from '../lang.ts';
import { EXTENSIONS, formatNamed, formatOfPath, type FormatName } from '../report/formats/formats.ts';
import { writtenOrWhyNot } from './output-file.ts';

/** The report of an examination as text, in a format and a language. */
type Render = (examination: Examination, format: FormatName, lang: Lang, path: string) => Promise<string>;

/**
 * What the screen's `w` does: the report of what is shown, in the format that the file's name asks for.
 * Gives the reason where it was not written, else null. A file that is there is replaced only with `force`.
 */
export function reportWriter(
  force: boolean,
  render: Render,
): (path: string, examination: Examination, lang: Lang) => Promise<Text | null> {
  return async (path, examination, lang) => {
    const format = formatOfPath(path);
    if (format === undefined) {
      const known = EXTENSIONS.join(', ');
      return { en: `${path}: its extension is none of ${known}`, zh: `${path}：扩展名不在 ${known} 之中` };
    }
    return writtenOrWhyNot(path, await render(examination, format, lang, path), force, formatNamed(format).mode);
  };
}
