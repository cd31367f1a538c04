import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Json } from '../json.ts';
import { answersToText, type HeldFile } from './answers-file.ts';
import { BUNDLE_FORMAT, BUNDLE_VERSION, type BundleRequest, type Manifest, type Redaction } from './manifest.ts';
import type { Recorded } from './recording-host.ts';
import { redactJson } from '../redact/redact-json.ts';
import { redactText } from '../redact/redact.ts';

/** What goes into a bundle: everything still with its secrets. */
export interface BundleContents {
  readonly tool: Manifest['tool'];
  readonly createdAt: string;
  readonly host: Manifest['host'];
  readonly request: BundleRequest;
  readonly recorded: readonly Recorded[];
  /** The report as a document, and as a person reads it. */
  readonly report: Json;
  readonly text: string;
  /** What the journal said, as a person reads it, or null. */
  readonly journal: string | null;
}

/** A bundle that is ready to be written: its manifest, and the file's bytes (tar, gzip). */
export interface PackedBundle {
  readonly manifest: Manifest;
  readonly bytes: () => Promise<Uint8Array>;
}

/**
 * Puts a bundle together. Nothing leaves this function that was not looked through for secrets; what was
 * taken out is told in the manifest, by kind and place, never by value.
 */
export function packBundle(contents: BundleContents): PackedBundle {
  const counted = new Map<string, Redaction>();
  const count = (where: string, kind: string, times: number): void => {
    const key = `${kind} ${where}`;
    counted.set(key, { where, kind, times: times + (counted.get(key)?.times ?? 0) });
  };
  const clean = (where: string, value: Json): Json => redactJson(value, (kind, times) => count(where, kind, times));

  const answers = answersToText(contents.recorded, count);
  const forPeople = (name: string, text: string, holds: string): HeldFile => {
    const shown = redactText(text);
    for (const [kind, times] of shown.redactions) count(name, kind, times);
    return textFile(name, shown.text, holds);
  };
  const files: readonly HeldFile[] = [
    forPeople('report.txt', contents.text, 'the report, for people'),
    ...(contents.journal === null
      ? []
      : [forPeople('journal.txt', contents.journal, 'the journal of craned and of the runtimes, for people')]),
    textFile('report.json', `${JSON.stringify(clean('report.json', contents.report), null, 2)}\n`, 'the report'),
    textFile('answers.ndjson', answers.text, 'what the node was asked, and what it said'),
    ...answers.files,
  ];
  const manifest: Manifest = {
    format: BUNDLE_FORMAT,
    version: BUNDLE_VERSION,
    tool: contents.tool,
    createdAt: contents.createdAt,
    host: clean('manifest.json', contents.host) as Manifest['host'],
    request: clean('manifest.json', contents.request as unknown as Json) as unknown as BundleRequest,
    entries: files.map(({ name, bytes, holds }) => ({
      name,
      size: bytes.byteLength,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      holds,
    })),
    redactions: [...counted.values()],
  };
  return { manifest, bytes: () => archived(manifest, files, Date.parse(contents.createdAt)) };
}

function textFile(name: string, text: string, holds: string): HeldFile {
  return { name, bytes: Buffer.from(text), holds };
}

async function archived(manifest: Manifest, files: readonly HeldFile[], mtime: number): Promise<Uint8Array> {
  const { createTar } = await import('nanotar');
  const first = textFile('manifest.json', `${JSON.stringify(manifest, null, 2)}\n`, '');
  const attrs = { mode: '600', uid: 0, gid: 0, mtime: Number.isNaN(mtime) ? 0 : mtime };
  return gzipSync(createTar([first, ...files].map(({ name, bytes }) => ({ name, data: bytes, attrs }))));
}
