const UNITS: { readonly [unit: string]: number } = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

const DAY_MS = 86_400_000;

/**
 * A duration in ms (`500ms`, `5s`, `2m`, `1h`; a bare number is seconds), or undefined where it is none or longer than
 * `most` (a day). Zero is none.
 */
export function parseDuration(text: string, most = DAY_MS): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text);
  if (!match) return undefined;
  const ms = Number(match[1]) * UNITS[match[2] ?? 's']!;
  return ms > 0 && ms <= most ? ms : undefined;
}
