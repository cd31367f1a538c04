import { meantKey } from '../../config/known-keys.ts';
import type { GresGroup } from '../../config/reading.ts';
import { LIMITS } from '../../host/limits.ts';
import type { CheckContext } from '../check.ts';
import type { Finding } from '../finding.ts';
import { oneLine } from '../look/one-line.ts';
import type { CNI_CODES } from './cni-codes.ts';
import type { Network, Plugin } from './conf-file.ts';
import { isMeta, readMeta, type MetaConf } from './crane-meta.ts';
import { dnsRegisterFaults } from './dns-register.ts';
import { field, objectOf, type GoObject } from './go-json.ts';

type Found = CheckContext<typeof CNI_CODES>['found'];

/** With it containerd hands the annotations of a pod to a plugin; CraneSched puts devices and the pod's name there. */
const CAPABILITY = 'io.kubernetes.cri.pod-annotations';

/** Where a network is written: its file, and the directory that the runtime takes it from. */
interface Place {
  readonly path: string;
  readonly confDir: string;
}

const DNS_REGISTER = 'dns-register';
const MANY = 20;

/** A text of the configuration, short enough for a message. */
const short = (value: string): string => oneLine(value, 120);

/**
 * What CraneSched's own plugins make of a network: the rules by which they refuse it, and what they
 * pass over without a word. `confDir` is the runtime's directory, `gres` are this node's devices.
 */
export function cranePluginFindings(
  found: Found,
  network: Network,
  confDir: string,
  gres: readonly GresGroup[],
): readonly Finding[] {
  const place: Place = { path: network.path, confDir };
  const metas = network.plugins.filter(isMeta).map(readMeta);
  const alone = network.plugins.filter(({ type }) => type === DNS_REGISTER);
  return [
    ...metas.flatMap((meta) => metaFindings(found, place, meta)),
    ...metas.flatMap(({ delegates }) =>
      delegates
        .filter(({ type }) => type === DNS_REGISTER)
        .flatMap(({ conf, at }) => dnsFindings(found, place, at, conf)),
    ),
    ...alone.flatMap(({ conf, at }) => dnsFindings(found, place, at || 'plugin', conf)),
    ...alone.flatMap((plugin) => capabilityFindings(found, place, plugin, DNS_REGISTER)),
    ...metas.flatMap((meta) => annotationFindings(found, place, meta, gres)),
    ...unmatched(found, place, metas, gres),
  ];
}

function metaFindings(found: Found, place: Place, { plugin, faults, timeoutSeconds }: MetaConf): Finding[] {
  const at = plugin.at === '' ? 'timeoutSeconds' : `${plugin.at}.timeoutSeconds`;
  const deadline = LIMITS.cri / 1000;
  return [
    ...faults.slice(0, MANY).map(({ rule, at, value, other }) => {
      const args = { rule, ...place, plugin: plugin.type, at, value: short(value), other: short(other) };
      // Delegates at the top are what an older crane-meta wants.
      const severity = rule === 'no-pipelines' && other !== '' ? 'warning' : 'error';
      return found('meta-cni-invalid', args, { target: at, severity });
    }),
    ...(timeoutSeconds >= deadline
      ? [found('timeout-over-deadline', { ...place, at, seconds: timeoutSeconds, deadline }, { target: place.path })]
      : []),
  ];
}

function dnsFindings(found: Found, place: Place, at: string, conf: GoObject): Finding[] {
  return dnsRegisterFaults(conf).map(({ rule, key, value, severe }) =>
    found(
      'dns-register-invalid',
      { rule, ...place, at, key, value },
      { target: `${at}.${key}`, severity: severe ? 'error' : 'warning' },
    ),
  );
}

/** The meta plugin hands on what it got: it needs the capability for its own devices and for dns-register. */
function annotationFindings(found: Found, place: Place, meta: MetaConf, gres: readonly GresGroup[]): Finding[] {
  const registers = meta.delegates.some(({ type }) => type === DNS_REGISTER);
  const devices = gres.some(({ pipeline }) => meta.templates.includes(pipeline));
  if (!registers && !devices) return [];
  return capabilityFindings(found, place, meta.plugin, registers ? DNS_REGISTER : 'DeviceCniPipeline');
}

function capabilityFindings(found: Found, place: Place, { conf, at, type }: Plugin, feature: string): Finding[] {
  const capabilities = objectOf(field(conf, 'capabilities'));
  if (capabilities?.[CAPABILITY] === true) return [];
  const args = { ...place, at: at === '' ? type : at, capability: CAPABILITY, feature };
  return [found('capability-missing', args, { target: place.path })];
}

/**
 * A pipeline by the name of a DeviceCniPipeline has to be a template (`ifNamePrefix`): an annotation that no
 * template has is passed over, and the container runs without the interface.
 */
function unmatched(found: Found, place: Place, metas: readonly MetaConf[], gres: readonly GresGroup[]): Finding[] {
  const templates = metas.flatMap((meta) => meta.templates);
  const wanted = gres.filter(({ pipeline }) => pipeline !== '' && !templates.includes(pipeline));
  return wanted.slice(0, MANY).map(({ pipeline, path: group }) => {
    const key = `${group}.DeviceCniPipeline`;
    const names = templates.slice(0, MANY).map(short).join(', ');
    const nearest = short(meantKey(pipeline, templates) ?? '');
    return found(
      'pipeline-unmatched',
      { pipeline: short(pipeline), key, ...place, templates: names, nearest },
      { target: key },
    );
  });
}
