import { isOctalSurprise } from '../config/conversions.ts';
import { KNOWN_KEYS, MAPPING_KEYS, meantKey, RETIRED_KEYS } from '../config/known-keys.ts';
import type { ConfigNode, Stop } from '../config/reading.ts';
import { defineCheck, type CheckContext } from './check.ts';
import { CONTAINER_CODES } from './config-container-codes.ts';
import { aboutStop, placeOf, placeOfKey } from './config-place.ts';
import type { Finding } from './finding.ts';

type Context = CheckContext<typeof CONTAINER_CODES>;

/** Text keys that craned reads as `null` where no value is written. TempDir is not among them: nothing uses it. */
const TEXT_KEYS = ['Container.BindFs.MountBaseDir', 'Container.Dns.ClusterDomain'];

/**
 * The Container section: whether it is on, and the types and names of its keys. While it is off only
 * `Enabled` is judged, as craned does not look further either.
 */
export const configContainer = defineCheck({
  id: 'config-container',
  group: 'config',
  title: { en: 'Container section is well formed', zh: 'Container 配置格式正确' },
  feature: 'any',
  role: 'any',
  machine: false,
  needs: ['config-file'],
  decides: ['Container'],
  codes: CONTAINER_CODES,
  run(context) {
    const { config, options } = context;
    const on = options.asIfEnabled || config.containerEnabled === true;
    const findings = [
      ...sectionFindings(context),
      ...stopFindings(context),
      ...keyFindings(context, 'Container', on),
      ...(on ? insideFindings(context) : []),
    ];
    const enabled = config.entry('Container.Enabled')?.value;
    return Promise.resolve({
      observed: {
        enabled: config.containerEnabled,
        ...(enabled ? { line: enabled.span.line } : {}),
      },
      findings,
    });
  },
});

function sectionFindings({ config, found }: Context): Finding[] {
  const section = config.entry('Container');
  if (!section) return [found('section-missing', {}, { target: 'Container' })];
  const location = placeOf(config, section.keySpan);
  if (section.value.kind === 'sequence') return [notAMapping(config, found, 'Container', section.value)];
  // Without Partitions craned does not come here, and config-cluster says so.
  if (config.containerEnabled !== false || config.entry('Partitions') === null) return [];
  const enabled = config.entry('Container.Enabled');
  const line = (enabled ?? section).keySpan.line;
  const about = { target: 'Container.Enabled', location: placeOf(config, enabled?.value.span) ?? location };
  return [found('disabled', { line, written: enabled !== null }, about)];
}

function notAMapping(config: Context['config'], found: Context['found'], key: string, node: ConfigNode): Finding {
  return found('not-a-mapping', { key, kind: node.kind }, { target: key, location: placeOf(config, node.span) });
}

/** What craned stops at in the section. A missing endpoint is config-endpoints', which says more of it. */
function stopFindings(context: Context): Finding[] {
  const { config, found } = context;
  const ours = ({ kind, key }: Stop): boolean =>
    (key === 'Container' || key.startsWith('Container.')) &&
    !(kind === 'missing' && key === 'Container.RuntimeEndpoint');
  return config.stops
    .filter(ours)
    .filter(({ key }) => !isElsewhere(context, key))
    .map((stop) => {
      const { kind, key, message: words } = stop;
      const about = aboutStop(config, stop);
      if (kind === 'null-value') return found('null-value', { key, words }, about);
      return found('wrong-type', { key, words, value: config.entry(key)?.value.text.slice(0, 200) ?? '' }, about);
    });
}

/** The sections that have a check of their own are reported there only. */
function isElsewhere({ runs }: Context, key: string): boolean {
  if (key.startsWith('Container.Dns')) return runs('config-dns');
  return key.startsWith('Container.SubId') && runs('config-subid');
}

/** Names that craned does not know. While the section is off, only one that was meant to be `Enabled` matters. */
function keyFindings({ config, found }: Context, section: string, on: boolean): Finding[] {
  const known = KNOWN_KEYS.get(section) ?? [];
  const findings: Finding[] = [];
  for (const { key, keySpan } of config.entry(section)?.value.entries ?? []) {
    if (key === '' || key === '<<' || known.includes(key)) continue;
    const path = `${section}.${key}`;
    const about = { target: path, location: placeOf(config, keySpan) };
    const retired = RETIRED_KEYS.get(path);
    const meant = meantKey(key, known);
    if (!on && meant !== 'Enabled') continue;
    if (findings.length >= 20) break;
    findings.push(
      retired
        ? found('retired-key', { key: path, ...retired }, about)
        : found('unknown-key', { key: path, meant }, about),
    );
  }
  return findings;
}

function insideFindings(context: Context): Finding[] {
  const { config, found } = context;
  const findings: Finding[] = [];
  for (const section of [...KNOWN_KEYS.keys()].slice(1)) {
    const node = config.entry(section)?.value;
    if (node?.kind === 'sequence') findings.push(notAMapping(config, found, section, node));
    findings.push(...keyFindings(context, section, true));
  }
  for (const key of TEXT_KEYS) {
    if (config.entry(key)?.value.kind !== 'null' || !isRead(config, key)) continue;
    findings.push(
      found(
        'null-value',
        { key, words: null },
        { severity: 'warning', target: key, location: placeOfKey(config, key) },
      ),
    );
  }
  return [...findings, ...octalFindings(context)];
}

/** BindFs' keys are read only while BindFs is on. */
function isRead(config: Context['config'], key: string): boolean {
  return !key.startsWith('Container.BindFs.') || config.container?.bindFs.enabled === true;
}

/** Numbers with leading zeros in the tables of subordinate ids: `0100000` is 32768 to craned. */
function octalFindings({ config, found, runs }: Context): Finding[] {
  if (!config.container?.subId.managed || runs('config-subid')) return [];
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
