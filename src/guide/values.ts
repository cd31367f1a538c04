import type { ConfigReading } from '../config/reading.ts';
import { socketOf } from '../cri/ask-cri.ts';
import { runtimeOfEndpoint, runtimeThatSays } from '../cri/runtimes.ts';
import type { Identity } from '../host/questions.ts';
import type { Values } from './placeholders.ts';

/** The values that the guide's steps may use, beside those of a finding. */
export const NODE_VALUES = [
  'config',
  'hostname',
  'controlMachine',
  'allNodes',
  'baseDir',
  'supervisor',
  'supervisorLogDir',
  'cranedLog',
  'socket',
  'imageSocket',
  'service',
  'runtime',
  'mountBaseDir',
  'bindfsBinary',
  'fusermountBinary',
] as const;

/** What they may use of a finding: what it is about, and of its arguments the directory that the runtime has CNI's files in. */
export const FINDING_VALUES = ['target', 'confDir'] as const;

export type NodeValue = (typeof NODE_VALUES)[number];

/**
 * This node's values for the guide's placeholders. Those of the Container section are there only while
 * containers are on, `service` only where the endpoint is a known runtime's default socket: a command for a
 * service that is only guessed at would be worse than none. `runtime` is known elsewhere too, where it has
 * said who it is (`told`, the name in its Version reply).
 */
export function nodeValues(
  reading: ConfigReading,
  identity: Pick<Identity, 'hostname'>,
  told: string | null = null,
): Values {
  const { paths, cluster, container } = reading;
  const socket = container ? socketOf(container.runtimeEndpoint) : undefined;
  const runtime = socket === undefined ? null : runtimeOfEndpoint(socket);
  const values: { readonly [name in NodeValue]: string | null | undefined } = {
    config: reading.path,
    hostname: identity.hostname,
    controlMachine: cluster.controlMachine,
    allNodes: hostLists(reading),
    baseDir: withoutSlash(paths.baseDir),
    supervisor: paths.supervisor,
    supervisorLogDir: withoutSlash(paths.supervisorLogDir),
    cranedLog: paths.cranedLog,
    socket,
    imageSocket: container && socketOf(container.imageEndpoint),
    service: runtime?.unit.replace(/\.service$/, ''),
    runtime: (runtime ?? (told === null ? null : runtimeThatSays(told)))?.id,
    mountBaseDir: container && withoutSlash(container.bindFs.mountBaseDir),
    bindfsBinary: container?.bindFs.bindfsBinary,
    fusermountBinary: container?.bindFs.fusermountBinary,
  };
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1])));
}

/** The values that a finding brings: its plain arguments, and its target. */
export function findingValues(args: { readonly [name: string]: unknown }, target: string | undefined): Values {
  const texts = Object.entries(args).flatMap(([key, value]) =>
    typeof value === 'string' || typeof value === 'number' ? [[key, String(value)]] : [],
  );
  return { ...(Object.fromEntries(texts) as Values), ...(target === undefined ? {} : { target }) };
}

/** A directory without the slashes at its end, so that `{mountBaseDir}/` in a command means what is below it. */
function withoutSlash(path: string): string {
  let end = path.length;
  while (end > 1 && path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}

/** The host lists of `Nodes` as they are written (`cn[01-10],gpu1`), which pdsh reads as craned does. */
function hostLists(reading: ConfigReading): string {
  const items = reading.entry('Nodes')?.value.items ?? [];
  const names = items.map((item) => item.entries.find(({ key }) => key === 'name')?.value);
  return names.flatMap((name) => (name?.kind === 'scalar' ? [name.text.replaceAll(/\s/g, '')] : [])).join(',');
}
