import type { Text } from '../lang.ts';
import { writtenOrWhyNot } from './output-file.ts';

/** The formats of a command by the extensions of their files. */
export type ByExtension<Format extends string> = { readonly [extension: string]: Format };

/**
 * What a view's `w` does: what is shown goes to a file, in the format that the file's extension asks for. Gives the
 * reason where it was not written, else null. A file that is there is replaced only with `force`.
 */
export async function writeByExtension<Format extends string>(
  path: string,
  formats: ByExtension<Format>,
  force: boolean,
  render: (format: Format) => string | Promise<string>,
): Promise<Text | null> {
  const format = formats[/\.\w+$/.exec(path)?.[0] ?? ''];
  if (format !== undefined) return writtenOrWhyNot(path, await render(format), force);
  const known = Object.keys(formats).join(', ');
  return { en: `${path}: its extension is none of ${known}`, zh: `${path}：扩展名不在 ${known} 之中` };
}
