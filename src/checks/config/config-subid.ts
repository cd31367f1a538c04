import { accountsIn, type Account } from '../../config/accounts.ts';
import { MAPPING_KEYS, meantKey } from '../../config/known-keys.ts';
import type { Stop } from '../../config/reading.ts';
import {
  commonOf,
  firstBeyond32Bit,
  idsOf,
  mappingsOf,
  subIdsOf,
  type Range,
  type WrittenMapping,
} from '../../config/subid-ranges.ts';
import { defineCheck, type CheckContext } from '../check.ts';
import { aboutStop, placeOfKey } from './config-place.ts';
import { SUBID_CODES } from './config-subid-codes.ts';
import { isWithin, listAsSection, octalNumbers, valueStop } from './config-value-findings.ts';
import type { Finding } from '../finding.ts';

type Context = CheckContext<typeof SUBID_CODES>;

const SECTION = 'Container.SubId';
const TABLES = [
  { key: `${SECTION}.UidMappings`, file: '/etc/passwd' },
  { key: `${SECTION}.GidMappings`, file: '/etc/group' },
] as const;
const MAX_ACCOUNTS_BYTES = 4 * 1024 * 1024;

/**
 * The tables of managed subordinate ids: what craned refuses at its start, and what it takes and
 * only a user's job finds out (ParseContainerConfig, Craned.cpp; ResolveUserNsMapping_, TaskManager.cpp).
 */
export const configSubid = defineCheck({
  id: 'config-subid',
  group: 'config',
  title: { en: 'Subordinate id tables are consistent', zh: '从属 ID 映射表自洽' },
  feature: 'container',
  machine: false,
  needs: ['config-file'],
  decides: [SECTION],
  codes: SUBID_CODES,
  async run(context) {
    const { config } = context;
    const managed = config.container?.subId.managed ?? false;
    const first = [...stops(context), ...listAsSection(context, SECTION)];
    if (!managed) return { observed: { managed }, findings: [...first, ...ignored(context)] };
    const tables = TABLES.map(({ key, file }) => ({ file, mappings: mappingsOf(config, key).filter(within64Bits) }));
    const covered = await Promise.all(tables.map(({ file, mappings }) => hostIds(context, file, mappings)));
    const [uids = [], gids = []] = tables.map(({ mappings }) => mappings.slice(0, 6).map(shown));
    return {
      // Accounts of LDAP or sssd are in neither file, and nobody is asked for all of them.
      observed: {
        managed,
        uids,
        gids,
        accountsFrom: TABLES.map(({ file }) => file),
        accountsNotFrom: ['LDAP', 'sssd'],
      },
      findings: [
        ...first,
        ...octalNumbers(context),
        ...tables.flatMap(({ mappings }) => mappings.flatMap((mapping) => rangeFindings(context, mapping))),
        ...covered.flat(),
      ],
    };
  },
});

/** craned's words tell which of its rules a stop is of. */
const RULES = [
  [/ must not be empty in managed mode\.$| must be a non-empty sequence\.$/, 'mappings-missing'],
  [/\.(IdCount|SubIdSize) must be > 0\.$/, 'zero'],
  [/ range overflowed\.$/, 'overflow'],
] as const;

function stops(context: Context): Finding[] {
  const { config } = context;
  return config.stops.filter(({ key }) => isWithin(key, SECTION)).map((stop) => refused(context, stop));
}

function refused(context: Context, stop: Stop): Finding {
  const { config, found } = context;
  const { key, message: words } = stop;
  const about = aboutStop(config, stop);
  const rule = RULES.find(([pattern]) => pattern.test(words ?? ''))?.[1];
  if (rule) return found(rule, { key, words }, about);
  if (/ must be a mapping\.$| must contain /.test(words ?? '')) {
    const missing = MAPPING_KEYS.filter((name) => !config.entry(`${key}.${name}`));
    const names = (config.entry(key)?.value.entries ?? []).slice(0, 20).map((entry) => entry.key);
    const written = names.filter((name) => !MAPPING_KEYS.includes(name) && meantKey(name, missing) !== null);
    return found('entry-incomplete', { key, missing, written, words }, about);
  }
  const [, kind, index] = / overlaps (id|subid) range with \[(\d+)\]\.$/.exec(words ?? '') ?? [];
  if (index === undefined) return valueStop(context, stop);
  const table = key.replace(/\[\d+\]$/, '');
  const other = `${table}[${index}]`;
  const mappings = mappingsOf(config, table);
  const [here, there] = [key, other].map((one) => mappings.find((mapping) => mapping.key === one));
  const of = kind === 'id' ? idsOf : subIdsOf;
  const common = here && there ? commonOf(of(here), of(there)) : null;
  const args = { key, other, subordinate: kind !== 'id', range: common ? text(common) : '', words };
  return found('overlap', args, about);
}

/** While Managed is off craned asks libsubid for the ranges of /etc/subuid, and no table is looked at. */
function ignored({ config, found }: Context): Finding[] {
  const tables = TABLES.map(({ key }) => key).filter((key) => config.entry(key) !== null);
  const managed = config.entry(`${SECTION}.Managed`);
  if (tables.length === 0 || (managed && config.stops.some(({ key }) => key === `${SECTION}.Managed`))) return [];
  const written = managed !== null;
  const severity = written ? 'info' : 'warning';
  return [
    found(
      'tables-ignored',
      { tables, written },
      { severity, target: SECTION, location: placeOfKey(config, tables[0]!, 'key') },
    ),
  ];
}

/** Beyond 64 bits craned stops, and there is no more to say. */
function within64Bits(mapping: WrittenMapping): boolean {
  return [idsOf(mapping), subIdsOf(mapping)].every(({ last }) => last < (1n << 64n) - 1n);
}

/** What craned takes, and csupervisor does not. */
function rangeFindings({ config, found }: Context, mapping: WrittenMapping): Finding[] {
  const { key, id, idCount, subIdStart, subIdSize } = mapping;
  const about = (name: string): { target: string; location: ReturnType<typeof placeOfKey> } => ({
    target: `${key}.${name}`,
    location: placeOfKey(config, `${key}.${name}`),
  });
  const findings: Finding[] = [];
  const beyond = firstBeyond32Bit(mapping);
  if (beyond !== null) {
    const formula = `${subIdStart} + (${beyond} - ${id}) × ${subIdSize} + ${subIdSize} - 1`;
    const last = String(subIdStart + (beyond - id + 1n) * subIdSize - 1n);
    const args = { key, from: String(beyond), to: String(id + idCount - 1n), formula, last };
    findings.push(found('over-32-bit', args, about(beyond === id ? 'SubIdStart' : 'IdCount')));
  }
  if (config.container?.bindFs.enabled && subIdStart < id) {
    const args = { key: `${key}.SubIdStart`, start: String(subIdStart), id: String(id) };
    findings.push(found('start-below-id', args, about('SubIdStart')));
  }
  return findings;
}

/** Accounts of the host's own file whose ids an entry gives to containers: they could touch each other's files. */
async function hostIds(context: Context, file: string, mappings: readonly WrittenMapping[]): Promise<Finding[]> {
  const { config, host, found, notSeen } = context;
  if (mappings.length === 0) return [];
  const read = await host.ask('readFile', { path: file, maxBytes: MAX_ACCOUNTS_BYTES });
  if (!read.ok) return read.error.code === 'ENOENT' ? [] : [notSeen(file, read.error)];
  const known = accountsIn(Buffer.from(read.value.bytes).toString('utf8'));
  return mappings.flatMap((mapping) => {
    const range = subIdsOf(mapping);
    const accounts = known.filter(({ id }) => id >= range.first && id <= range.last);
    if (accounts.length === 0) return [];
    const args = {
      key: mapping.key,
      range: text(range),
      file,
      count: accounts.length,
      accounts: accounts.slice(0, 3).map(named),
    };
    const key = `${mapping.key}.SubIdStart`;
    return [found('covers-host-ids', args, { target: key, location: placeOfKey(config, key) })];
  });
}

function named({ name, id }: Account): string {
  return `${name} (${id})`;
}

function text({ first, last }: Range): string {
  return `${first}–${last}`;
}

function shown(mapping: WrittenMapping): string {
  return `${text(idsOf(mapping))} → ${text(subIdsOf(mapping))}`;
}
