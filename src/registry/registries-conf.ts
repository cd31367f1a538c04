import { flagOf, listOf, tableAt, textOf, type Table } from '../runtime/toml.ts';

/** A place that images come from: `host[:port][/namespace]`; empty is the place that the image names. */
export interface Location {
  readonly location: string;
  readonly insecure: boolean;
}

/** One `[[registry]]`, with the file that has it. */
export interface RegistryTable extends Location {
  readonly prefix: string;
  readonly blocked: boolean;
  readonly mirrors: readonly (Location & { readonly pulls: 'all' | 'digests' | 'tags' })[];
  readonly from: string;
}

/** One registries.conf, or what containers/image does not take: every pull then fails. */
export type RegistriesConf =
  | {
      readonly ok: true;
      readonly registries: readonly RegistryTable[];
      /** It has `[registries.insecure]` or `[registries.block]`, the format of before 2019. */
      readonly v1: boolean;
    }
  | { readonly ok: false; readonly reason: string };

class Invalid extends Error {}

const PULLS: { readonly [value: string]: 'all' | 'digests' | 'tags' } = {
  '': 'all',
  all: 'all',
  'digest-only': 'digests',
  'tag-only': 'tags',
};

/** Reads a registries.conf (containers-registries.conf(5); postProcessRegistries, pkg/sysregistriesv2). */
export function readRegistriesConf(table: Table, from: string): RegistriesConf {
  const old = tableAt(table, 'registries');
  const has = (name: string): boolean => (listOf(tableAt(old, name)['registries']) ?? []).length > 0;
  const v1 = has('insecure') || has('block');
  const searches = (listOf(table['unqualified-search-registries']) ?? []).length > 0;
  try {
    const registries = tablesOf(table['registry'], 'registry').map((registry) => registryOf(registry, from));
    if ((v1 || has('search')) && (registries.length > 0 || searches))
      throw new Invalid('it mixes the formats v1 and v2');
    return { ok: true, registries, v1 };
  } catch (cause) {
    if (cause instanceof Invalid) return { ok: false, reason: cause.message };
    throw cause;
  }
}

function registryOf(table: Table, from: string): RegistryTable {
  const location = placeOf(table['location']);
  const prefix = placeOf(table['prefix']) || location;
  if (prefix === '') throw new Invalid('a registry has neither location nor prefix');
  if (location === '' && !prefix.startsWith('*.')) throw new Invalid(`${prefix} has no location`);
  if (textOf(table['pull-from-mirror'])) throw new Invalid(`${prefix} has pull-from-mirror, which is for mirrors`);
  const onlyDigests = flagOf(table['mirror-by-digest-only']) ?? false;
  return {
    prefix,
    location,
    insecure: flagOf(table['insecure']) ?? false,
    blocked: flagOf(table['blocked']) ?? false,
    mirrors: tablesOf(table['mirror'], 'mirror').map((mirror) => mirrorOf(mirror, prefix, onlyDigests)),
    from,
  };
}

function mirrorOf(table: Table, prefix: string, onlyDigests: boolean): RegistryTable['mirrors'][number] {
  const location = placeOf(table['location']);
  if (location === '') throw new Invalid(`a mirror of ${prefix} has no location`);
  const told = textOf(table['pull-from-mirror']) ?? '';
  const pulls = Object.hasOwn(PULLS, told) ? PULLS[told] : undefined;
  if (!pulls) throw new Invalid(`pull-from-mirror of ${location} is ${told.slice(0, 50)}`);
  if (onlyDigests && told !== '') throw new Invalid(`${prefix} has mirror-by-digest-only beside pull-from-mirror`);
  return { location, insecure: flagOf(table['insecure']) ?? false, pulls: onlyDigests ? 'digests' : pulls };
}

function tablesOf(value: unknown, name: string): readonly Table[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new Invalid(`${name} is no list of tables`);
  // TOML's arrays of tables hold nothing else; of an inline array with other things these are empty tables.
  return value.map((item: unknown) => tableAt({ item }, 'item'));
}

/** A prefix or location as it is compared: without a slash at its end. A scheme is an error (parseLocation). */
function placeOf(value: unknown): string {
  const text = (textOf(value) ?? '').replace(/\/+$/, '');
  if (/^https?:\/\//.test(text)) throw new Invalid(`${text.slice(0, 200)} has a scheme`);
  return text;
}

/**
 * The registry's table for an image (`docker.io/library/alpine`, or only its registry): the one with the
 * longest prefix. `*.example.com` covers the names below example.com (refMatchingPrefix).
 */
export function registryFor(registries: readonly RegistryTable[], image: string): RegistryTable | null {
  const fits = registries.filter(({ prefix }) => matched(image, prefix) !== null);
  return fits.reduce<RegistryTable | null>(
    (best, next) => (best && best.prefix.length >= next.prefix.length ? best : next),
    null,
  );
}

/** An image as it is called at a location: the part that the prefix covers is replaced. */
export function rewritten(image: string, prefix: string, location: string): string {
  return location === '' ? image : location + image.slice(matched(image, prefix)?.length ?? 0);
}

/** The beginning of an image's name that a prefix covers, or null where it covers none. */
function matched(image: string, prefix: string): string | null {
  const wildcard = prefix.startsWith('*.');
  const at = wildcard ? image.indexOf(prefix.slice(1)) : 0;
  if (at < 0 || (!wildcard && !image.startsWith(prefix)) || image.slice(0, at).includes('/')) return null;
  const end = at + prefix.length - (wildcard ? 1 : 0);
  return end === image.length || [':', '/', '@'].includes(image[end]!) ? image.slice(0, end) : null;
}
