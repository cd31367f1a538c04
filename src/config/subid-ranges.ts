import { asUnsigned } from './conversions.ts';
import type { ConfigReading } from './reading.ts';

const MAX_MAPPINGS = 1_000;
const IDS_32_BIT = 1n << 32n;

/** One entry of a table of subordinate ids, as it is written. */
export interface WrittenMapping {
  /** `Container.SubId.UidMappings[0]`. */
  readonly key: string;
  readonly id: bigint;
  readonly idCount: bigint;
  readonly subIdStart: bigint;
  readonly subIdSize: bigint;
}

export interface Range {
  readonly first: bigint;
  readonly last: bigint;
}

/**
 * The entries of a table that craned can read, whatever it says to the others; those without any id
 * are left out. `table` is the dotted key of the list.
 */
export function mappingsOf(config: ConfigReading, table: string): WrittenMapping[] {
  return (config.entry(table)?.value.items ?? []).slice(0, MAX_MAPPINGS).flatMap((_, index) => {
    const key = `${table}[${index}]`;
    const number = (name: string): bigint | undefined => {
      const node = config.entry(`${key}.${name}`)?.value;
      return node?.kind === 'scalar' ? asUnsigned(node.text, 64) : undefined;
    };
    const [id, idCount, subIdStart, subIdSize] = ['Id', 'IdCount', 'SubIdStart', 'SubIdSize'].map(number);
    if (id === undefined || subIdStart === undefined || !idCount || !subIdSize) return [];
    return [{ key, id, idCount, subIdStart, subIdSize }];
  });
}

/** The users' or groups' ids that an entry is for. */
export function idsOf({ id, idCount }: WrittenMapping): Range {
  return { first: id, last: id + idCount - 1n };
}

/** All subordinate ids that an entry gives away. */
export function subIdsOf({ idCount, subIdStart, subIdSize }: WrittenMapping): Range {
  return { first: subIdStart, last: subIdStart + idCount * subIdSize - 1n };
}

/**
 * The subordinate ids of one user's or group's id, `SubIdStart + (id - Id) × SubIdSize` and SubIdSize long;
 * null where no entry has the id (ResolveUserNsMapping_, TaskManager.cpp).
 */
export function subIdsFor(mappings: readonly WrittenMapping[], id: number): Range | null {
  const wanted = BigInt(id);
  const mapping = mappings.find((one) => one.id <= wanted && wanted <= idsOf(one).last);
  if (!mapping) return null;
  const first = mapping.subIdStart + (wanted - mapping.id) * mapping.subIdSize;
  return { first, last: first + mapping.subIdSize - 1n };
}

/** What two ranges have in common, or null. */
export function commonOf(a: Range, b: Range): Range | null {
  const first = a.first > b.first ? a.first : b.first;
  const last = a.last < b.last ? a.last : b.last;
  return first <= last ? { first, last } : null;
}

/**
 * The first id whose range of subordinate ids, `SubIdStart + (id - Id) × SubIdSize` and SubIdSize long,
 * leaves 32 bits; null where none of the entry does. csupervisor refuses that user's jobs
 * (ResolveUserNsMapping_, TaskManager.cpp).
 */
export function firstBeyond32Bit(mapping: WrittenMapping): bigint | null {
  const { id, idCount, subIdStart, subIdSize } = mapping;
  const whole = subIdStart >= IDS_32_BIT ? 0n : (IDS_32_BIT - subIdStart) / subIdSize;
  return whole < idCount ? id + whole : null;
}
