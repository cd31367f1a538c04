import type { Json } from '../json.ts';

/** A point of time as programs write it (Date.toISOString). */
const ISO = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/;

/** A text that is a point of time, for people: `2026-11-23 12:04:10 UTC`. Any other stays as it is. */
export function timeWords(text: string): string {
  return text.replace(ISO, '$1 $2 UTC');
}

/** A finding's arguments as its message says them: points of time in them are written for people. */
export function timesForPeople(value: Json): Json {
  if (typeof value === 'string') return timeWords(value);
  if (Array.isArray(value)) return value.map(timesForPeople);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, timesForPeople(inner)]));
}
