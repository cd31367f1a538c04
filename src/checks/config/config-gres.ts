import { isCdiName } from '../../config/cdi-name.ts';
import { hostListSurprises } from '../../config/host-list.ts';
import type { GresGroup, Stop } from '../../config/reading.ts';
import { defineCheck } from '../check.ts';
import { GRES_CODES, type GresContext } from './config-gres-codes.ts';
import { aboutStop, placeOf, placeOfKey } from './config-place.ts';
import type { Finding } from '../finding.ts';
import { nodeDeviceFindings } from './gres-of-node.ts';

/** As many findings of one kind are enough: a file can repeat a mistake for every node. */
const MANY = 20;

/** A key in a gres item; its name is what config-cluster leaves to this check. */
const GRES_KEY = /^Nodes\[\d+\]\.gres(?:\[|$)/;

/** Whether a stop is one of gres. */
export function isGresStop({ key }: Stop): boolean {
  return GRES_KEY.test(key);
}

/**
 * The devices of the nodes with their CDI names. craned reads them in front of the Container section,
 * whether containers are on or not. Whether the names exist in the CDI specs is not its business.
 */
export const configGres = defineCheck({
  id: 'config-gres',
  group: 'config',
  title: { en: 'Devices and CDI names agree', zh: '设备与 CDI 名称一致' },
  feature: 'any',
  role: 'any',
  machine: false,
  needs: ['config-file'],
  codes: GRES_CODES,
  async run(context) {
    const { config } = context;
    const named = config.gres.filter(({ cdiNames }) => cdiNames !== null && cdiNames.length > 0);
    return {
      observed: { gres: config.gres.length, withCdi: named.length },
      findings: [
        ...config.stops.filter(isGresStop).map((stop) => stopFinding(context, stop)),
        ...(await nodeDeviceFindings(context)),
        ...config.gres.flatMap((group) => nameFindings(context, group)).slice(0, MANY),
        ...config.gres.flatMap((group) => shapeFindings(context, group)).slice(0, MANY),
        ...noList(context).slice(0, MANY),
      ],
    };
  },
});

/** `gpu:a100`, as craned's messages name a gres. */
function kindOf({ name, type }: GresGroup): string {
  return `${name}:${type}`;
}

function stopFinding({ config, found }: GresContext, stop: Stop): Finding {
  const about = aboutStop(config, stop);
  const words = stop.message ?? '';
  const item = stop.key.replace(/^(.*\.gres\[\d+\]).*$/, '$1');
  const group = config.gres.find(({ path }) => path === item);
  const gres = group ? kindOf(group) : item;
  switch (stop.rule) {
    case 'both-forms':
      return found('both-forms', { gres, words }, about);
    case 'illegal-format':
      return found('illegal-format', { key: stop.key, written: writtenAt(config, stop.key), words }, about);
    case 'count-mismatch':
      return found(
        'count-mismatch',
        { gres, names: group?.cdiNames?.length ?? 0, devices: group?.devices ?? 0, words },
        about,
      );
    case 'duplicate': {
      const first = config.gres.find(
        (other) => group && sameItem(other, group) && other !== group && kindOf(other) === gres,
      );
      return found('duplicate', { gres, first: first?.path ?? '' }, about);
    }
    case 'no-device-file':
      return found('no-device-file', { gres, words }, about);
    default:
      return found('stops', { key: stop.key, words: stop.message }, about);
  }
}

function writtenAt(config: GresContext['config'], key: string): string {
  const text = config.entry(key)?.value.text ?? '';
  return text === '' ? '""' : text.slice(0, 200);
}

function sameItem(one: GresGroup, other: GresGroup): boolean {
  return one.path.replace(/\.gres.*/, '') === other.path.replace(/\.gres.*/, '');
}

/** Names that no CDI spec can have; craned itself only wants an `=` (DeviceManager.cpp: Malformed CDI FQN). */
function nameFindings({ config, found }: GresContext, group: GresGroup): Finding[] {
  const bad = (group.cdiNames ?? []).filter(({ text }) => !isCdiName(text));
  // Of names that one expression makes the first is enough.
  const keys = new Set<string>();
  return bad
    .filter(({ key }) => !keys.has(key) && keys.add(key))
    .map(({ text, key, span }) =>
      found(
        'malformed-name',
        { name: text === '' ? '""' : text.slice(0, 200), key },
        { target: key, location: placeOf(config, span) },
      ),
    );
}

/** Expressions that craned reads without complaint, but not as they are meant. */
function shapeFindings({ config, found }: GresContext, { path }: GresGroup): Finding[] {
  return ['DeviceCDIRegex', 'DeviceFileRegex'].flatMap((name) => {
    const key = `${path}.${name}`;
    const node = config.entry(key)?.value;
    if (node?.kind !== 'scalar') return [];
    const { literal, descending } = hostListSurprises(node.text);
    const about = { target: key, location: placeOf(config, node.span) };
    return [
      ...literal.slice(0, 1).map((item) => found('not-expanded', { key, item }, about)),
      ...descending.slice(0, 1).map((item) => found('nothing-expanded', { key, item }, about)),
    ];
  });
}

/** What should be a list and is none. A null `gres:` is a node without devices. */
function noList({ config, found }: GresContext): Finding[] {
  const nodes = config.entry('Nodes')?.value.items ?? [];
  const lists = [
    ...nodes.map((_, index) => `Nodes[${index}].gres`),
    ...config.gres.flatMap(({ path }) => [`${path}.DeviceCDIList`, `${path}.DeviceFileList`]),
  ];
  return lists.flatMap((key) => {
    const kind = config.entry(key)?.value.kind;
    const list = key.endsWith('.gres') ? kind !== 'scalar' : kind === undefined || kind === 'sequence';
    return list ? [] : [found('list-ignored', { key }, { target: key, location: placeOfKey(config, key) })];
  });
}
