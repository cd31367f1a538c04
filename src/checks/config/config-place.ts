import type { ConfigReading, Span, Stop } from '../../config/reading.ts';
import type { About } from '../check.ts';
import type { Location } from '../finding.ts';

/** A span of the configuration as a finding's location. */
export function placeOf(config: ConfigReading, span: Span | null | undefined): Location | undefined {
  return span ? { path: config.path, ...span } : undefined;
}

/** Where a key stands: its value, or the key itself where `of` says so; undefined where it is not there. */
export function placeOfKey(config: ConfigReading, key: string, of: 'value' | 'key' = 'value'): Location | undefined {
  const entry = config.entry(key);
  return placeOf(config, of === 'key' ? entry?.keySpan : entry?.value.span);
}

/** What a finding for a stop is about: its key, its place, and whether it is the one that craned meets first. */
export function aboutStop(config: ConfigReading, stop: Stop): About {
  return { target: stop.key, location: placeOf(config, stop.span), stopsCraned: stop === config.stops[0] };
}
