import type { Json } from '../../json.ts';
import type { Plugin } from './conf-file.ts';
import { field, list, misfits, objectOf, text, type GoObject, type Kind } from './go-json.ts';
import { comparePipelines, type AddFault, type MetaFault, type NamedPipeline } from './meta-rules.ts';

/** The names under which CraneSched's meta plugin is installed (tool/meta-cni, README): now, and before. */
const NAMES = new Set(['crane-meta', 'meta-cni']);

/** More is no configuration of a node, and each is compared with each. */
const MAX = 200;

/** A plugin that the meta plugin runs: `type` is its program, `path` the CNI_PATH that it is looked up in, where it is set. */
export interface Delegate {
  readonly at: string;
  readonly type: string;
  readonly conf: GoObject;
  readonly path: string | null;
}

export interface MetaConf {
  readonly plugin: Plugin;
  /** Names of the pipelines that exist only for devices (`ifNamePrefix`). */
  readonly templates: readonly string[];
  readonly delegates: readonly Delegate[];
  /** 0: it sets no limit. */
  readonly timeoutSeconds: number;
  readonly faults: readonly MetaFault[];
}

/** Whether a plugin is CraneSched's meta plugin. */
export function isMeta({ type }: Plugin): boolean {
  return NAMES.has(type);
}

const TOP: { readonly [name: string]: Kind } = {
  logLevel: 'string',
  timeoutSeconds: 'int',
  runtimeOverride: 'object',
  pipelines: 'list',
};
const PIPELINE: { readonly [name: string]: Kind } = {
  name: 'string',
  ifName: 'string',
  ifNamePrefix: 'string',
  runtimeOverride: 'object',
  delegates: 'list',
};
const DELEGATE: { readonly [name: string]: Kind } = {
  name: 'string',
  type: 'string',
  runtimeOverride: 'object',
  conf: 'object',
};

/**
 * The configuration of the meta plugin with every rule of its own that it breaks (FE
 * tool/meta-cni/pkg/types/config.go, Validate, which stops at the first). Before there were pipelines the
 * delegates stood at the top: a plugin that is still called `meta-cni` may be as old as that.
 */
export function readMeta(plugin: Plugin): MetaConf {
  const faults: MetaFault[] = [];
  const add: AddFault = (rule, at, value = '', other = '') => void faults.push({ rule, at, value, other });
  const inside = (at: string): string => (plugin.at === '' ? at : `${plugin.at}.${at}`);
  const check = (object: GoObject, kinds: typeof TOP, at: (name: string) => string): void =>
    misfits(object, kinds).forEach((name) => add('wrong-type', at(name)));

  const { conf } = plugin;
  check(conf, TOP, inside);
  const pipelines = list(conf, 'pipelines').slice(0, MAX);
  const before = pipelines.length === 0 ? list(conf, 'delegates').slice(0, MAX) : [];
  if (pipelines.length === 0 && (plugin.type !== 'meta-cni' || before.length === 0)) {
    add('no-pipelines', inside('pipelines'), '', before.length > 0 ? 'delegates' : '');
  }

  const delegates: Delegate[] = [];
  const readDelegates = (entries: readonly Json[], at: string, path: string | null): void => {
    for (const [index, entry] of entries.slice(0, MAX).entries()) {
      const here = `${at}[${index}]`;
      const delegate = objectOf(entry);
      if (!delegate) {
        add('wrong-type', here);
        continue;
      }
      check(delegate, DELEGATE, (name) => `${here}.${name}`);
      const own = objectOf(field(delegate, 'conf'));
      const type = (own && typeof own['type'] === 'string' ? own['type'] : '') || text(delegate, 'type');
      if (type === '') add('delegate-without-type', here);
      if (text(delegate, 'name') === '' && (!own || text(own, 'name') === '')) add('delegate-without-name', here, type);
      if (interfaceOverride(delegate)) add('interface-override', `${here}.runtimeOverride.ifName`);
      if (type !== '') delegates.push({ at: here, type, conf: own ?? {}, path: cniPath(delegate) ?? path });
    }
  };

  const whole = cniPath(conf);
  readDelegates(before, inside('delegates'), whole);
  const named: NamedPipeline[] = [];
  for (const [index, entry] of pipelines.entries()) {
    const at = inside(`pipelines[${index}]`);
    const pipeline = objectOf(entry);
    if (!pipeline) {
      add('wrong-type', at);
      continue;
    }
    check(pipeline, PIPELINE, (name) => `${at}.${name}`);
    const [name, ifName, prefix] = [text(pipeline, 'name'), text(pipeline, 'ifName'), text(pipeline, 'ifNamePrefix')];
    if (name === '') add('pipeline-without-name', at);
    if ((ifName === '') === (prefix === '')) add('one-interface-name', at, name);
    named.push({ name, at, ifName, prefix });
    const entries = list(pipeline, 'delegates');
    if (entries.length === 0) add('no-delegates', at, name);
    if (interfaceOverride(pipeline)) add('interface-override', `${at}.runtimeOverride.ifName`);
    readDelegates(entries, `${at}.delegates`, cniPath(pipeline) ?? whole);
  }
  for (const [index, one] of named.entries()) {
    for (const other of named.slice(0, index)) comparePipelines(one, other, add);
  }
  const seconds = field(conf, 'timeoutSeconds');
  return {
    plugin,
    templates: named.filter(({ prefix }) => prefix !== '').map(({ name }) => name),
    delegates,
    timeoutSeconds: typeof seconds === 'number' ? seconds : 0,
    faults,
  };
}

function interfaceOverride(object: GoObject): boolean {
  const override = objectOf(field(object, 'runtimeOverride'));
  return override !== null && text(override, 'ifName') !== '';
}

/** The CNI_PATH that a runtimeOverride sets: by its own key, or among the variables. */
function cniPath(object: GoObject): string | null {
  const override = objectOf(field(object, 'runtimeOverride'));
  if (!override) return null;
  const variables = list(override, 'envs').flatMap((env) =>
    typeof env !== 'string' ? [] : (/^CNI_PATH=["']?(.*?)["']?$/.exec(env)?.[1] ?? []),
  );
  return variables.at(-1) ?? (text(override, 'cniPath') || null);
}
