import type { Host } from '../host/host.ts';
import { PROXY_VARIABLES, withoutPassword } from '../host/processes/environment.ts';
import type { Told } from '../runtime/runtime-settings.ts';
import type { DockerDaemon } from './docker-daemon.ts';
import { proxyFor, type ProxyValues } from './proxy-for.ts';
import type { RegistryHost } from './registry-host.ts';
import type { RouteNote, RouteProxy } from './route.ts';
import { askUnitEnvironment } from './unit-environment.ts';

/** The three settings of proxies, by the name that people know them by. */
export type ProxyName = 'HTTP_PROXY' | 'HTTPS_PROXY' | 'NO_PROXY';

const NAMES: readonly ProxyName[] = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'];

/** The proxies of the runtime. Values may have credentials: `withoutPassword` before they are shown. */
export interface RuntimeProxy {
  /** The systemd unit that was looked at, or null where there is none. */
  readonly unit: string | null;
  readonly values: { readonly [name in ProxyName]: Told<string> | null };
  /** What the unit sets now and its running process does not have: a restart is due. */
  readonly needsRestart: readonly ProxyName[];
  /** The unit's files were changed since systemd read them. */
  readonly needsDaemonReload: boolean;
  /** What the doctor's own environment has otherwise: a pull or `curl` by hand goes another way. */
  readonly unlikeCaller: readonly ProxyName[];
  readonly notes: readonly RouteNote[];
}

/** The unit whose process pulls, by the name that the runtime gives itself. */
const UNITS: { readonly [runtimeName: string]: string } = {
  containerd: 'containerd.service',
  'cri-o': 'crio.service',
  docker: 'docker.service',
};

/**
 * The proxies of a runtime (RuntimeName; null where it is not known, and then none is). What the running
 * process was started with counts where it may be read; its passwords are not told, so the unit's
 * value stands for an equal one. dockerd prefers its daemon.json.
 */
export async function runtimeProxy(host: Host, name: string | null, docker?: DockerDaemon): Promise<RuntimeProxy> {
  const service = name === null ? undefined : UNITS[name];
  const unit = service === undefined ? null : await askUnitEnvironment(host, service);
  const [running, caller] = await Promise.all([
    unit?.pid ? variablesOf(host, unit.pid) : null,
    variablesOf(host, null),
  ]);
  const needsRestart: ProxyName[] = [];
  const values: Record<ProxyName, Told<string> | null> = { HTTP_PROXY: null, HTTPS_PROXY: null, NO_PROXY: null };
  for (const each of NAMES) {
    const set = goes(each, (variable) => unit?.variables.get(variable));
    const has = running && goes(each, (variable) => told(running[variable], `/proc/${unit?.pid}/environ`));
    const same = !running || shown(set) === shown(has);
    values[each] = same ? set : has;
    if (!same && unit?.whole) needsRestart.push(each);
  }
  for (const [each, value] of daemonValues(docker)) if (value) values[each] = value;
  return {
    unit: unit?.unit ?? null,
    values,
    needsRestart,
    needsDaemonReload: unit?.needsDaemonReload ?? false,
    unlikeCaller:
      unit && caller
        ? NAMES.filter((each) => shown(goes(each, (variable) => told(caller[variable], ''))) !== shown(values[each]))
        : [],
    notes: unit?.notes ?? [],
  };
}

/** The settings in effect in words that may be shown: `HTTPS_PROXY http://proxy:3128 (containerd.service)`. */
export function shownProxies({ values }: RuntimeProxy): readonly string[] {
  return NAMES.flatMap((name) => {
    const value = values[name];
    return value ? [`${name} ${shown(value)} (${value.from})`] : [];
  });
}

/** The proxy by which a runtime comes to an endpoint, or null. */
export function routeProxy(proxy: RuntimeProxy, endpoint: RegistryHost, scheme: 'https' | 'http'): RouteProxy | null {
  const values: ProxyValues = {
    http: proxy.values.HTTP_PROXY?.value ?? '',
    https: proxy.values.HTTPS_PROXY?.value ?? '',
    no: proxy.values.NO_PROXY?.value ?? '',
  };
  const url = proxyFor({ scheme, host: endpoint.apiHost, port: endpoint.port }, values);
  const from = (scheme === 'https' ? proxy.values.HTTPS_PROXY : proxy.values.HTTP_PROXY)?.from ?? '';
  return url && { url: url.href, shown: withoutPassword(url.href), from };
}

async function variablesOf(host: Host, pid: number | null): Promise<{ readonly [name: string]: string } | null> {
  const answer = await host.ask('environment', { pid, names: PROXY_VARIABLES });
  return answer.ok ? answer.value : null;
}

/** Go takes the upper case name unless it is empty, then the lower case one (httpproxy.FromEnvironment). */
function goes(name: ProxyName, get: (variable: string) => Told<string> | null | undefined): Told<string> | null {
  return [get(name), get(name.toLowerCase())].find((one) => one && one.value !== '') ?? null;
}

function told(value: string | undefined, from: string): Told<string> | null {
  return value === undefined ? null : { value, from };
}

function shown(value: Told<string> | null): string {
  return value ? withoutPassword(value.value) : '';
}

function daemonValues(docker: DockerDaemon | undefined): readonly (readonly [ProxyName, Told<string> | null])[] {
  if (!docker) return [];
  const { path, proxies } = docker;
  const of = (value: string): Told<string> | null => (value === '' ? null : { value, from: path });
  return [
    ['HTTP_PROXY', of(proxies.http)],
    ['HTTPS_PROXY', of(proxies.https)],
    ['NO_PROXY', of(proxies.no)],
  ];
}
