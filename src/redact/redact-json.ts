import type { Json } from '../json.ts';
import { redactAt, redactText } from './redact.ts';

/** Told of each secret that is taken out: its kind, and how often it was there. */
export type OnRedaction = (kind: string, times: number) => void;

/** A value without the secrets of its texts; keys that are texts of others (a map by host) too. */
export function redactJson(value: Json, onRedaction: OnRedaction, key = ''): Json {
  if (typeof value === 'string') {
    const { text, redactions } = redactAt(key, value);
    for (const [kind, times] of redactions) onRedaction(kind, times);
    return text;
  }
  if (Array.isArray(value)) return value.map((one: Json) => redactJson(one, onRedaction, key));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [redactText(name).text, redactJson(inner, onRedaction, name)]),
  );
}
