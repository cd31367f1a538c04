import type { Json } from '../../json.ts';

/** A JSON object, as CNI and its plugins hold a configuration. */
export type GoObject = { readonly [key: string]: Json };

/** A value as an object, or null where it is none. */
export function objectOf(value: Json | undefined): GoObject | null {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as GoObject) : null;
}

/**
 * A field as Go's encoding/json puts it into a struct: the name matches in any case, of several the
 * last one counts, and null is as good as absent. (A Go map, which CNI's lists are, wants the exact
 * name: there a plain index is right.)
 */
export function field(object: GoObject, name: string): Json | undefined {
  const wanted = name.toLowerCase();
  const values = Object.keys(object).filter((key) => key === name || key.toLowerCase() === wanted);
  const value = values.length === 0 ? undefined : object[values.at(-1)!];
  return value ?? undefined;
}

/** A string field; '' where it is absent or no string, as Go's zero value. */
export function text(object: GoObject, name: string): string {
  const value = field(object, name);
  return typeof value === 'string' ? value : '';
}

/** A list field; empty where it is absent or no list. */
export function list(object: GoObject, name: string): readonly Json[] {
  const value = field(object, name);
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

/** The kinds of Go fields that the configurations have. */
export type Kind = 'string' | 'int' | 'object' | 'list' | 'bools';

const FITS: { readonly [kind in Kind]: (value: Json) => boolean } = {
  string: (value) => typeof value === 'string',
  int: (value) => Number.isSafeInteger(value),
  object: (value) => objectOf(value) !== null,
  list: (value) => Array.isArray(value),
  bools: (value) => {
    const entries = objectOf(value);
    return entries !== null && Object.values(entries).every((entry) => entry === null || typeof entry === 'boolean');
  },
};

/** The names of the fields that Go refuses to decode: those that are there with a value of another kind. */
export function misfits(object: GoObject, fields: { readonly [name: string]: Kind }): readonly string[] {
  return Object.entries(fields).flatMap(([name, kind]) => {
    const value = field(object, name);
    return value === undefined || FITS[kind](value) ? [] : [name];
  });
}
