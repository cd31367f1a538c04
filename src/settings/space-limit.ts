import type { FileSystemSpace } from '../host/questions.ts';
import { malformed, parsed, type Parsed } from '../registry/parsed.ts';

/** Free space is low below these bytes and below this part of the file system; null: that one does not matter. */
export type SpaceLimit = { readonly bytes: number | null; readonly part: number | null };

const UNITS: { readonly [unit: string]: number } = { KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3, TiB: 1024 ** 4 };

/** Whether the free bytes of a file system are below a limit. */
export function isBelow({ freeBytes, totalBytes }: FileSystemSpace, { bytes, part }: SpaceLimit): boolean {
  return (bytes === null || freeBytes < bytes) && (part === null || freeBytes < totalBytes * part);
}

/** `20 GiB` or `10 %`. */
export function parseSpaceLimit(text: string): Parsed<SpaceLimit> {
  const match = /^(\d+(?:\.\d+)?) ?([KMGT]iB|%)$/.exec(text);
  if (!match)
    return malformed('that is neither a size (20 GiB) nor a part (10 %)', '既不是大小（20 GiB），也不是比例（10 %）');
  const number = Number(match[1]);
  const unit = UNITS[match[2]!];
  if (unit === undefined && number > 100) return malformed('that is more than 100 %', '大于 100 %');
  return parsed(unit === undefined ? { bytes: null, part: number / 100 } : { bytes: number * unit, part: null });
}
