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
function readTable(subId: Section, field: string, stops: Stops): Mapping[] | 'refused' {
  const node = subId.get(field);
  const path = subId.pathOf(field);
  if (!node) return [];
  if (node.kind !== 'sequence') {
    stops.exits('not-a-list', path, `${path} must be a non-empty sequence.`, node.span);
    return 'refused';
  }
  const table: Mapping[] = [];
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
      const fault = mapping && faultOf(mapping, table);
      if (fault) refuse(fault);
      if (mapping && !fault) table.push(mapping);
    }
  }
  return stops.list.length > before ? 'refused' : table;

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

function faultOf(mapping: Mapping, earlier: readonly Mapping[]): string | null {
  const { id, idCount, subIdStart, subIdSize } = mapping;
  if (idCount === 0n) return '.IdCount must be > 0.';
  if (subIdSize === 0n) return '.SubIdSize must be > 0.';
  if (id + idCount > UINT64_MAX) return ' id range overflowed.';
  if (subIdStart + idCount * subIdSize > UINT64_MAX) return ' subid range overflowed.';
  for (const [index, other] of earlier.entries()) {
    if (id < other.id + other.idCount && other.id < id + idCount) return ` overlaps id range with [${index}].`;
    const end = subIdStart + idCount * subIdSize;
    const otherEnd = other.subIdStart + other.idCount * other.subIdSize;
    if (subIdStart < otherEnd && other.subIdStart < end) return ` overlaps subid range with [${index}].`;
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
