import { isIpv4, joinPath, normalizeClusterDomain } from './conversions.ts';
import type { EffectiveContainer } from './reading.ts';
import type { Section } from './section.ts';
import type { Stops } from './stops.ts';
import { readSubIdMappings } from './subid-mappings.ts';

/** The defaults of CraneSched's PublicHeader.h and of ContainerConfig. */
const CONTAINER_DEFAULTS = {
  tempDir: 'craned/container',
  clusterDomain: 'cluster.local',
  servers: ['127.0.0.1'],
  bindfsBinary: 'bindfs',
  fusermountBinary: 'fusermount3',
  mountBaseDir: '/mnt/crane',
} as const;

export interface ContainerSettings {
  /** Null where craned cannot read `Enabled`. */
  readonly enabled: boolean | null;
  readonly container: EffectiveContainer | null;
}

/**
 * The Container section (ParseContainerConfig, Craned.cpp): while it is off craned looks at nothing
 * but `Enabled`, and at nothing of BindFs or SubId while that is off. `asIfEnabled` reads on all the same.
 */
export function readContainer(root: Section, baseDir: string, stops: Stops, asIfEnabled: boolean): ContainerSettings {
  const section = root.section('Container');
  const before = stops.list.length;
  const enabled = section.bool('Enabled', false);
  const readable = stops.list.length === before;
  if (!enabled && !asIfEnabled) return { enabled: readable ? false : null, container: null };

  const userNsEnabledByDefault = section.bool('UserNsEnabledByDefault', true);
  const tempDir = joinPath(baseDir, section.text('TempDir', CONTAINER_DEFAULTS.tempDir));
  if (!section.has('RuntimeEndpoint')) {
    stops.exits('missing', section.pathOf('RuntimeEndpoint'), 'RuntimeEndpoint is not configured.', section.span);
  }
  const runtime = section.text('RuntimeEndpoint', '');
  const image = section.text('ImageEndpoint', runtime);
  const container: EffectiveContainer = {
    enabled: true,
    userNsEnabledByDefault,
    tempDir,
    runtimeEndpoint: `unix://${runtime}`,
    imageEndpoint: `unix://${image}`,
    dns: readDns(section, stops),
    bindFs: readBindFs(section, baseDir, asIfEnabled),
    subId: readSubId(section, stops),
  };
  return { enabled: readable ? enabled : null, container };
}

function readDns(container: Section, stops: Stops): EffectiveContainer['dns'] {
  const { clusterDomain } = CONTAINER_DEFAULTS;
  const section = container.section('Dns');
  const domain = normalizeClusterDomain(section.text('ClusterDomain', clusterDomain), clusterDomain);
  let servers: readonly string[] = CONTAINER_DEFAULTS.servers;
  if (section.has('Servers')) {
    const entries = section.texts('Servers');
    servers = entries.map(({ text }) => text);
    for (const { text, node, path } of entries) {
      const words = `Dns.Servers entry '${text}' is not a valid ipv4 address.`;
      if (!isIpv4(text)) stops.exits('value', path, words, node.span);
    }
  }
  const searches = section.texts('Searches').map(({ text }) => text);
  const options = section.texts('Options').map(({ text }) => text);
  return { clusterDomain: domain, servers, searches, options };
}

function readBindFs(container: Section, baseDir: string, asIfEnabled: boolean): EffectiveContainer['bindFs'] {
  const { bindfsBinary, fusermountBinary, mountBaseDir } = CONTAINER_DEFAULTS;
  const section = container.section('BindFs');
  const enabled = section.bool('Enabled', false) || asIfEnabled;
  if (!enabled) return { enabled, bindfsBinary, fusermountBinary, mountBaseDir };
  return {
    enabled,
    bindfsBinary: section.text('BindfsBinary', bindfsBinary),
    fusermountBinary: section.text('FusermountBinary', fusermountBinary),
    mountBaseDir: joinPath(baseDir, section.text('MountBaseDir', mountBaseDir)),
  };
}

function readSubId(container: Section, stops: Stops): EffectiveContainer['subId'] {
  const section = container.section('SubId');
  if (!section.bool('Managed', false)) return { managed: false, uidMappings: [], gidMappings: [] };
  const { uid, gid } = readSubIdMappings(section, stops);
  return { managed: true, uidMappings: uid, gidMappings: gid };
}
