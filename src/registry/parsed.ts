import type { Text } from '../lang.ts';

/** Text that a user gave, as what it means, or why it means nothing. The reason is for a usage error. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: Text };

/** Text that means something. */
export function parsed<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

/** Text that does not, and why, in both languages. */
export function malformed(en: string, zh: string): { readonly ok: false; readonly reason: Text } {
  return { ok: false, reason: { en, zh } };
}
