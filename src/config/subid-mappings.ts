import type { SubIdMapping } from './reading.ts';
import type { Section } from './section.ts';
import type { Stops } from './stops.ts';

const UINT64_MAX = (1n << 64n) - 1n;
const FIELDS = ['Id', 'IdCount', 'SubIdStart', 'SubIdSize'] as const;

interface Mapping {
  readonly id: bigint;
  readonly idCount: bigint;
  readonly subIdStart: bigint;
  readonly subIdSize: bigint;
}

/** A mapping with its place in the file's list: those that craned refuses have one too. */
interface Numbered extends Mapping {
  readonly index: number;
}

/**
 * `UidMappings` and `GidMappings` of managed subordinate ids (ParseContainerConfig, Craned.cpp). Each
 * table is judged by itself; the ids of real accounts are not looked at.
 */
export function readSubIdMappings(subId: Section, stops: Stops): { uid: SubIdMapping[]; gid: SubIdMapping[] } {
  const uid = readTable(subId, 'UidMappings', stops);
  const gid = readTable(subId, 'GidMappings', stops);
  for (const [field, table] of [
    ['UidMappings', uid],
    ['GidMappings', gid],
  ] as const) {
    if (table !== 'refused' && table.length === 0) {
      const path = subId.pathOf(field);
      stops.exits('missing', path, `${path} must not be empty in managed mode.`, subId.get(field)?.span ?? subId.span);
    }
  }
  return { uid: inNumbers(uid), gid: inNumbers(gid) };
}

/** A table; 'refused' where craned already stops at something in it. */
function readTable(subId: Section, field: string, stops: Stops): Numbered[] | 'refused' {
  const node = subId.get(field);
  const path = subId.pathOf(field);
  if (!node) return [];
  if (node.kind !== 'sequence') {
    stops.exits('not-a-list', path, `${path} must be a non-empty sequence.`, node.span);
    return 'refused';
  }
  const table: Numbered[] = [];
  const before = stops.list.length;
  for (const [index, entry] of node.items.entries()) {
    const item = subId.item(field, index, entry);
    const refuse = (words: string): void => stops.exits('value', item.path, `${item.path}${words}`, entry.span);
    if (entry.kind !== 'map') {
      refuse(' must be a mapping.');
    } else if (!FIELDS.every((key) => item.has(key))) {
      refuse(' must contain Id, IdCount, SubIdStart and SubIdSize.');
    } else {
      const mapping = readMapping(item);
      if (!mapping) continue;
      const zero = (['IdCount', 'SubIdSize'] as const).find((_, at) => [mapping.idCount, mapping.subIdSize][at] === 0n);
      const fault = zero === undefined ? faultOf(mapping, table) : null;
      if (zero !== undefined) refuseZero(item, zero);
      else if (fault !== null) refuse(fault);
      else table.push({ ...mapping, index });
    }
  }
  return stops.list.length > before ? 'refused' : table;

  function refuseZero(item: Section, key: string): void {
    const path = item.pathOf(key);
    stops.exits('value', path, `${path} must be > 0.`, item.get(key)?.span ?? item.span);
  }

  function readMapping(item: Section): Mapping | null {
    const stopped = stops.list.length;
    const [id, idCount, subIdStart, subIdSize] = FIELDS.map((key) => item.unsigned(key, 64, 1n)) as [
      bigint,
      bigint,
      bigint,
      bigint,
    ];
    return stops.list.length > stopped ? null : { id, idCount, subIdStart, subIdSize };
  }
}

function faultOf(mapping: Mapping, earlier: readonly Numbered[]): string | null {
  const { id, idCount, subIdStart, subIdSize } = mapping;
  if (id + idCount > UINT64_MAX) return ' id range overflowed.';
  if (subIdStart + idCount * subIdSize > UINT64_MAX) return ' subid range overflowed.';
  for (const other of earlier) {
    if (id < other.id + other.idCount && other.id < id + idCount) return ` overlaps id range with [${other.index}].`;
    const end = subIdStart + idCount * subIdSize;
    const otherEnd = other.subIdStart + other.idCount * other.subIdSize;
    if (subIdStart < otherEnd && other.subIdStart < end) return ` overlaps subid range with [${other.index}].`;
  }
  return null;
}

/** In the report's numbers; what is above 2^53 is rounded, and no kernel has such ids. */
function inNumbers(table: Mapping[] | 'refused'): SubIdMapping[] {
  if (table === 'refused') return [];
  return table.map(({ id, idCount, subIdStart, subIdSize }) => ({
    id: Number(id),
    idCount: Number(idCount),
    subIdStart: Number(subIdStart),
    subIdSize: Number(subIdSize),
  }));
}
