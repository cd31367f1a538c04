import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { Answer } from '../host/answer.ts';
import type { Text } from '../lang.ts';
import { answersFromText } from './answers-file.ts';
import { BUNDLE_FORMAT, BUNDLE_VERSION, type Manifest } from './manifest.ts';

/** A bundle as it is looked at: its manifest, and the answers by their questions' keys. */
export interface ReadBundle {
  readonly manifest: Manifest;
  readonly answers: ReadonlyMap<string, Answer<unknown>>;
  /** The report that was made with it, as JSON. */
  readonly report: string;
}

/** More than a bundle ever has, unpacked: a small file must not fill the memory. */
const MAX_BYTES = 512 * 1024 * 1024;

/** Why a file is refused: it is no bundle, a damaged one, or one that is not to be trusted. */
export class NotABundle extends Error {
  readonly text: Text;
  constructor(text: Text) {
    super(text.en);
    this.text = text;
  }
}

/**
 * Reads a bundle in memory; nothing of it is written anywhere. It has to be what its manifest says: these
 * files and no other, regular, with these contents. Throws `NotABundle`.
 */
export async function readBundle(bytes: Uint8Array): Promise<ReadBundle> {
  const files = await unpacked(unzipped(bytes));
  const manifest = manifestOf(files.get('manifest.json'));
  const listed = new Map(manifest.entries.map((entry) => [entry.name, entry]));
  for (const [name, data] of files) {
    if (name === 'manifest.json') continue;
    const entry = listed.get(name);
    if (!entry)
      throw new NotABundle({ en: `it has ${name}, which is no part of it`, zh: `含有不属于它的文件 ${name}` });
    if (createHash('sha256').update(data).digest('hex') !== entry.sha256)
      throw new NotABundle({ en: `${name} was changed or is damaged`, zh: `${name} 已被改动或损坏` });
  }
  const fileOf = (name: string): Uint8Array => {
    const data = files.get(name);
    if (data) return data;
    throw new NotABundle({ en: `${name} is missing in it`, zh: `缺少 ${name}` });
  };
  for (const name of listed.keys()) fileOf(name);
  try {
    const text = (name: string): string => new TextDecoder().decode(fileOf(name));
    return { manifest, answers: answersFromText(text('answers.ndjson'), fileOf), report: text('report.json') };
  } catch (cause) {
    if (cause instanceof NotABundle) throw cause;
    throw new NotABundle({ en: 'its answers cannot be read', zh: '无法读取其中的应答' });
  }
}

function unzipped(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BYTES });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'Z_BUF_ERROR') throw new NotABundle({ en: 'it is truncated', zh: '文件不完整' });
    if (code === 'ERR_BUFFER_TOO_LARGE') throw new NotABundle({ en: 'it is too large', zh: '文件过大' });
    throw new NotABundle({ en: 'it is no bundle (not gzip)', zh: '不是诊断包（不是 gzip）' });
  }
}

async function unpacked(tar: Uint8Array): Promise<ReadonlyMap<string, Uint8Array>> {
  const { parseTar } = await import('nanotar');
  // It takes the whole of the buffer below for the archive.
  const own = new Uint8Array(tar);
  const files = new Map<string, Uint8Array>();
  const items = (() => {
    try {
      return parseTar(own);
    } catch {
      throw new NotABundle({ en: 'it is no bundle (not a tar archive)', zh: '不是诊断包（不是 tar 归档）' });
    }
  })();
  for (const { name, type, data = new Uint8Array() } of items) {
    if (type !== 'file' || files.has(name))
      throw new NotABundle({
        en: `it has an entry that no bundle has: ${name}`,
        zh: `含有诊断包不会有的条目：${name}`,
      });
    files.set(name, data);
  }
  return files;
}

function manifestOf(data: Uint8Array | undefined): Manifest {
  const none = new NotABundle({ en: 'it is no bundle (no manifest.json)', zh: '不是诊断包（没有 manifest.json）' });
  if (!data) throw none;
  let read: unknown;
  try {
    read = JSON.parse(new TextDecoder().decode(data));
  } catch {
    throw none;
  }
  const { format, version, request, entries } = (read ?? {}) as Partial<Manifest>;
  if (format !== BUNDLE_FORMAT) throw none;
  if (version !== BUNDLE_VERSION)
    throw new NotABundle({
      en: `it has form ${String(version)}; this crane-doctor reads form ${BUNDLE_VERSION}`,
      zh: `其格式版本为 ${String(version)}；此 crane-doctor 只能读取版本 ${BUNDLE_VERSION}`,
    });
  const whole =
    Array.isArray(entries) &&
    entries.every((entry) => typeof (entry as Manifest['entries'][number] | null)?.name === 'string');
  if (!whole || typeof request?.configPath !== 'string') throw none;
  return read as Manifest;
}
