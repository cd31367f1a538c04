import { isOctalSurprise } from '../../config/conversions.ts';
import { MAPPING_KEYS } from '../../config/known-keys.ts';
import type { ConfigReading, Stop } from '../../config/reading.ts';
import type { CheckContext } from '../check.ts';
import { aboutStop, placeOf, placeOfKey } from './config-place.ts';
import type { OCTAL_CODES, VALUE_CODES } from './config-value-codes.ts';
import type { Finding } from '../finding.ts';

/** What these findings need of a check's context. */
type ValueContext = Pick<CheckContext<typeof VALUE_CODES>, 'config' | 'found'>;

/** A section or key with all below it, list items too: `Container.Dns` has `Container.Dns.Servers[0]`. */
export function isWithin(key: string, section: string): boolean {
  return key === section || (key.startsWith(section) && ['.', '['].includes(key[section.length]!));
}

/** A value that craned stops at because of what it is, in craned's own words. */
export function valueStop({ config, found }: ValueContext, stop: Stop): Finding {
  const { kind, key, message: words } = stop;
  const about = aboutStop(config, stop);
  if (kind === 'null-value') return found('null-value', { key, words }, about);
  return found('wrong-type', { key, words, value: config.entry(key)?.value.text.slice(0, 200) ?? '' }, about);
}

/** All stops on these keys as such findings. */
export function valueStops(context: ValueContext, ...keys: readonly string[]): Finding[] {
  return context.config.stops
    .filter((stop) => keys.some((key) => isWithin(stop.key, key)))
    .map((stop) => valueStop(context, stop));
}

/** A section that is written as a list: yaml-cpp finds no key in it, and craned has its defaults. */
export function listAsSection({ config, found }: ValueContext, key: string): Finding[] {
  const node = config.entry(key)?.value;
  if (node?.kind !== 'sequence') return [];
  return [found('not-a-mapping', { key, kind: node.kind }, { target: key, location: placeOf(config, node.span) })];
}

/** A text key without a value, which craned reads as the text `null`. */
export function nullText({ config, found }: ValueContext, key: string): Finding[] {
  if (config.entry(key)?.value.kind !== 'null') return [];
  const about = { severity: 'warning', target: key, location: placeOfKey(config, key) } as const;
  return [found('null-value', { key, words: null }, about)];
}

/** Numbers with leading zeros in the tables of subordinate ids: `0100000` is 32768 to craned. */
export function octalNumbers(context: {
  readonly config: ConfigReading;
  readonly found: CheckContext<typeof OCTAL_CODES>['found'];
}): Finding[] {
  const { config, found } = context;
  if (!config.container?.subId.managed) return [];
  const tables = ['UidMappings', 'GidMappings'].map((name) => `Container.SubId.${name}`);
  return tables.flatMap((table) =>
    (config.entry(table)?.value.items ?? []).slice(0, 100).flatMap((_, index) =>
      MAPPING_KEYS.flatMap((name) => {
        const key = `${table}[${index}].${name}`;
        const node = config.entry(key)?.value;
        if (node?.kind !== 'scalar' || !isOctalSurprise(node.text)) return [];
        const digits = node.text.trim().replace('+', '');
        const args = { key, written: digits, value: String(BigInt(`0o${digits}`)) };
        return [found('octal-number', args, { target: key, location: placeOf(config, node.span) })];
      }),
    ),
  );
}
