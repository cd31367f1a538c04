import { isCdiName } from '../../config/cdi-name.ts';
import { meantKey } from '../../config/known-keys.ts';
import type { GresGroup } from '../../config/reading.ts';
import { socketOf } from '../../cri/ask-cri.ts';
import { askRuntimeSettings } from '../../runtime/ask-runtime-settings.ts';
import { hasNoCdi } from '../../runtime/runtime-defaults.ts';
import type { RuntimeSettings } from '../../runtime/runtime-settings.ts';
import { defineCheck, type CheckContext } from '../check.ts';
import type { Finding } from '../finding.ts';
import { gresOfNode } from '../look/node-gres.ts';
import { oneLine } from '../look/one-line.ts';
import { unreadFile } from '../look/unread-settings.ts';
import { readCdiRegistry, type CdiRegistry } from './cdi-registry.ts';
import { CDI_CODES } from './cdi-specs-codes.ts';

type Context = CheckContext<typeof CDI_CODES>;

/** Where the CDI library looks by itself (DefaultSpecDirs), as every runtime does that is not told otherwise. */
const DIRECTORIES = ['/etc/cdi', '/var/run/cdi'];

/** As many findings of one kind, and names in a message, are enough. */
const MANY = 20;
const FEW = 8;

/** A device of this node by its full name, and the gres that it belongs to. */
interface Named {
  readonly name: string;
  readonly gres: string;
}

/**
 * Whether the CDI names of this node's devices exist. craned pairs them with devices and asks no
 * further; a job that gets such a device then fails when its container is created. The files are looked at whether
 * the runtime answers or not: it only tells other directories, and whether CDI is on. Where it is off, nobody reads
 * them, and a container starts without its devices (containerd 1.7 asks the CDI library only where EnableCDI is
 * set, container_create_linux.go): that is the fault, and what the files lack only comes next.
 */
export const cdiSpecs = defineCheck({
  id: 'cdi-specs',
  group: 'devices',
  title: { en: 'CDI names of devices exist', zh: '设备的 CDI 名称存在' },
  needs: ['Nodes'],
  machine: false,
  codes: CDI_CODES,
  async run(context) {
    const { host, config, notSeen } = context;
    const names = namesOf(await gresOfNode(host, config));
    if (names.length === 0) {
      return { notApplicable: { en: 'no device of this node has a CDI name', zh: '本节点没有配置 CDI 名称的设备' } };
    }
    const settings = await askRuntimeSettings(host, socketOf(config.container?.runtimeEndpoint ?? ''));
    const unread = settings.cdi ? null : unreadFile(settings);
    if (unread) return { observed: { cdiNames: names.length }, findings: [notSeen(unread.path, unread.error)] };
    const told = settings.cdi?.value.dirs ?? [];
    const directories = told.length > 0 ? told : DIRECTORIES;
    const registry = await readCdiRegistry(host, directories);
    const off = settings.cdi?.value.enabled === false;
    const absent = absentFindings(context, names, registry, { directories, off });
    // A name that was not found may be in what was not seen.
    const hidden = absent.length > 0 ? registry.unseen.slice(0, MANY) : [];
    return {
      observed: {
        specDirs: [...directories],
        specs: [...new Set([...registry.kinds.values()].flat())].slice(0, MANY).map((path) => oneLine(path, 200)),
        cdiNames: names.length,
        ...(settings.cdi ? { cdiEnabled: settings.cdi.value.enabled } : {}),
      },
      findings: [
        ...(off ? [disabled(context, settings, names)] : []),
        ...(hidden.length > 0 ? hidden.map(({ path, error }) => notSeen(path, error)) : absent),
        ...conflictFindings(context, names, registry, off),
        ...invalidFindings(context, registry),
      ],
    };
  },
});

function disabled({ found }: Context, { name, version, cdi }: RuntimeSettings, names: readonly Named[]): Finding {
  const runtime = oneLine(name, 60);
  const args = {
    runtime,
    version: oneLine(version, 60),
    has: !hasNoCdi(name, version),
    from: oneLine(cdi!.from, 200),
    gres: few([...new Set(names.map(({ gres }) => gres))]),
  };
  return found('disabled', args, { target: runtime });
}

/** The names that a runtime could resolve, each once; others are for config-gres. */
function namesOf(gres: readonly GresGroup[]): readonly Named[] {
  const names = new Map<string, Named>();
  for (const { cdiNames, name, type } of gres) {
    for (const { text } of cdiNames ?? []) {
      if (isCdiName(text) && !names.has(text)) names.set(text, { name: text, gres: `${name}:${type}` });
    }
  }
  return [...names.values()];
}

function kindOf(name: string): string {
  return name.slice(0, name.indexOf('='));
}

/** Where CDI is off, nothing but the switch decides. */
function severityWhere(off: boolean): 'error' | 'warning' {
  return off ? 'warning' : 'error';
}

/** What no spec has: a finding for each kind without a spec, and for each device that the specs of its kind lack. */
function absentFindings(
  { found }: Context,
  names: readonly Named[],
  { devices, conflicts, kinds }: CdiRegistry,
  { directories, off }: { readonly directories: readonly string[]; readonly off: boolean },
): Finding[] {
  const absent = names.filter(({ name }) => !devices.has(name) && !conflicts.has(name));
  const withoutSpec = new Map(
    absent.filter(({ name }) => !kinds.has(kindOf(name))).map(({ name, gres }) => [kindOf(name), gres]),
  );
  const others = few([...kinds.keys()].sort());
  return [
    ...[...withoutSpec].map(([kind, gres]) =>
      found(
        'spec-missing',
        { kind, gres, directories: directories.join(', '), others, off },
        { target: kind, severity: severityWhere(off) },
      ),
    ),
    ...absent
      .filter(({ name }) => kinds.has(kindOf(name)))
      .map(({ name, gres }) => {
        const known = [...devices.keys()].filter((other) => kindOf(other) === kindOf(name));
        const paths = few(kinds.get(kindOf(name))!);
        const args = { name, gres, paths, nearest: nearest(name, known, names), known: few(known), off };
        return found('name-missing', args, { target: name, severity: severityWhere(off) });
      }),
  ].slice(0, MANY);
}

/** The device of the same kind that was probably meant: one that no gres of this node names. */
function nearest(name: string, known: readonly string[], names: readonly Named[]): string {
  const kind = `${kindOf(name)}=`;
  const free = known.filter((other) => !names.some((named) => named.name === other));
  const device = meantKey(
    name.slice(kind.length),
    free.map((other) => other.slice(kind.length)),
  );
  return device === null ? '' : `${kind}${device}`;
}

function conflictFindings(
  { found }: Context,
  names: readonly Named[],
  { conflicts }: CdiRegistry,
  off: boolean,
): Finding[] {
  return names
    .filter(({ name }) => conflicts.has(name))
    .slice(0, MANY)
    .map(({ name, gres }) =>
      found(
        'name-conflict',
        { name, gres, paths: few(conflicts.get(name)!), off },
        { target: name, severity: severityWhere(off) },
      ),
    );
}

function invalidFindings({ found }: Context, { invalid }: CdiRegistry): Finding[] {
  return invalid.slice(0, MANY).map(({ path, fault: { rule, detail, line, column } }) => {
    const location = line === 0 ? undefined : { path, line, column, length: 1 };
    const args = { path: oneLine(path, 200), rule, detail: oneLine(detail, 200), line, column };
    return found('spec-invalid', args, { target: oneLine(path, 200), location });
  });
}

function few(names: readonly string[]): string {
  const shown = names.slice(0, FEW).map((name) => oneLine(name, 200));
  return [...shown, ...(names.length > FEW ? ['…'] : [])].join(', ');
}
