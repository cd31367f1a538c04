import type { ConfigReading } from '../../config/reading.ts';
import type { Text } from '../../lang.ts';

/** One key of the configuration as craned ends up with it, free of any language. */
export interface Setting {
  readonly key: string;
  /** What craned uses; null where it reads nothing there. */
  readonly value: string | null;
  /** The line it is written in; null where it is a default. */
  readonly line: number | null;
  /** What craned makes of it, where that is not what is written. */
  readonly notes: readonly Text[];
}

/** The text of a value as craned's as<std::string> gives it, or the kind of a value that has none. */
export function writtenOf(config: ConfigReading, key: string): string | null {
  const node = config.entry(key)?.value;
  if (!node) return null;
  if (node.kind === 'scalar' || node.kind === 'null') return node.text;
  const scalars = node.items.every(({ kind }) => kind === 'scalar' || kind === 'null');
  if (node.kind === 'sequence' && scalars && node.items.length <= 8)
    return listText(node.items.map(({ text }) => text));
  return node.kind === 'sequence' ? '[…]' : '{…}';
}

/**
 * A key with the value that craned uses. Notes say what cannot be seen from the value: that nothing is
 * written, what is written where it is something else, and what craned stops at.
 */
export function settingOf(config: ConfigReading, key: string, value: string | null, ...notes: Text[]): Setting {
  const entry = config.entry(key);
  const stop = config.stops.find((one) => one.key === key || one.key.startsWith(`${key}[`));
  if (stop) {
    const words = stop.message ?? 'exit 1';
    const first = stop === config.stops[0];
    const note = {
      en: `craned ${first ? 'stops' : 'would stop'} here: ${words}`,
      zh: `craned ${first ? '在此停止' : '随后会在此停止'}：${words}`,
    };
    return { key, value: writtenOf(config, key), line: entry?.keySpan.line ?? null, notes: [note] };
  }
  const textOfNull = entry?.value.kind === 'null' && value !== null && value.includes('null');
  const noValue = { en: 'no value: the text null', zh: '没有值：即文本 null' };
  return { key, value, line: entry?.keySpan.line ?? null, notes: textOfNull ? [noValue, ...notes] : notes };
}

/** A key that craned does not read as things are; `why` says so. What is written there is left out. */
export function unreadSetting(config: ConfigReading, key: string, why: Text): Setting {
  return { key, value: null, line: config.entry(key)?.keySpan.line ?? null, notes: [why] };
}

/** A list as it would be written in a line. */
export function listText(items: readonly string[]): string {
  return `[${items.join(', ')}]`;
}
