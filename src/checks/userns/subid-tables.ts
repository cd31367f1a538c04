import type { ConfigReading } from '../../config/reading.ts';
import { mappingsOf, type WrittenMapping } from '../../config/subid-ranges.ts';
import type { CheckContext } from '../check.ts';
import { placeOfKey } from '../config/config-place.ts';
import type { Finding } from '../finding.ts';
import type { SUBID_RANGES_CODES } from './subid-ranges-codes.ts';

interface Table {
  readonly key: string;
  readonly mappings: readonly WrittenMapping[];
}

/** The two tables of managed mode: users by uid, and by primary gid. */
export interface SubIdTables {
  readonly uid: Table;
  readonly gid: Table;
}

const USUAL_COUNT = 65_536n;

/** The tables as they are written; null while SubId.Managed is off, as craned does not read them then. */
export function tablesOf(config: ConfigReading): SubIdTables | null {
  if (config.container?.subId.managed !== true) return null;
  const table = (name: string): Table => {
    const key = `Container.SubId.${name}`;
    return { key, mappings: mappingsOf(config, key) };
  };
  return { uid: table('UidMappings'), gid: table('GidMappings') };
}

/** Entries that give everybody fewer ids than images use: said once an entry, and not of each account. */
export function smallTables(
  { config, found }: CheckContext<typeof SUBID_RANGES_CODES>,
  tables: SubIdTables,
): Finding[] {
  return (['uid', 'gid'] as const).flatMap((kind) =>
    tables[kind].mappings
      .filter(({ subIdSize }) => subIdSize < USUAL_COUNT)
      .slice(0, 20)
      .map(({ key, subIdSize }) => {
        const about = { target: `${key}.SubIdSize`, location: placeOfKey(config, `${key}.SubIdSize`) };
        return found('small-range', { owner: key, counts: [`${kind} ${subIdSize}`] }, about);
      }),
  );
}
