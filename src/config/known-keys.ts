import { distance } from 'fastest-levenshtein';

/** The keys of the Container section that craned reads (ParseContainerConfig, Craned.cpp), by section. */
export const KNOWN_KEYS: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'Container',
    ['Enabled', 'TempDir', 'RuntimeEndpoint', 'ImageEndpoint', 'UserNsEnabledByDefault', 'Dns', 'BindFs', 'SubId'],
  ],
  ['Container.Dns', ['ClusterDomain', 'Servers', 'Searches', 'Options']],
  ['Container.BindFs', ['Enabled', 'BindfsBinary', 'FusermountBinary', 'MountBaseDir']],
  ['Container.SubId', ['Managed', 'UidMappings', 'GidMappings']],
]);

/** The keys of one entry of a table of subordinate ids; craned reads its numbers as octal where they begin with 0. */
export const MAPPING_KEYS: readonly string[] = ['Id', 'IdCount', 'SubIdStart', 'SubIdSize'];

/** When craned began to read a key and when it stopped: CraneSched's main line, commit and date. */
export interface Retired {
  readonly since: string;
  readonly until: string;
  readonly instead: string | null;
}

const OCI: Retired = { since: '2025-07-26', until: '4a525d9d (2025-11-05)', instead: 'RuntimeEndpoint' };
const SUBID: Retired = {
  since: 'd342002b (2026-01-18)',
  until: '05d4d013 (2026-04-13)',
  instead: 'UidMappings, GidMappings',
};

/** Keys that only some builds read; today's ignores them without a word. */
export const RETIRED_KEYS: ReadonlyMap<string, Retired> = new Map([
  ['Container.SubId.RangeSize', SUBID],
  ['Container.SubId.BaseOffset', SUBID],
  ['Container.ImagePullingTimeout', { since: 'e91d1924 (2026-06-14)', until: 'f9ecbdc4 (2026-06-18)', instead: null }],
  ['Container.RuntimeBin', OCI],
  ['Container.RuntimeState', OCI],
  ['Container.RuntimeRun', OCI],
  ['Container.RuntimeKill', OCI],
  ['Container.RuntimeDelete', OCI],
]);

/**
 * The key that was probably meant: the same in other letters' case first, else the nearest, of which
 * at most a third may differ. Null where none is near.
 */
export function meantKey(key: string, known: readonly string[]): string | null {
  const lower = key.toLowerCase();
  const same = known.find((name) => name.toLowerCase() === lower);
  if (same !== undefined || key.length > 64) return same ?? null;
  const ranked = known.map((name) => ({ name, far: distance(lower, name.toLowerCase()) }));
  const nearest = ranked.sort((a, b) => a.far - b.far)[0];
  return nearest && nearest.far <= Math.ceil(nearest.name.length / 3) ? nearest.name : null;
}
