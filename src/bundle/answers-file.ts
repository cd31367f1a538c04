import type { Answer } from '../host/answer.ts';
import { questionKey } from '../host/questions.ts';
import type { Json } from '../json.ts';
import type { Recorded } from './recording-host.ts';
import { redactJson, type OnRedaction } from '../redact/redact-json.ts';
import { redactText } from '../redact/redact.ts';

/** Bytes that stand in a file of their own, so that people can read them: a configuration, the end of a log. */
export interface HeldFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The path on the node. */
  readonly holds: string;
}

/** What was asked about, for people: a path, a program with its arguments, a URL. */
export function subjectOf({ method, args }: Pick<Recorded, 'method' | 'args'>): string {
  const { path, file, url, name, socket } = args as { readonly [key: string]: string | undefined };
  return [method, path ?? url ?? file ?? name ?? socket ?? ''].join(' ').trim();
}

/**
 * Answers as lines of JSON, one a question, without secrets. The bytes of files are put beside them, under
 * numbered names; where they are stands in their place as `{ "$file": NAME }`.
 */
export function answersToText(
  recorded: readonly Recorded[],
  onRedaction: (where: string, kind: string, times: number) => void,
): { readonly text: string; readonly files: readonly HeldFile[] } {
  const files: HeldFile[] = [];
  const lines = recorded.map((one) => {
    const where = redactText(subjectOf(one)).text;
    const tell: OnRedaction = (kind, times) => onRedaction(where, kind, times);
    const put = (bytes: Uint8Array): string => {
      const name = `files/${String(files.length + 1).padStart(3, '0')}-${shortName(where)}`;
      files.push({ name, bytes: redactBytes(bytes, tell), holds: where });
      return name;
    };
    const plain = { method: one.method, args: one.args, answer: withoutBytes(one.answer, put) };
    return JSON.stringify(redactJson(plain as unknown as Json, tell));
  });
  return { text: `${lines.join('\n')}\n`, files };
}

/** The end of a path in signs that every file system and shell takes. */
function shortName(where: string): string {
  return (
    where
      .slice(where.lastIndexOf('/') + 1)
      .replace(/[^A-Za-z0-9._-]+/g, '_')
      .slice(-60) || 'file'
  );
}

/** UTF-8 where it is that, else byte by byte: a secret in a file of another kind is taken out as well. */
function redactBytes(bytes: Uint8Array, onRedaction: OnRedaction): Uint8Array {
  const buffer = Buffer.from(bytes);
  const text = buffer.toString('utf8');
  const encoding = Buffer.from(text, 'utf8').equals(buffer) ? 'utf8' : 'latin1';
  const redacted = redactText(encoding === 'utf8' ? text : buffer.toString('latin1'));
  for (const [kind, times] of redacted.redactions) onRedaction(kind, times);
  return Buffer.from(redacted.text, encoding);
}

function withoutBytes(value: unknown, put: (bytes: Uint8Array) => string): unknown {
  if (value instanceof Uint8Array) return { $file: put(value) };
  if (Array.isArray(value)) return value.map((one) => withoutBytes(one, put));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutBytes(inner, put)]));
}

/** The answers of a bundle by their questions' keys. Throws where a line is none. */
export function answersFromText(
  text: string,
  fileOf: (name: string) => Uint8Array,
): ReadonlyMap<string, Answer<unknown>> {
  const lines = text.split('\n').filter((line) => line !== '');
  return new Map(
    lines.map((line) => {
      const { method, args, answer } = JSON.parse(line) as Recorded;
      return [questionKey(method, args), withBytes(answer, fileOf) as Answer<unknown>];
    }),
  );
}

function withBytes(value: unknown, fileOf: (name: string) => Uint8Array): unknown {
  if (Array.isArray(value)) return value.map((one) => withBytes(one, fileOf));
  if (value === null || typeof value !== 'object') return value;
  const { $file: name } = value as { readonly $file?: unknown };
  if (typeof name === 'string') return fileOf(name);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withBytes(inner, fileOf)]));
}
