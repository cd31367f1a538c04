import { askCri, socketOf } from '../../cri/ask-cri.ts';
import type { RuntimeHandler__Output } from '../../cri/generated/runtime/v1/RuntimeHandler.ts';
import { isBefore } from '../../cri/version.ts';
import { defineCheck, type CheckContext, type Looked, type Observed } from '../check.ts';
import { oneLine } from '../look/one-line.ts';
import { RUNTIME_USERNS_CODES } from './runtime-userns-codes.ts';
import { mountsNotIdmappable } from './volume-mounts.ts';

/** As many mounts are named; the others are counted. */
const MAX_NAMED = 10;

type Context = CheckContext<typeof RUNTIME_USERNS_CODES>;

/**
 * Whether a handler has user namespaces; null where it tells no feature at all, as one whose OCI
 * runtime is missing or cannot be asked (crun 1.8.1 under CRI-O sends an empty message).
 */
function supports({ features }: RuntimeHandler__Output): boolean | null {
  if (!features || !Object.values(features).some(Boolean)) return null;
  return features.user_namespaces;
}

const nameOf = ({ name }: RuntimeHandler__Output): string => (name === '' ? '(default)' : oneLine(name, 80));

/**
 * The handler that craned's pods would run with and that has no user namespaces: craned names none, so
 * that the default one decides; where it is not listed, all must be without. Null where one has them.
 */
function handlerWithout(handlers: readonly RuntimeHandler__Output[]): RuntimeHandler__Output | null {
  const byDefault = handlers.filter(({ name }) => name === '');
  const told = (byDefault.length > 0 ? byDefault : handlers).filter((handler) => supports(handler) !== null);
  return told.every((handler) => supports(handler) === false) ? (told[0] ?? null) : null;
}

/** With UserNsEnabledByDefault off, nobody meets what fails who does not ask for a user namespace himself. */
function whereNotIgnored({ config }: Context): 'warning' | 'info' {
  return (config.container?.userNsEnabledByDefault ?? true) ? 'warning' : 'info';
}

/**
 * Who takes the request for a user namespace, and the id mappings of volumes, and does nothing of the kind: the
 * container runs as root of the host (measured: uid_map `0 0 4294967295` under containerd 1.6.20 and cri-dockerd
 * 0.4.3). containerd knows them since 1.7. Null for who does not.
 */
function ignoring(name: string, version: string): { readonly target: string; readonly runtime: string } | null {
  // Docker's version says nothing about cri-dockerd.
  if (name === 'docker') return { target: 'cri-dockerd', runtime: 'cri-dockerd' };
  const is = name === 'containerd' && isBefore(version, '1.7.0-alpha');
  return is ? { target: name, runtime: `${name} ${version}` } : null;
}

/** craned gives a volume id mappings where a pod has a user namespace and BindFs is off (TaskManager.cpp). */
async function idmap(context: Context, runtime: string, version: string, observed: Observed): Promise<Looked> {
  const { host, config, found, notSeen } = context;
  const bindFs = config.container?.bindFs;
  if (!bindFs || bindFs.enabled) return { observed, findings: [] };
  const severity = whereNotIgnored(context);
  // "idmap mounts not yet supported, but they were requested for"
  if (runtime === 'containerd' && isBefore(version, '2.0.0-alpha')) {
    const about = { target: runtime, severity };
    return { observed, findings: [found('idmap-unsupported', { runtime, version, mounts: [], more: 0 }, about)] };
  }
  const mounts = await host.ask('mounts', {});
  if (!mounts.ok) return { observed, findings: [notSeen('/proc/self/mountinfo', mounts.error)] };
  const without = mountsNotIdmappable(mounts.value, bindFs.mountBaseDir);
  const named = [...new Set(without.map(({ mountPoint, fsType }) => oneLine(`${mountPoint} (${fsType})`, 120)))];
  if (named.length === 0) return { observed, findings: [] };
  const args = { runtime, version, mounts: named.slice(0, MAX_NAMED), more: Math.max(named.length - MAX_NAMED, 0) };
  return {
    observed: { ...observed, notIdmappable: args.mounts },
    findings: [found('idmap-unsupported', args, { severity })],
  };
}

/**
 * User namespaces, which `ccon run` asks for by default: the default handler's features as Status
 * tells them (true exactly where containers with one were measured to start), and idmapped volumes,
 * which need the runtime and the file system. cri-dockerd and containerd before 1.7 accept the request and ignore it.
 */
export const runtimeUserns = defineCheck({
  id: 'runtime-userns',
  group: 'runtime',
  title: { en: 'Containers can have user namespaces', zh: '容器可以使用用户命名空间' },
  needs: ['runtime-version'],
  codes: RUNTIME_USERNS_CODES,
  async run(context) {
    const { host, config, found, notSeen, runs } = context;
    const socket = socketOf(config.container?.runtimeEndpoint ?? '');
    const version = await askCri(host, socket, 'RuntimeService', 'Version', {});
    if (!version.ok) return { findings: [notSeen(`Version, ${socket}`, version.error)] };
    const runtime = oneLine(version.value.runtime_name, 60);
    const runtimeVersion = oneLine(version.value.runtime_version, 60);
    const ignores = ignoring(runtime, runtimeVersion);
    if (ignores) {
      const args = { runtime: ignores.runtime, handler: '', ignored: true };
      const observed = { runtimeName: runtime, runtimeVersion };
      return { observed, findings: [found('unsupported', args, { target: ignores.target })] };
    }
    const status = await askCri(host, socket, 'RuntimeService', 'Status', { verbose: true });
    if (!status.ok) {
      // The call's failure is runtime-status's own finding.
      if (runs('runtime-status')) return { blockedBy: ['runtime-status'] };
      return { findings: [notSeen(`Status, ${socket}`, status.error)] };
    }
    const handlers = status.value.runtime_handlers.slice(0, 50).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const observed = {
      runtimeName: runtime,
      runtimeVersion,
      ...(handlers.length === 0
        ? {}
        : { userNamespaces: Object.fromEntries(handlers.map((handler) => [nameOf(handler), supports(handler)])) }),
    };
    const without = handlerWithout(handlers);
    if (!without) return idmap(context, runtime, runtimeVersion, observed);
    const handler = nameOf(without);
    const about = { target: handler, severity: whereNotIgnored(context) };
    return { observed, findings: [found('unsupported', { runtime, handler, ignored: false }, about)] };
  },
});
