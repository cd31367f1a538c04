/** A runtime's version as three numbers, with what follows a pre-release mark (`rc.1`), or null for a release. */
export interface RuntimeVersion {
  readonly numbers: readonly [number, number, number];
  readonly preRelease: string | null;
}

/**
 * Reads RuntimeVersion as runtimes really send it: `v2.2.4` (upstream containerd), `1.6.20~ds1`
 * (Debian), `26.1.5+dfsg1` (docker), `2.0.0-rc.1`, `v1.7.2-14-gabcdef0` (a build between releases,
 * later than 1.7.2). Null for all else (`unknown`, an empty text).
 */
export function parseRuntimeVersion(text: string): RuntimeVersion | null {
  const match = /^v?(\d{1,9})\.(\d{1,9})(?:\.(\d{1,9}))?(?:[-~+](.*))?$/.exec(text.trim());
  if (!match) return null;
  const [, major, minor, patch = '0', rest = ''] = match;
  return {
    numbers: [Number(major), Number(minor), Number(patch)],
    preRelease: /^(alpha|beta|rc)/.test(rest) ? rest : null,
  };
}

/**
 * Orders two versions: negative, 0 or positive as `a` is before, at or after `b`. A pre-release is
 * before its release; distribution and build suffixes do not count.
 */
export function compareRuntimeVersions(a: RuntimeVersion, b: RuntimeVersion): number {
  for (const index of [0, 1, 2] as const) {
    const difference = a.numbers[index] - b.numbers[index];
    if (difference !== 0) return difference;
  }
  if (a.preRelease === b.preRelease) return 0;
  if (a.preRelease === null) return 1;
  if (b.preRelease === null) return -1;
  return a.preRelease.localeCompare(b.preRelease, 'en', { numeric: true });
}

/** True where `text` is a version that is surely before `limit` (`1.7.0`); an unreadable one is not. */
export function isBefore(text: string, limit: string): boolean {
  const version = parseRuntimeVersion(text);
  const bound = parseRuntimeVersion(limit);
  return version !== null && bound !== null && compareRuntimeVersions(version, bound) < 0;
}
