import type { ConfigReading, EffectiveContainer, SubIdMapping } from '../../config/reading.ts';
import type { Text } from '../../lang.ts';
import { joined } from './cluster-settings.ts';
import { listText, settingOf, unreadSetting, writtenOf, type Setting } from './setting.ts';

/** Of a table of subordinate ids no more entries are shown. */
const ENTRIES = 10;

const KEYS = ['UserNsEnabledByDefault', 'TempDir', 'RuntimeEndpoint', 'ImageEndpoint', 'Dns', 'BindFs', 'SubId'];
const BINDFS_KEYS = ['BindfsBinary', 'FusermountBinary', 'MountBaseDir'];

/** The Container section as craned holds it. While it is off, what is written in it is only named. */
export function containerSettings(config: ConfigReading): Setting[] {
  const { container } = config;
  const enabled = enabledSetting(config);
  if (container) return [enabled, ...insideSettings(config, container)];
  const why = { en: 'not read: the feature is off', zh: '未读取：容器功能未启用' };
  const written = KEYS.map((name) => `Container.${name}`).filter((key) => config.entry(key) !== null);
  return [enabled, ...written.map((key) => unreadSetting(config, key, why))];
}

function enabledSetting(config: ConfigReading): Setting {
  const key = 'Container.Enabled';
  if (config.entry('Partitions') === null) {
    return unreadSetting(config, key, {
      en: 'not read: there is no Partitions, so the feature is off',
      zh: '未读取：没有 Partitions，容器功能未启用',
    });
  }
  const asIf = config.container !== null && config.containerEnabled === false;
  const note = { en: 'examined as though it were true', zh: '按 true 来检查' };
  return settingOf(config, key, String(config.containerEnabled ?? false), ...(asIf ? [note] : []));
}

function insideSettings(config: ConfigReading, container: EffectiveContainer): Setting[] {
  const { dns } = container;
  const unused = { en: 'craned never uses it', zh: 'craned 从不使用' };
  return [
    settingOf(config, 'Container.UserNsEnabledByDefault', String(container.userNsEnabledByDefault)),
    settingOf(config, 'Container.TempDir', container.tempDir, unused),
    endpoint(config, 'Container.RuntimeEndpoint', container.runtimeEndpoint),
    endpoint(config, 'Container.ImageEndpoint', container.imageEndpoint),
    settingOf(config, 'Container.Dns.ClusterDomain', dns.clusterDomain),
    list(config, 'Container.Dns.Servers', dns.servers),
    list(config, 'Container.Dns.Searches', dns.searches),
    list(config, 'Container.Dns.Options', dns.options),
    ...bindFsSettings(config, container.bindFs),
    ...subIdSettings(config, container.subId),
  ];
}

/** craned puts `unix://` in front of whatever is written (Craned.cpp). */
function endpoint(config: ConfigReading, key: string, value: string): Setting {
  if (config.entry(key)) {
    const note = { en: 'unix:// is put in front', zh: '前面会加上 unix://' };
    return settingOf(config, key, value, note);
  }
  return settingOf(config, key, value, { en: 'as RuntimeEndpoint', zh: '同 RuntimeEndpoint' });
}

/** A scalar or a null where a list belongs has no items, and craned does not say so. */
function list(config: ConfigReading, key: string, values: readonly string[]): Setting {
  const kind = config.entry(key)?.value.kind;
  const cleared = {
    en: `no list is written: ${writtenOf(config, key) ?? ''}`,
    zh: `写的不是列表：${writtenOf(config, key) ?? ''}`,
  };
  return settingOf(config, key, listText(values), ...(kind === 'scalar' || kind === 'null' ? [cleared] : []));
}

function bindFsSettings(config: ConfigReading, bindFs: EffectiveContainer['bindFs']): Setting[] {
  const key = 'Container.BindFs.Enabled';
  const why: Text = { en: 'not read: BindFs is off', zh: '未读取：BindFs 未启用' };
  if (!bindFs.enabled) {
    const written = BINDFS_KEYS.map((name) => `Container.BindFs.${name}`).filter((name) => config.entry(name) !== null);
    return [settingOf(config, key, 'false'), ...written.map((name) => unreadSetting(config, name, why))];
  }
  return [
    settingOf(config, key, 'true'),
    settingOf(config, 'Container.BindFs.BindfsBinary', bindFs.bindfsBinary),
    settingOf(config, 'Container.BindFs.FusermountBinary', bindFs.fusermountBinary),
    joined(config, 'Container.BindFs.MountBaseDir', bindFs.mountBaseDir),
  ];
}

function subIdSettings(config: ConfigReading, subId: EffectiveContainer['subId']): Setting[] {
  const why: Text = { en: 'not read: Managed is false', zh: '未读取：Managed 为 false' };
  const tables = [
    ['Container.SubId.UidMappings', subId.uidMappings],
    ['Container.SubId.GidMappings', subId.gidMappings],
  ] as const;
  const rows = tables.flatMap(([key, table]) => {
    if (!subId.managed) return config.entry(key) ? [unreadSetting(config, key, why)] : [];
    if (config.stops.some((stop) => stop.key === key)) return [settingOf(config, key, null)];
    const entries = (config.entry(key)?.value.items ?? []).slice(0, ENTRIES);
    return entries.map((_, index) => {
      const name = `${key}[${index}]`;
      const mapping = table[index];
      return settingOf(config, name, mapping ? mappingText(mapping) : null);
    });
  });
  return [settingOf(config, 'Container.SubId.Managed', String(subId.managed)), ...rows];
}

function mappingText({ id, idCount, subIdStart, subIdSize }: SubIdMapping): string {
  return `Id ${id}, IdCount ${idCount}, SubIdStart ${subIdStart}, SubIdSize ${subIdSize}`;
}
