import { NotABundle, readBundle } from '../bundle/read-bundle.ts';
import type { Hearing } from '../fleet/hearing.ts';
import { MOST_LINE_BYTES } from '../fleet/line-reader.ts';
import type { Host } from '../host/host.ts';
import { UsageError } from '../options/usage-error.ts';
import { visible } from '../report/visible.ts';
import { whyUnread } from './why-unread.ts';

const MOST_FILES = 100_000;
/** Larger than any bundle, packed. */
const MOST_BUNDLE_BYTES = 256 * 1024 * 1024;

const BUNDLE = /\.(?:tar\.gz|tgz)$/;

/** A file's name as that of a node, which it is until a report in it says otherwise. */
function nodeOf(file: string): string {
  return visible(file.replace(/(?:\.(?:json|tar\.gz|tgz))+$/, ''));
}

/** Hears all reports (`*.json`) and bundles (`*.tar.gz`) of a folder, one after the other. Other files are none of ours. */
export async function hearFolder(host: Host, folder: string, hearing: Hearing, signal: AbortSignal): Promise<void> {
  const entries = await host.ask('readDirectory', { path: folder, max: MOST_FILES });
  if (!entries.ok) {
    const reason = whyUnread(entries.error.code);
    throw new UsageError({ en: `--from ${folder}: ${reason.en}`, zh: `--from ${folder}：${reason.zh}` });
  }
  for (const { name } of entries.value) {
    if (signal.aborted) return;
    const path = `${folder}/${name}`;
    if (BUNDLE.test(name)) await hearBundle(host, path, nodeOf(name), hearing);
    else if (name.endsWith('.json')) {
      const file = await host.ask('readFile', { path, maxBytes: MOST_LINE_BYTES });
      if (file.ok) hearing.file(nodeOf(name), Buffer.from(file.value.bytes).toString('utf8'));
      else hearing.unread(nodeOf(name), file.error.code);
    }
  }
}

async function hearBundle(host: Host, path: string, node: string, hearing: Hearing): Promise<void> {
  const file = await host.ask('readFile', { path, maxBytes: MOST_BUNDLE_BYTES });
  if (!file.ok) return hearing.unread(node, file.error.code);
  try {
    const { report } = await readBundle(file.value.bytes);
    hearing.file(node, report);
  } catch (cause) {
    if (!(cause instanceof NotABundle)) throw cause;
    hearing.unread(node, cause.text);
  }
}
