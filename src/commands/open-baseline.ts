import type { Baseline } from '../engine/baseline.ts';
import { liveHost } from '../host/live.ts';
import { absolute } from '../options/places.ts';
import { UsageError } from '../options/usage-error.ts';
import { readBaseline } from './read-baseline.ts';
import { whyUnread } from './why-unread.ts';

/** Larger than any report. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Opens `--baseline FILE`, which is the caller's and lies on this machine, whatever is examined. A file
 * that cannot be compared with is a wrong call, with the reason.
 */
export async function openBaseline(path: string): Promise<Baseline> {
  const host = liveHost();
  try {
    const file = await host.ask('readFile', { path: absolute(path), maxBytes: MAX_BYTES });
    const read = file.ok ? readBaseline(new TextDecoder().decode(file.value.bytes)) : null;
    if (read?.ok) return read.value;
    const reason = read ? read.reason : whyUnread(file.ok ? '' : file.error.code);
    throw new UsageError({ en: `--baseline ${path}: ${reason.en}`, zh: `--baseline ${path}：${reason.zh}` });
  } finally {
    host.close();
  }
}
