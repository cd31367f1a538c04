import { sourceText } from '../config/source-text.ts';
import { loadDocument } from '../config/yaml-cpp/document.ts';
import { couldNotLook, type HostError } from '../host/answer.ts';
import type { Host } from '../host/host.ts';
import { malformed } from '../registry/parsed.ts';
import { settingsIn } from './settings-file.ts';
import { NO_SETTINGS, type KnownNames, type Mistake, type SettingsReading } from './settings.ts';

/** A decision of ours: a site has some dozens of lines to say. */
const MAX_BYTES = 1024 * 1024;

/**
 * Reads the settings through the host, so that a tree and a bundle have their own. It is one question,
 * and where there is no file nothing comes of it. Whatever is wrong is in the reading; it never throws.
 */
export async function readSettings(host: Host, path: string, known: KnownNames): Promise<SettingsReading> {
  const file = await host.ask('readFile', { path, maxBytes: MAX_BYTES });
  if (file.ok) return settingsOf(path, file.value.bytes, known);
  return { ...unread(file.error), path, text: null, settings: NO_SETTINGS };
}

function unread(error: HostError): Pick<SettingsReading, 'state' | 'error' | 'mistakes'> {
  if (['ENOENT', 'ENOTDIR'].includes(error.code)) return { state: 'absent', error, mistakes: [] };
  if (couldNotLook(error)) return { state: 'unseen', error, mistakes: [] };
  const reason = {
    NOT_REGULAR: malformed('is no regular file', '不是普通文件').reason,
    TOO_LARGE: malformed('is larger than 1 MiB', '大于 1 MiB').reason,
  }[error.code] ?? { en: `${error.code}: ${error.message}`, zh: `${error.code}：${error.message}` };
  return { state: 'read', error, mistakes: [{ kind: 'invalid', key: '', span: null, reason }] };
}

/** The settings in a file's bytes: pure, and just as total. */
export function settingsOf(path: string, bytes: Uint8Array, known: KnownNames): SettingsReading {
  const source = sourceText(bytes);
  const loaded = loadDocument(source.utf8);
  const mistakes: Mistake[] = [];
  const wrong = (span: Mistake['span'], en: string, zh: string): void => {
    mistakes.push({ kind: 'invalid', key: '', span, reason: { en, zh } });
  };
  const reading = { path, state: 'read', error: null, text: source.text, settings: NO_SETTINGS, mistakes } as const;
  if (source.notUtf8) wrong(source.notUtf8, 'the file is not UTF-8 here', '此处不是 UTF-8 编码');
  if (loaded.kind === 'too-many-tokens') {
    wrong(null, 'more keys and values than are looked through', '键值过多，未读取');
    return reading;
  }
  if (loaded.kind === 'syntax-error') {
    const { line, character } = loaded.place;
    wrong({ line, column: character, length: 1 }, `no YAML: ${loaded.words}`, `不是合法的 YAML：${loaded.words}`);
    return reading;
  }
  const settings = settingsIn(loaded.root, known, (mistake) => mistakes.push(mistake));
  if (loaded.next)
    wrong(
      { line: loaded.next.line, column: loaded.next.character, length: 3 },
      'a second document, which is not read',
      '第二个文档，不会读取',
    );
  const place = ({ span }: Mistake): number => (span === null ? 0 : span.line * 1e6 + span.column);
  return { ...reading, settings, mistakes: mistakes.toSorted((a, b) => place(a) - place(b)) };
}
