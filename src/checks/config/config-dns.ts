import { isIpv4 } from '../../config/conversions.ts';
import type { ConfigNode, Stop } from '../../config/reading.ts';
import { defineCheck, type CheckContext } from '../check.ts';
import { DNS_CODES, type NotAList } from './config-dns-codes.ts';
import { aboutStop, placeOf, placeOfKey } from './config-place.ts';
import { isWithin, listAsSection, nullText, valueStop } from './config-value-findings.ts';
import type { Finding } from '../finding.ts';

type Context = CheckContext<typeof DNS_CODES>;

const SECTION = 'Container.Dns';
const SERVERS = `${SECTION}.Servers`;
const LISTS = [SERVERS, `${SECTION}.Searches`, `${SECTION}.Options`];

/**
 * The Dns section: what containers have as resolv.conf. Without the section nothing is said: craned had
 * none before 984a92c8 (February 2026), and a site whose containers use the host network needs none.
 */
export const configDns = defineCheck({
  id: 'config-dns',
  group: 'config',
  title: { en: 'DNS servers of containers are usable', zh: '容器的 DNS 服务器可用' },
  feature: 'container',
  machine: false,
  needs: ['config-file'],
  decides: [SECTION],
  codes: DNS_CODES,
  run(context) {
    const { config } = context;
    const written = config.entry(SECTION) !== null;
    if (!written) return Promise.resolve({ observed: { written }, findings: [] });
    const { clusterDomain, servers, searches, options } = config.container?.dns ?? {};
    return Promise.resolve({
      observed: {
        ...(servers ? { servers } : {}),
        ...(clusterDomain === undefined ? {} : { searches: [clusterDomain, ...(searches ?? [])] }),
        ...(options?.length ? { options } : {}),
      },
      findings: [
        ...stops(context),
        ...listAsSection(context, SECTION),
        ...nullText(context, `${SECTION}.ClusterDomain`),
        ...LISTS.flatMap((key) => emptied(context, key)),
        ...loopback(context),
      ],
    });
  },
});

function stops(context: Context): Finding[] {
  const { config, found } = context;
  return config.stops
    .filter(({ key }) => isWithin(key, SECTION))
    .map((stop: Stop) => {
      const { kind, key, message: words } = stop;
      const about = { ...aboutStop(config, stop), severity: 'error' } as const;
      if (kind === 'not-a-list') return found(codeOf(key), { key, kind: 'map', words }, about);
      if (kind !== 'value') return valueStop(context, stop);
      return found('server-not-ipv4', { key, value: config.entry(key)?.value.text.slice(0, 200) ?? '', words }, about);
    });
}

function codeOf(key: string): 'servers-not-a-list' | 'list-ignored' {
  return key === SERVERS ? 'servers-not-a-list' : 'list-ignored';
}

/** A scalar or null where yaml-cpp iterates has no items. That Searches or Options have none is their default. */
function emptied({ config, found }: Context, key: string): Finding[] {
  const node = config.entry(key)?.value;
  const kind = node ? notAList(node) : null;
  if (kind === null || (key !== SERVERS && kind !== 'text')) return [];
  return [found(codeOf(key), { key, kind, words: null }, { target: key, location: placeOfKey(config, key) })];
}

function notAList(node: ConfigNode): NotAList | null {
  if (node.kind === 'scalar') return 'text';
  if (node.kind === 'null') return 'null';
  return node.items.length === 0 && node.entries.length === 0 ? 'empty' : null;
}

/** 127.0.0.0/8, and 0.0.0.0, which Linux takes for the host itself too; the default where no server is written. */
function loopback({ config, found }: Context): Finding[] {
  if (config.entry(SERVERS) === null) {
    const [value = ''] = config.container?.dns.servers ?? [];
    const location = placeOfKey(config, SECTION, 'key');
    const isSection = config.entry(SECTION)?.value.kind !== 'scalar';
    return value === '' || !isSection
      ? []
      : [found('loopback-server', { key: SERVERS, value, written: false }, { target: SERVERS, location })];
  }
  return (config.entry(SERVERS)?.value.items ?? []).slice(0, 20).flatMap(({ kind, text: value, span }, index) => {
    if (kind !== 'scalar' || !isIpv4(value) || !/^(127\.|0\.0\.0\.0$)/.test(value)) return [];
    const key = `${SERVERS}[${index}]`;
    return [found('loopback-server', { key, value, written: true }, { target: key, location: placeOf(config, span) })];
  });
}
